import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

export interface ArchiveLocation {
  readonly bucket: string;
  /** Ends in a slash. */
  readonly prefix: string;
}

export interface ArchiveObject {
  readonly key: string;
  /** When the oldest record in it arrived, milliseconds since the epoch. */
  readonly time: number;
  readonly bytes: number;
}

/** `s3://bucket/folder/` as the stack's outputs have it. Throws when it is none. */
export function parseArchiveLocation(url: string | undefined): ArchiveLocation {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.+)$/.exec(url ?? '') ?? [];
  if (bucket === undefined || prefix === undefined) throw new Error(`the pipeline does not say where its archive is`);
  return { bucket, prefix };
}

/**
 * The time in an object's name, which ends in `-YYYY-MM-DD-HH-MM-SS-<uuid>` and an extension, in UTC. Undefined: Firehose
 * did not write it. https://docs.aws.amazon.com/firehose/latest/dev/s3-object-name.html
 */
export function objectTime(key: string): number | undefined {
  const [, day, hour, minute, second] =
    /-(\d{4}-\d\d-\d\d)-(\d\d)-(\d\d)-(\d\d)-[0-9a-f]{8}-[0-9a-f-]{27}(\.[a-z]+)?$/.exec(key) ?? [];
  const time = Date.parse(`${day}T${hour}:${minute}:${second}Z`);
  return Number.isFinite(time) ? time : undefined;
}

/** A buffer holds at most fifteen minutes; the rest is for clocks and for what came late. */
const marginMilliseconds = 3_600_000;

/**
 * The objects that may hold records received between `since` and `until` (milliseconds since the epoch), in the order of
 * their names, which is that of their hours; from the key `from` on, that one included.
 */
export async function* listArchive(
  client: S3Client,
  { bucket, prefix }: ArchiveLocation,
  { since, until, from }: { since: number; until: number; from: string | undefined },
): AsyncIterable<ArchiveObject> {
  const firstHour = prefix + hourFolder(since - marginMilliseconds);
  const lastHour = prefix + hourFolder(until + marginMilliseconds);
  // Listing begins behind a key: the shortest text before the one wanted is that without its last character.
  let StartAfter = (from ?? firstHour).slice(0, -1);
  for (;;) {
    const { Contents = [], IsTruncated } = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, StartAfter }),
    );
    for (const { Key: key = '', Size: bytes = 0 } of Contents) {
      StartAfter = key;
      if (key.slice(0, lastHour.length) > lastHour) return;
      const time = objectTime(key);
      if ((from === undefined || key >= from) && key >= firstHour && time !== undefined) yield { key, time, bytes };
    }
    if (!IsTruncated) return;
  }
}

/** As Firehose names folders: `yyyy/MM/dd/HH/`. */
function hourFolder(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/')}/`;
}

/** What is fetched at once: a connection held open for as long as a slow replay takes would be closed. */
const partBytes = 4 << 20;
const chunkBytes = 256 << 10;

/** The object's content, unpacked, in chunks; memory does not grow with its size. Throws, naming it, when it is damaged. */
export async function* readArchiveObject(
  client: S3Client,
  bucket: string,
  { key, bytes }: Pick<ArchiveObject, 'key' | 'bytes'>,
): AsyncIterable<Buffer> {
  if (bytes === 0) return;
  const parts = Readable.from(partsOf(client, bucket, key, bytes), { objectMode: false });
  if (!key.endsWith('.gz')) {
    yield* parts;
    return;
  }
  const unpacked = createGunzip({ chunkSize: chunkBytes });
  parts.on('error', (error) => unpacked.destroy(error));
  try {
    for await (const chunk of parts.pipe(unpacked)) yield chunk as Buffer;
  } catch (error) {
    const isZlib = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
    throw isZlib ? new Error(`s3://${bucket}/${key} is damaged: ${error.message}`, { cause: error }) : error;
  } finally {
    parts.destroy();
  }
}

async function* partsOf(client: S3Client, Bucket: string, Key: string, bytes: number): AsyncIterable<Uint8Array> {
  let IfMatch: string | undefined;
  for (let start = 0; start < bytes; start += partBytes) {
    const Range = `bytes=${start}-${Math.min(start + partBytes, bytes) - 1}`;
    const { Body, ETag } = await client
      .send(new GetObjectCommand({ Bucket, Key, Range, IfMatch }))
      .catch((error: Error) => {
        throw new Error(`s3://${Bucket}/${Key}: ${error.message}`, { cause: error });
      });
    IfMatch = ETag;
    if (Body === undefined) throw new Error(`s3://${Bucket}/${Key} has no content`);
    yield await Body.transformToByteArray();
  }
}
