import { hash } from 'node:crypto';

/** A range of 128-bit hash keys, both ends inside; 32 hexadecimal digits each, so that they compare as text. */
export interface HashRange {
  readonly from: string;
  readonly to: string;
}

const keys = 1n << 128n;

/** Partition keys come again and again: looking one up costs a fifth of its MD5. */
const known = new Map<string, string>();
const maxKnown = 8192;

/** The MD5 of a partition key decides on the shard. */
export function hashOfPartitionKey(partitionKey: string): string {
  let hashKey = known.get(partitionKey);
  if (hashKey === undefined) {
    hashKey = hash('md5', partitionKey, 'hex');
    if (known.size >= maxKnown) known.clear();
    known.set(partitionKey, hashKey);
  }
  return hashKey;
}

/** A decimal hash key as the API has it; undefined when it is not below 2^128. */
export function hashOfDecimal(decimal: string): string | undefined {
  const value = BigInt(decimal);
  return value < keys ? hex(value) : undefined;
}

export function decimalOf(hashKey: string): string {
  return BigInt(`0x${hashKey}`).toString();
}

/** The key just before or after; `by` is 1 or -1. */
export function neighbour(hashKey: string, by: 1 | -1): string {
  return hex(BigInt(`0x${hashKey}`) + BigInt(by));
}

/** `count` equal parts of all hash keys; the last one takes the remainder. */
export function uniformRanges(count: number): HashRange[] {
  const width = keys / BigInt(count);
  return Array.from({ length: count }, (_, index) => {
    const from = width * BigInt(index);
    return { from: hex(from), to: hex(index === count - 1 ? keys - 1n : from + width - 1n) };
  });
}

function hex(value: bigint): string {
  return value.toString(16).padStart(32, '0');
}
