const mask = (1n << 64n) - 1n;
const [prime1, prime2, prime3] = [0x9e3779b185ebca87n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n];
const [prime4, prime5] = [0x85ebca77c2b2ae63n, 0x27d4eb2f165667c5n];

const times = (a: bigint, b: bigint) => (a * b) & mask;
const plus = (a: bigint, b: bigint) => (a + b) & mask;
const rotate = (a: bigint, bits: bigint) => ((a << bits) | (a >> (64n - bits))) & mask;
const round = (sum: bigint, lane: bigint) => times(rotate(plus(sum, times(lane, prime2)), 31n), prime1);
const merge = (hash: bigint, sum: bigint) => plus(times(hash ^ round(0n, sum), prime1), prime4);

/** XXH64 with seed 0 as 16 hexadecimal digits: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md */
export function xxHash64(bytes: Uint8Array): string {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let hash = prime5;
  if (data.length >= 32) {
    const sums: [bigint, bigint, bigint, bigint] = [plus(prime1, prime2), prime2, 0n, plus(0n, mask - prime1 + 1n)];
    for (; at + 32 <= data.length; at += 32) {
      for (const lane of [0, 1, 2, 3] as const) sums[lane] = round(sums[lane], data.readBigUInt64LE(at + lane * 8));
    }
    const [a, b, c, d] = sums;
    hash = plus(plus(rotate(a, 1n), rotate(b, 7n)), plus(rotate(c, 12n), rotate(d, 18n)));
    for (const sum of sums) hash = merge(hash, sum);
  }
  hash = plus(hash, BigInt(data.length));
  for (; at + 8 <= data.length; at += 8) {
    hash = plus(times(rotate(hash ^ round(0n, data.readBigUInt64LE(at)), 27n), prime1), prime4);
  }
  if (at + 4 <= data.length) {
    hash = plus(times(rotate(hash ^ times(BigInt(data.readUInt32LE(at)), prime1), 23n), prime2), prime3);
    at += 4;
  }
  for (; at < data.length; at++) hash = times(rotate(hash ^ times(BigInt(data[at] ?? 0), prime5), 11n), prime1);
  hash = times(hash ^ (hash >> 33n), prime2);
  hash = times(hash ^ (hash >> 29n), prime3);
  return (hash ^ (hash >> 32n)).toString(16).padStart(16, '0');
}
