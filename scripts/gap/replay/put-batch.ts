import type { StreamRecord } from './stream-record.ts';

/** Puts records in one call: an error code for each that the stream did not take. Throws when it refuses the call. */
export type Put = (records: readonly StreamRecord[]) => Promise<readonly (string | undefined)[]>;

export interface PutSettings {
  readonly put: Put;
  /** Called each time the stream takes less than it was given. */
  readonly onThrottled: () => void;
  /** Waits before the next attempt, which is counted from 1. */
  readonly pause: (attempt: number) => Promise<void>;
}

export interface PutResult {
  readonly accepted: number;
  /** What the stream will never take, with the reason. */
  readonly refused: readonly { readonly record: StreamRecord; readonly reason: string }[];
}

/** The stream does not answer, or takes nothing, for longer than is worth waiting. */
export class StreamBusy extends Error {
  /** Not even an answer came. */
  readonly silent: boolean;
  constructor(reason: string, silent: boolean) {
    super(reason);
    this.silent = silent;
  }
}

/** With the pauses between them more than a minute. */
const attempts = 12;

/**
 * Puts records until the stream has acknowledged each: single ones that it did not take, and calls that were throttled,
 * met a fault or were not answered, are tried again, and only those. A call that is refused for what it holds is halved
 * until the record that is at fault stands alone. Throws StreamBusy when the stream takes nothing any more, and what it
 * says when it refuses the caller.
 */
export async function putBatch(records: readonly StreamRecord[], settings: PutSettings): Promise<PutResult> {
  let pending = records;
  let accepted = 0;
  let last = { reason: '', silent: false };
  for (let attempt = 0; pending.length > 0; attempt++) {
    if (attempt >= attempts) throw new StreamBusy(last.reason, last.silent);
    if (attempt > 0) await settings.pause(attempt);
    try {
      const errors = await settings.put(pending);
      const failed = pending.filter((_, index) => errors[index] !== undefined);
      if (failed.length > 0) settings.onThrottled();
      accepted += pending.length - failed.length;
      last = { reason: errors.find((error) => error !== undefined) ?? '', silent: false };
      pending = failed;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'refused') throw error;
      if (failure.kind === 'content') {
        const { accepted: more, refused } = await halves(pending, failure.reason, settings);
        return { accepted: accepted + more, refused };
      }
      if (failure.kind === 'throttled') settings.onThrottled();
      last = { reason: failure.reason, silent: failure.kind === 'silent' };
    }
  }
  return { accepted, refused: [] };
}

async function halves(records: readonly StreamRecord[], reason: string, settings: PutSettings): Promise<PutResult> {
  const [record] = records;
  if (records.length === 1 && record !== undefined) return { accepted: 0, refused: [{ record, reason }] };
  const middle = Math.ceil(records.length / 2);
  const first = await putBatch(records.slice(0, middle), settings);
  const second = await putBatch(records.slice(middle), settings);
  return { accepted: first.accepted + second.accepted, refused: [...first.refused, ...second.refused] };
}

interface Failure {
  readonly kind: 'throttled' | 'fault' | 'silent' | 'content' | 'refused';
  readonly reason: string;
}

const throttles = new Set([
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'ServiceUnavailableException',
  'ThrottlingException',
  'KMSThrottlingException',
]);
const complaints = new Set(['InvalidArgumentException', 'ValidationException', 'SerializationException']);

/** What a call's error means, by its name and the status of the answer; none: nothing answered. */
function failureOf(error: unknown): Failure {
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  const reason = `${name}: ${message}`;
  const metadata: unknown = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  if (throttles.has(name) || status === 429) return { kind: 'throttled', reason };
  if (complaints.has(name) || status === 413) return { kind: 'content', reason };
  if (typeof status === 'number') return { kind: status >= 500 ? 'fault' : 'refused', reason };
  // Without credentials or a region there is no call that could be answered.
  return { kind: isNetworkError(error) ? 'silent' : 'refused', reason: message || name };
}

function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return (
    /^(E[A-Z]+|ERR_HTTP2_.*|UND_ERR_.*)$/.test(code) ||
    /timeout|socket|network|aborted/i.test(error.name + error.message)
  );
}
