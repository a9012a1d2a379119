import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { QueryConnection } from '../process/query-connection.ts';
import type { StatementRun } from '../statement-run.ts';
import { parseLocation, type S3Location } from '../tables/s3-location.ts';
import { type FileContent, type FilePlan, planFiles } from './copy-files.ts';
import type { FileLayout } from './file-layout.ts';

export interface Writing extends FileContent {
  /** Where the files of a partition go. */
  folderOf(values: readonly string[]): S3Location;
}

export interface Written {
  readonly rows: number;
  /** The values of each partition that has files, in order. */
  readonly partitions: readonly (readonly string[])[];
}

/**
 * Writes a query's rows as Parquet objects, each of which is there wholly or not at all. The manifest, which names all of
 * them, comes first: by it the objects can be found that a failure leaves behind.
 * https://docs.aws.amazon.com/athena/latest/ug/ctas-considerations-limitations.html#ctas-considerations-limitations-locating-orphaned-files
 */
export async function writeFiles(run: StatementRun, writing: Writing): Promise<Written> {
  const folder = `${run.file}.files`;
  const table = `athena_rows_${run.id.replaceAll('-', '_')}`;
  await mkdir(folder, { recursive: true });
  try {
    const plans = await planFiles(run.connection, writing, table);
    run.checkStopped();
    const objects = plans.map((plan) => ({
      plan,
      ...objectOf(run.id, plan, writing.layout, writing.folderOf(plan.values)),
    }));
    await writeManifest(run, objects);
    const rows = await writeObjects(run, objects, folder);
    const partitions = new Map(plans.map(({ values }) => [values.join('\n'), values]));
    return { rows, partitions: [...partitions.values()] };
  } finally {
    await run.drop(table);
    await rm(folder, { recursive: true, force: true });
  }
}

interface PlannedObject {
  readonly plan: FilePlan;
  readonly Bucket: string;
  readonly Key: string;
}

/**
 * Files written at once: one alone keeps only one core busy, and none while its object is put. Node has four threads for
 * such work.
 */
const maxWriters = 3;

/** Writes the objects, a few at a time, in their order. Returns the number of rows. What fails ends it for all of them. */
async function writeObjects(run: StatementRun, objects: readonly PlannedObject[], folder: string): Promise<number> {
  const waiting = objects.entries();
  let rows = 0;
  let hasFailed = false;
  const writeNext = async (connection: QueryConnection): Promise<void> => {
    for (const [index, { plan, Bucket, Key }] of waiting) {
      if (hasFailed) return;
      run.checkStopped();
      const BodyFile = join(folder, String(index));
      rows += await plan.write(connection, BodyFile);
      const ETag = etagOfParts();
      await run.runtime.services.call('s3', 'PutObject', { Bucket, Key, BodyFile, ETag }, run.caller);
    }
  };
  const writers = Array.from({ length: Math.min(maxWriters, objects.length) }, async (_, index) => {
    try {
      await writeNext(index === 0 ? run.connection : await run.connect());
    } catch (error) {
      hasFailed = true;
      throw error;
    }
  });
  // Until all of them have ended, the table is read.
  for (const ended of await Promise.allSettled(writers)) if (ended.status === 'rejected') throw ended.reason;
  return rows;
}

/**
 * Athena's engine puts its files in parts, and the ETag of such an object is not the MD5 of its bytes
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html): nobody can tell it from any other name of them, and
 * the first listing need not read what was just written.
 */
function etagOfParts(): string {
  return `"${randomUUID().replaceAll('-', '')}-1"`;
}

/** Files of buckets are named so that their order is that of the buckets, as Hive expects it. */
function objectOf(id: string, { bucket }: FilePlan, { bucketCount }: FileLayout, folder: S3Location) {
  const name = bucketCount > 1 ? `${String(bucket).padStart(6, '0')}_0_${id}` : `${id.replaceAll('-', '_')}_0`;
  return { Bucket: folder.bucket, Key: `${folder.prefix}${name}` };
}

async function writeManifest(run: StatementRun, objects: readonly { Bucket: string; Key: string }[]): Promise<void> {
  const location = `${run.outputLocation}-manifest.csv`;
  const { bucket, prefix } = parseLocation(location);
  const Body = objects.map(({ Bucket, Key }) => `s3://${Bucket}/${Key}\n`).join('');
  await run.runtime.services.call(
    's3',
    'PutObject',
    { Bucket: bucket, Key: prefix.replace(/\/$/, ''), Body },
    run.caller,
  );
  run.manifest(location);
}
