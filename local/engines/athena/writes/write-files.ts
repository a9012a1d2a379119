import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StatementRun } from '../statement-run.ts';
import { parseLocation, type S3Location } from '../tables/s3-location.ts';
import { dropRows, type FileContent, type FilePlan, planFiles } from './copy-files.ts';
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
  await mkdir(folder, { recursive: true });
  try {
    const plans = await planFiles(run.connection, writing);
    run.checkStopped();
    const objects = plans.map((plan) => ({
      plan,
      ...objectOf(run.id, plan, writing.layout, writing.folderOf(plan.values)),
    }));
    await writeManifest(run, objects);
    let rows = 0;
    for (const { plan, Bucket, Key } of objects) {
      run.checkStopped();
      const BodyFile = join(folder, 'part');
      rows += await plan.write(BodyFile);
      await run.runtime.services.call('s3', 'PutObject', { Bucket, Key, BodyFile }, run.caller);
    }
    const partitions = new Map(plans.map(({ values }) => [values.join('\n'), values]));
    return { rows, partitions: [...partitions.values()] };
  } finally {
    // An interrupted connection refuses whatever comes next; it is closed then anyway.
    await dropRows(run.connection).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
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
