import type { StreamRecord } from '../../kinesis/stream-reader.ts';
import type { Invocation } from '../function-settings.ts';

/** What became of a batch. */
export type Verdict =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'failed';
      /** Index of the first record that is not done; 0: none is. */
      readonly from: number;
      /** As the invocation has it; absent when the function itself named what failed. */
      readonly functionError?: string;
      /** For people. */
      readonly message: string;
    };

const maxMessageLength = 300;

/** `reportsItemFailures`: the function's answer says which records failed. */
export function judgeAnswer(
  { payload, functionError }: Invocation,
  records: readonly StreamRecord[],
  reportsItemFailures: boolean,
): Verdict {
  if (functionError !== undefined) return { kind: 'failed', from: 0, functionError, message: messageIn(payload) };
  if (!reportsItemFailures) return { kind: 'done' };
  const failures = failuresIn(payload);
  if (failures === undefined) return wholeBatch('the answer is no list of batchItemFailures');
  if (failures.length === 0) return { kind: 'done' };
  const indexes = new Map(records.map(({ sequenceNumber }, index) => [sequenceNumber, index]));
  let from = records.length;
  for (const failure of failures) {
    const index = indexes.get(identifierOf(failure));
    if (index === undefined) return wholeBatch('batchItemFailures names a record that the batch does not hold');
    from = Math.min(from, index);
  }
  return { kind: 'failed', from, message: `the function reports ${failures.length} of its records as failed` };
}

/**
 * An empty or null answer, or one whose list is empty or null, is a success; an identifier that is empty, null, missing or
 * unknown fails the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
function failuresIn(payload: string): readonly unknown[] | undefined {
  const answer: unknown = JSON.parse(payload);
  if (answer === null) return [];
  if (typeof answer !== 'object' || Array.isArray(answer)) return undefined;
  const failures = 'batchItemFailures' in answer ? (answer.batchItemFailures ?? []) : [];
  return Array.isArray(failures) ? failures : undefined;
}

function identifierOf(failure: unknown): string {
  const named = typeof failure === 'object' && failure !== null && 'itemIdentifier' in failure;
  return named && typeof failure.itemIdentifier === 'string' ? failure.itemIdentifier : '';
}

function wholeBatch(message: string): Verdict {
  return { kind: 'failed', from: 0, message };
}

function messageIn(payload: string): string {
  try {
    const { errorMessage }: { errorMessage?: unknown } = JSON.parse(payload);
    if (typeof errorMessage === 'string') return errorMessage.slice(0, maxMessageLength);
  } catch {
    // Said below.
  }
  return payload.slice(0, maxMessageLength);
}
