import { crc32 } from 'node:zlib';

/** A running checksum: bytes in, base64 of the big-endian value out, as `x-amz-checksum-…` carries it. */
export interface Checksum {
  update(chunk: Buffer): void;
  digest(): string;
}

export function crc32Checksum(): Checksum {
  let value = 0;
  return {
    update: (chunk) => {
      value = crc32(chunk, value);
    },
    digest: () => bigEndian(value),
  };
}

const castagnoli = table32(0x82f63b78);

/** CRC-32C (Castagnoli): https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
export function crc32cChecksum(): Checksum {
  let value = 0xffffffff;
  return {
    update: (chunk) => {
      for (const byte of chunk) value = (value >>> 8) ^ (castagnoli[(value ^ byte) & 255] ?? 0);
    },
    digest: () => bigEndian((value ^ 0xffffffff) >>> 0),
  };
}

const [nvmeHigh, nvmeLow] = table64(0x9a6c9329ac4bc9b5n);

/** CRC-64/NVME, in two halves of 32 bits: numbers are many times faster here than BigInt. */
export function crc64NvmeChecksum(): Checksum {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update: (chunk) => {
      for (const byte of chunk) {
        const index = (low ^ byte) & 255;
        low = ((low >>> 8) | (high << 24)) ^ (nvmeLow[index] ?? 0);
        high = (high >>> 8) ^ (nvmeHigh[index] ?? 0);
      }
    },
    digest: () => bigEndian((high ^ 0xffffffff) >>> 0, (low ^ 0xffffffff) >>> 0),
  };
}

function bigEndian(...words: number[]): string {
  const bytes = Buffer.alloc(4 * words.length);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word >>> 0, 4 * index);
  return bytes.toString('base64');
}

function table32(polynomial: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    return value;
  });
}

function table64(polynomial: bigint): [Int32Array, Int32Array] {
  const high = new Int32Array(256);
  const low = new Int32Array(256);
  for (let index = 0; index < 256; index++) {
    let value = BigInt(index);
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    high[index] = Number(value >> 32n) | 0;
    low[index] = Number(value & 0xffffffffn) | 0;
  }
  return [high, low];
}
