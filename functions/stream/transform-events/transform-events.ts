import type {
  FirehoseTransformationEventRecord,
  FirehoseTransformationResult,
  FirehoseTransformationResultRecord,
} from 'aws-lambda';
import type { Application } from './applications.ts';
import { judge } from './judge.ts';
import { quotedMetadata } from './metadata.ts';
import { type ReadRecord, readRecord } from './read-record.ts';
import { receivedAt } from './received-at.ts';
import { Response } from './response.ts';
import { acceptedRow, occurredAt, quarantinedRow } from './row.ts';
import { Tally } from './tally.ts';
import { utcDate } from './utc-time.ts';

export interface TransformOptions {
  /** The application if it is known to be registered; undefined does not mean that it is not. */
  readonly knownApplication: (id: string) => Application | undefined;
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

type Source = FirehoseTransformationEventRecord;

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
  const response = new Response(records, options.responseLimitBytes);
  const tally = new Tally();
  const processedAt = new Date(options.now).toISOString();
  const answer = (index: number, source: Source, record: ReadRecord, application: Application | undefined) => {
    const { reason, row, keys } = rowOf(record, source, application, processedAt, options);
    if (response.add(index, source, row, keys)) {
      tally.add(reason, application === undefined ? undefined : record.applicationId);
    } else {
      response.fail(index, source);
      tally.add('response_full');
    }
  };

  // What can be answered is, at once: a batch that is kept whole as parsed objects costs the garbage collector dearly.
  const waiting: { readonly index: number; readonly source: Source; readonly record: ReadRecord }[] = [];
  for (const [index, source] of records.entries()) {
    const record = readRecord(source.data);
    if (typeof record === 'string') {
      response.fail(index, source);
      tally.add(record);
      continue;
    }
    const application = options.knownApplication(record.applicationId);
    if (application === undefined) waiting.push({ index, source, record });
    else answer(index, source, record, application);
  }
  if (waiting.length > 0) {
    const applications = await options.findApplications(new Set(waiting.map(({ record }) => record.applicationId)));
    for (const { index, source, record } of waiting) {
      answer(index, source, record, applications.get(record.applicationId));
    }
  }
  return { result: { records: response.finish() }, tally };
}

function rowOf(
  record: ReadRecord,
  source: Source,
  application: Application | undefined,
  processedAt: string,
  { maxEventAgeDays, now }: TransformOptions,
) {
  const arrival = Number.isFinite(source.approximateArrivalTimestamp)
    ? Math.floor(source.approximateArrivalTimestamp)
    : now;
  const received = receivedAt(record.requestTimeEpoch, arrival, maxEventAgeDays);
  const context = {
    receivedAt: received,
    quotedApplicationName: application?.quotedName,
    asciiApplicationName: application?.ascii !== false,
    quotedMetadata: quotedMetadata(record, source.kinesisRecordMetadata, processedAt),
  };
  const judgement = judge(record.event, application !== undefined, received, maxEventAgeDays);
  if (judgement.outcome === 'quarantined') {
    const row = quarantinedRow(record, judgement, context);
    return { reason: judgement.reason, row, keys: partitionKeys('quarantined', utcDate(received)) };
  }
  const row = acceptedRow(record, judgement.event, context);
  return {
    reason: judgement.reason,
    row,
    keys: partitionKeys('accepted', utcDate(occurredAt(judgement.event))),
  };
}

type PartitionKeys = FirehoseTransformationResultRecord['metadata'];

const partitions = {
  accepted: new Map<string, PartitionKeys>(),
  quarantined: new Map<string, PartitionKeys>(),
};

/** One object for all records of a partition. */
function partitionKeys(outcome: keyof typeof partitions, date: string): PartitionKeys {
  const known = partitions[outcome].get(date);
  if (known !== undefined) return known;
  if (partitions[outcome].size > 1000) partitions[outcome].clear();
  const keys = { partitionKeys: { outcome, event_date: date } };
  partitions[outcome].set(date, keys);
  return keys;
}
