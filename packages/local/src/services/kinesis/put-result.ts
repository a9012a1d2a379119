import { ServiceError } from '../../service.ts';
import type { Shard } from './shard.ts';

/** What became of one record of a put. */
export type PutResult =
  | { readonly SequenceNumber: string; readonly ShardId: string }
  | { readonly error: ServiceError };

/** The records of one put that go to one shard, by their positions in the put. */
export interface Append {
  readonly shard: Shard;
  readonly positions: readonly number[];
  /** Resolves with the offset of the first record. */
  readonly appended: Promise<number>;
}

/** Writes each record's outcome to `results` once all are known: nothing is allocated that would have to wait. */
export async function settleAppends(appends: readonly Append[], results: PutResult[]): Promise<PutResult[]> {
  const outcomes = await Promise.allSettled(appends.map(({ appended }) => appended));
  for (const [index, { shard, positions }] of appends.entries()) {
    const outcome = outcomes[index];
    if (outcome?.status === 'fulfilled') {
      let offset = outcome.value;
      for (const position of positions) {
        results[position] = { SequenceNumber: shard.sequence.of(offset++), ShardId: shard.id };
      }
    } else {
      const error = new ServiceError('InternalFailure', `The records could not be stored: ${outcome?.reason}`, 500);
      for (const position of positions) results[position] = { error };
    }
  }
  return results;
}
