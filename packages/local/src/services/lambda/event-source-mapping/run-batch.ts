import { randomUUID } from 'node:crypto';
import { errorMessage } from '../../../error-message.ts';
import type { StreamRecord } from '../../kinesis/stream-reader.ts';
import type { Invocation } from '../function-settings.ts';
import { judgeAnswer, type Verdict } from './batch-answer.ts';
import type { Condition, GivenUp, LastAttempt } from './failure-record.ts';
import { eventOf, maxPayloadBytes } from './lambda-event.ts';
import type { MappingSettings } from './mapping-settings.ts';

export interface BatchDependencies {
  readonly settings: MappingSettings;
  /** Milliseconds since the epoch. */
  now(): number;
  isClosed(): boolean;
  /** Rejects when no invocation was made: too many at once, no such function, the mapping is closed. */
  invoke(payload: string): Promise<Invocation>;
  /** Waits before a batch is tried again, by the number of the attempt that failed. Rejects when the mapping is closed. */
  pause(attempt: number): Promise<void>;
  /** Resolves when it is known for good that the records were given up. */
  giveUp(batch: GivenUp): Promise<void>;
  /** These records need nothing more; resolves when that is on disk. */
  onDone(records: readonly StreamRecord[]): Promise<void>;
  onFailure(message: string): void;
}

interface Batch {
  readonly records: readonly StreamRecord[];
  /** Invocations that failed. Splitting does not count as one: its parts go on with their batch's number. */
  readonly attempts: number;
  readonly last?: LastAttempt;
}

/**
 * Takes a batch to its end: every record is done, or given up. In their order, so that nothing overtakes what fails.
 *
 * - A failed batch is tried again, all of it, `retries` times; with `bisects` it is split in two first, until one record is left.
 * - A function that names the first record which failed is done with those before it: only the rest is tried again, from
 *   the first attempt. When it is the first record of all, the batch has failed like any other.
 * - An invocation that was not made (throttling) does not count as an attempt.
 * - Records older than `maxRecordAgeSeconds` are given up before the next attempt.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export async function runBatch(records: readonly StreamRecord[], dependencies: BatchDependencies): Promise<void> {
  const waiting: Batch[] = [{ records, attempts: 0 }];
  for (let batch = waiting.pop(); batch; batch = waiting.pop()) {
    const fresh = await giveUpOld(batch, dependencies);
    if (fresh.records.length > 0) waiting.push(...(await attempt(fresh, dependencies)).reverse());
  }
}

/** What is left to do, in order. */
async function attempt({ records, attempts, last }: Batch, dependencies: BatchDependencies): Promise<Batch[]> {
  const { settings } = dependencies;
  const answer = await invoke(records, dependencies);
  if (answer === 'not made') {
    await dependencies.pause(attempts + 1);
    return [{ records, attempts, last }];
  }
  const { verdict, requestId } = answer;
  if (verdict.kind === 'done') {
    await dependencies.onDone(records);
    return [];
  }
  dependencies.onFailure(verdict.message);
  if (verdict.from > 0) {
    await dependencies.onDone(records.slice(0, verdict.from));
    return [{ records: records.slice(verdict.from), attempts: 0 }];
  }
  const { functionError } = verdict;
  const failed = { records, attempts: attempts + 1, last: { requestId, functionError } };
  if (settings.bisects && records.length > 1) {
    const middle = Math.ceil(records.length / 2);
    return [records.slice(0, middle), records.slice(middle)].map((half) => ({ ...failed, records: half, attempts }));
  }
  if (failed.attempts > settings.retries) {
    await giveUp(failed, 'RetryAttemptsExhausted', dependencies);
    return [];
  }
  await dependencies.pause(failed.attempts);
  return [failed];
}

async function invoke(
  records: readonly StreamRecord[],
  { settings, invoke, isClosed, onFailure }: BatchDependencies,
): Promise<{ verdict: Verdict; requestId: string } | 'not made'> {
  const payload = eventOf(records, settings);
  const bytes = Buffer.byteLength(payload);
  if (bytes > maxPayloadBytes) {
    const message = `an event of ${bytes} bytes is more than a function takes`;
    return { verdict: { kind: 'failed', from: 0, message }, requestId: randomUUID() };
  }
  try {
    const invocation = await invoke(payload);
    return {
      verdict: judgeAnswer(invocation, records, settings.reportsItemFailures),
      requestId: invocation.requestId,
    };
  } catch (error) {
    if (isClosed()) throw error;
    onFailure(errorMessage(error));
    return 'not made';
  }
}

/** Arrival only grows within a shard, so that the old ones stand in front. */
async function giveUpOld(batch: Batch, dependencies: BatchDependencies): Promise<Batch> {
  const oldest = dependencies.now() - dependencies.settings.maxRecordAgeSeconds * 1000;
  const firstFresh = batch.records.findIndex(({ arrival }) => arrival >= oldest);
  const count = firstFresh < 0 ? batch.records.length : firstFresh;
  await giveUp({ ...batch, records: batch.records.slice(0, count) }, 'RecordAgeExceeded', dependencies);
  return { ...batch, records: batch.records.slice(count) };
}

async function giveUp(
  { records, attempts, last }: Batch,
  condition: Condition,
  dependencies: BatchDependencies,
): Promise<void> {
  const [first, ...others] = records;
  if (!first) return;
  await dependencies.giveUp({ records: [first, ...others], condition, attempts, last });
  await dependencies.onDone(records);
}
