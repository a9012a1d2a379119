import type { FailedRecord } from './failed-batch.ts';
import type { LoaderAnswer } from './loaders.ts';

export interface SentBatch {
  readonly replayed: number;
  readonly failed: readonly FailedRecord[];
  /** What the function said when it took nothing more at all; undefined: it took the batch, but for what it named. */
  readonly message: string | undefined;
}

/** A function that names this many records of one batch, one call after the other, takes none of it. */
const maxCallsWithFailures = 20;

/**
 * Sends records to the function, in order, until it has taken each of them or said that it cannot: what it names is left
 * behind and the rest goes on, as nothing waits behind them here.
 */
export async function sendBatch(
  records: readonly FailedRecord[],
  send: (records: readonly FailedRecord[]) => Promise<LoaderAnswer>,
): Promise<SentBatch> {
  const failed: FailedRecord[] = [];
  let replayed = 0;
  let rest = records;
  for (let calls = 1; rest.length > 0; calls++) {
    const answer = await send(rest);
    if (answer.kind === 'done') return { replayed: replayed + rest.length, failed, message: undefined };
    if (answer.kind === 'failed') return { replayed, failed: [...failed, ...rest], message: answer.message };
    const lowest = Math.min(...answer.failed);
    replayed += lowest;
    const named = rest.filter((_, index) => answer.failed.has(index));
    failed.push(...named);
    // The function stops at what it cannot take: whether it took something behind that, it does not say.
    rest = rest.filter((_, index) => index > lowest && !answer.failed.has(index));
    if (calls === maxCallsWithFailures)
      return { replayed, failed: [...failed, ...rest], message: `${failed.length} records one after the other failed` };
  }
  return { replayed, failed, message: undefined };
}
