import type { FirehoseTransformationEventRecord, FirehoseTransformationResult } from 'aws-lambda';
import type { Application } from '../../event/applications.ts';
import type { Judging } from '../../event/environment.ts';
import { eventRow } from '../../event/event-row.ts';
import { type ReadRecord, readRecord } from '../../event/read-record.ts';
import { Tally } from '../../event/tally.ts';
import { utcDate } from '../../event/utc-time.ts';
import { type PartitionOf, partitionsAt } from './partition-keys.ts';
import { Response } from './response.ts';

export interface TransformOptions {
  /** The application if it is known to be registered; undefined does not mean that it is not. */
  readonly knownApplication: (id: string) => Application | undefined;
  /** Finds the registered ones of these ids. Throws when it cannot tell: then the whole batch fails and is tried again. */
  readonly findApplications: (ids: ReadonlySet<string>) => Promise<ReadonlyMap<string, Application>>;
  readonly judging: Judging;
  /** The time now, in milliseconds since the epoch. */
  readonly now: number;
  readonly responseLimitBytes?: number;
}

export interface Transformed {
  readonly result: FirehoseTransformationResult;
  readonly tally: Tally;
}

type Source = FirehoseTransformationEventRecord;

/** What all records of a batch have in common. */
interface Batch {
  readonly judging: Judging;
  readonly now: number;
  readonly processedAt: string;
  readonly partitionOf: PartitionOf;
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
 * The third partition key, `delivered_hour`, is the UTC hour in which this ran. What a record holds cannot make this
 * throw; only a look-up that fails can.
 */
export async function transformEvents(
  records: readonly FirehoseTransformationEventRecord[],
  options: TransformOptions,
): Promise<Transformed> {
  const { judging, now } = options;
  const batch = { judging, now, processedAt: new Date(now).toISOString(), partitionOf: partitionsAt(now) };
  const response = new Response(records, options.responseLimitBytes);
  const tally = new Tally();
  const answer = (index: number, source: Source, record: ReadRecord, application: Application | undefined) => {
    const { reason, row, keys } = rowOf(record, source, application, batch);
    if (response.add(index, source, row, keys)) {
      tally.addEvent(reason, application && record.beside.applicationId, record.event.event_type);
    } else {
      response.fail(index, source);
      tally.addFailure('response_full');
    }
  };

  // What can be answered is, at once: a batch that is kept whole as parsed objects costs the garbage collector dearly.
  const waiting: { readonly index: number; readonly source: Source; readonly record: ReadRecord }[] = [];
  for (const [index, source] of records.entries()) {
    const record = readRecord(source.data);
    if (typeof record === 'string') {
      response.fail(index, source);
      tally.addFailure(record);
      continue;
    }
    const application = options.knownApplication(record.beside.applicationId);
    if (application === undefined) waiting.push({ index, source, record });
    else answer(index, source, record, application);
  }
  if (waiting.length > 0) {
    const applications = await options.findApplications(
      new Set(waiting.map(({ record }) => record.beside.applicationId)),
    );
    for (const { index, source, record } of waiting) {
      answer(index, source, record, applications.get(record.beside.applicationId));
    }
  }
  return { result: { records: response.finish() }, tally };
}

function rowOf(record: ReadRecord, source: Source, application: Application | undefined, batch: Batch) {
  const at = Number.isFinite(source.approximateArrivalTimestamp)
    ? Math.floor(source.approximateArrivalTimestamp)
    : batch.now;
  const arrival = { at, position: source.kinesisRecordMetadata };
  const { judgement, receivedAt, row } = eventRow(record, arrival, application, batch);
  const day = utcDate(judgement.outcome === 'accepted' ? judgement.occurredAt : receivedAt);
  return { reason: judgement.reason, row, keys: batch.partitionOf(judgement.outcome, day) };
}
