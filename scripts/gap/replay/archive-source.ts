import { S3Client } from '@aws-sdk/client-s3';
import type { Connection } from '../connection.ts';
import { type ArchiveObject, listArchive, parseArchiveLocation, readArchiveObject } from './archive-objects.ts';
import { RecordSplitter } from './record-splitter.ts';
import type { Candidate, Position, Selection, Source } from './source.ts';
import {
  isReplayed,
  markReplayed,
  partitionKeyOf,
  readStreamRecord,
  requestTime,
  type StreamRecord,
} from './stream-record.ts';
import { isWithin } from './window.ts';

/** Every record as it entered, but for those that a replay put there: what they were made from is there as well. */
export class ArchiveSource implements Source {
  readonly skipReason = 'an earlier replay sent them, and what it sent them from is in the archive too';
  readonly #connection: Connection;
  readonly #selection: Selection;

  constructor(connection: Connection, selection: Selection) {
    this.#connection = connection;
    this.#selection = selection;
  }

  async *candidates(position: Position | undefined): AsyncIterable<Candidate> {
    const { bucket, prefix } = parseArchiveLocation(this.#connection.outputs.ArchivePrefix);
    // A bucket's name in the host name is nothing that a local address could have.
    const client = new S3Client({ ...this.#connection.clientSettings, forcePathStyle: this.#connection.local });
    const from = position === undefined ? undefined : String(position.key);
    for await (const object of listArchive(client, { bucket, prefix }, { ...this.#selection, from })) {
      let done = 0;
      const before = object.key === from ? Number(position?.records ?? 0) : 0;
      for await (const bytes of recordsOf(readArchiveObject(client, bucket, object))) {
        done += 1;
        if (done <= before) continue;
        yield { position: { key: object.key, records: done }, record: archivedRecord(bytes, object, this.#selection) };
      }
    }
  }
}

export async function* recordsOf(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const splitter = new RecordSplitter();
  for await (const chunk of chunks) yield* splitter.add(chunk);
  yield* splitter.end();
}

/** `other`: it is of another time or application. What holds no event goes back byte for byte. */
export function archivedRecord(
  bytes: Buffer,
  { time }: Pick<ArchiveObject, 'time'>,
  selection: Selection,
): StreamRecord | 'skipped' | 'other' {
  const read = readStreamRecord(bytes);
  if (typeof read === 'string') {
    if (selection.applicationId !== undefined || !isWithin(selection, time)) return 'other';
    const partitionKey = partitionKeyOf(undefined);
    return { data: bytes, partitionKey, receivedAt: time, reason: read, applicationId: undefined, event: undefined };
  }
  const receivedAt = requestTime(read, time) ?? time;
  const { applicationId, event } = read;
  if (!isWithin(selection, receivedAt)) return 'other';
  if (selection.applicationId !== undefined && selection.applicationId !== applicationId) return 'other';
  if (isReplayed(read)) return 'skipped';
  const data = Buffer.from(markReplayed(read, 'archive', receivedAt));
  return { data, partitionKey: partitionKeyOf(event), receivedAt, reason: '', applicationId, event };
}
