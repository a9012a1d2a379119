import { crc32 } from 'node:zlib';
import { ServiceError } from '../../service.ts';

/** How long an iterator or a page token is good for (AWS: 300 seconds). */
const lifetimeMilliseconds = 300_000;

/** Where a reader stands. `streamCreatedAt` tells a stream from a later one of the same name. */
export interface Position {
  readonly streamName: string;
  readonly streamCreatedAt: number;
  readonly shardId: string;
  readonly offset: number;
}

export function encodeIterator({ streamName, streamCreatedAt, shardId, offset }: Position, now: number): string {
  return seal(['iterator', now, streamName, streamCreatedAt, shardId, offset]);
}

/** Throws InvalidArgumentException for a text that was not made here. */
export function decodeIterator(text: string): Position & { readonly madeAt: number } {
  const [kind, madeAt, streamName, streamCreatedAt, shardId, offset] = unseal(text) ?? [];
  if (kind !== 'iterator') throw new ServiceError('InvalidArgumentException', 'Invalid ShardIterator.');
  return {
    madeAt: Number(madeAt),
    streamName: String(streamName),
    streamCreatedAt: Number(streamCreatedAt),
    shardId: String(shardId),
    offset: Number(offset),
  };
}

export function refuseExpiredIterator(madeAt: number, now: number): void {
  if (now - madeAt <= lifetimeMilliseconds) return;
  throw new ServiceError(
    'ExpiredIteratorException',
    `Iterator expired. The iterator was created at time ${new Date(madeAt).toUTCString()} while right now it is ` +
      `${new Date(now).toUTCString()} which is further in the future than the tolerated delay of ` +
      `${lifetimeMilliseconds} milliseconds.`,
  );
}

/** Where a list goes on: after `last`, in the stream `streamName` where it is one of a stream's parts. */
export interface Page {
  readonly last: string;
  readonly streamName: string;
  readonly filter?: string;
}

export function encodeToken(list: string, { last, streamName, filter }: Page, now: number): string {
  return seal([list, now, last, streamName, filter ?? '']);
}

/** Throws InvalidArgumentException for another list's token, ExpiredNextTokenException after 300 seconds. */
export function decodeToken(list: string, text: string, now: number): Page {
  const [kind, madeAt, last, streamName, filter] = unseal(text) ?? [];
  if (kind !== list) throw new ServiceError('InvalidArgumentException', 'Invalid NextToken.');
  if (now - Number(madeAt) > lifetimeMilliseconds) {
    throw new ServiceError('ExpiredNextTokenException', 'The pagination token passed to the operation is expired.');
  }
  return { last: String(last), streamName: String(streamName), filter: String(filter) };
}

/** The checksum only keeps texts that were cut or mistyped from being taken for another place. */
function seal(parts: readonly unknown[]): string {
  const json = JSON.stringify(parts);
  return Buffer.from(`${json}${crc32(json).toString(16).padStart(8, '0')}`).toString('base64');
}

function unseal(text: string): readonly unknown[] | undefined {
  const content = Buffer.from(text, 'base64').toString();
  const json = content.slice(0, -8);
  if (content.length < 9 || crc32(json).toString(16).padStart(8, '0') !== content.slice(-8)) return undefined;
  const parts: unknown = JSON.parse(json);
  return Array.isArray(parts) ? parts : undefined;
}
