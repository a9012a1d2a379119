import { ServiceError } from '../../../service.ts';
import { validation } from '../engine/refusal.ts';

/** Where reading goes on in a shard. */
export interface ShardPosition {
  readonly streamArn: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** Whether the record of the sequence number is read too. */
  readonly isInclusive: boolean;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html */
const lifetimeMs = 15 * 60_000;

export function encodeIterator(position: ShardPosition, now: number): string {
  const { streamArn, shardId, sequenceNumber, isInclusive } = position;
  const state = JSON.stringify([shardId, sequenceNumber, isInclusive, now]);
  return `${streamArn}|1|${Buffer.from(state).toString('base64url')}`;
}

/** The stream that the iterator names, for the check of permissions. */
export function streamOfIterator(iterator: unknown): string {
  return typeof iterator === 'string' ? (iterator.split('|')[0] ?? '') : '';
}

export function decodeIterator(iterator: unknown, now: number): ShardPosition {
  const state = stateIn(iterator);
  const [shardId, sequenceNumber, isInclusive, issuedAt] = Array.isArray(state) ? state : [];
  if (typeof shardId !== 'string' || !/^\d{21}$/.test(sequenceNumber) || typeof issuedAt !== 'number') {
    throw validation('Invalid ShardIterator');
  }
  if (now - issuedAt > lifetimeMs) {
    throw new ServiceError('ExpiredIteratorException', 'The shard iterator has expired: it is valid for 15 minutes.');
  }
  return { streamArn: streamOfIterator(iterator), shardId, sequenceNumber, isInclusive: isInclusive === true };
}

function stateIn(iterator: unknown): unknown {
  if (typeof iterator !== 'string') throw validation("The parameter 'ShardIterator' is required");
  try {
    return JSON.parse(Buffer.from(iterator.split('|')[2] ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
}
