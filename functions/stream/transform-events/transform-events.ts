import type {
  FirehoseTransformationEventRecord,
  FirehoseTransformationResult,
  FirehoseTransformationResultRecord,
} from 'aws-lambda';
import type { Application } from './applications.ts';
import { encodeBase64 } from './base64.ts';
import { judge } from './judge.ts';
import { quotedMetadata } from './metadata.ts';
import { type ReadRecord, readRecord } from './read-record.ts';
import { receivedAt } from './received-at.ts';
import { Response } from './response.ts';
import { acceptedRow, occurredAt, quarantinedRow } from './row.ts';
import { Tally } from './tally.ts';
import { utcDate } from './utc-time.ts';

export interface TransformOptions {
  /** Finds the registered ones of these ids. Throws when it cannot tell: then the whole batch fails and is tried again. */
  readonly findApplications: (ids: ReadonlySet<string>) => Promise<ReadonlyMap<string, Application>>;
  readonly maxEventAgeDays: number;
  /** The time now, in milliseconds since the epoch. */
  readonly now: number;
  readonly responseLimitBytes?: number;
}

export interface Transformed {
  readonly result: FirehoseTransformationResult;
  readonly tally: Tally;
}

/**
 * A batch of Firehose records → one row each: every record is answered once, in the order given, by itself.
 *
 * | outcome | answer |
 * |---|---|
 * | accepted | `Ok`, a row of raw_events, partition keys `outcome: accepted` and the UTC day on which it happened |
 * | quarantined | `Ok`, a row of quarantined_events, `outcome: quarantined` and the UTC day of receipt |
 * | failed | `ProcessingFailed` with the data as it came: Firehose puts it under the error prefix |
 *
 * What a record holds cannot make this throw; only a look-up that fails can.
 */
export async function transformEvents(
  records: readonly FirehoseTransformationEventRecord[],
  options: TransformOptions,
): Promise<Transformed> {
  const read = records.map(({ data }) => readRecord(data));
  const ids = new Set<string>();
  for (const record of read) if (typeof record !== 'string') ids.add(record.applicationId);
  const applications = await options.findApplications(ids);

  const response = new Response(records, options.responseLimitBytes);
  const tally = new Tally();
  const processedAt = new Date(options.now).toISOString();
  for (const [index, source] of records.entries()) {
    const record = read[index];
    if (record === undefined || typeof record === 'string') {
      response.fail(source);
      tally.add(record ?? 'not_json');
      continue;
    }
    const application = applications.get(record.applicationId);
    const { reason, row, ascii, keys } = rowOf(record, source, application, processedAt, options);
    if (response.add(source, encodeBase64(row, ascii), keys)) {
      tally.add(reason, application === undefined ? undefined : record.applicationId);
    } else {
      response.fail(source);
      tally.add('response_full');
    }
  }
  return { result: { records: response.records }, tally };
}

function rowOf(
  record: ReadRecord,
  source: FirehoseTransformationEventRecord,
  application: Application | undefined,
  processedAt: string,
  { maxEventAgeDays, now }: TransformOptions,
) {
  const arrival = Number.isFinite(source.approximateArrivalTimestamp) ? source.approximateArrivalTimestamp : now;
  const received = receivedAt(record.requestTimeEpoch, arrival, maxEventAgeDays);
  const context = {
    receivedAt: received,
    quotedApplicationName: application?.quotedName,
    quotedMetadata: quotedMetadata(record, source.kinesisRecordMetadata, processedAt),
  };
  const ascii = record.plain && application?.ascii !== false;
  const judgement = judge(record.event, application !== undefined, received, maxEventAgeDays);
  if (judgement.outcome === 'quarantined') {
    const row = quarantinedRow(record, judgement, context);
    return { reason: judgement.reason, row, ascii, keys: partitionKeys('quarantined', utcDate(received)) };
  }
  const row = acceptedRow(record, judgement.event, context);
  return {
    reason: judgement.reason,
    row,
    ascii,
    keys: partitionKeys('accepted', utcDate(occurredAt(judgement.event))),
  };
}

const knownKeys = new Map<string, FirehoseTransformationResultRecord['metadata']>();

/** One object for all records of a partition. */
function partitionKeys(outcome: string, date: string): FirehoseTransformationResultRecord['metadata'] {
  const name = outcome + date;
  const known = knownKeys.get(name);
  if (known !== undefined) return known;
  if (knownKeys.size > 1000) knownKeys.clear();
  const keys = { partitionKeys: { outcome, event_date: date } };
  knownKeys.set(name, keys);
  return keys;
}
