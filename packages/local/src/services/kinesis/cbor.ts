import { Decoder, Encoder, Tag } from 'cbor-x';
import { Bytes } from '../bytes.ts';

const encoder = new Encoder({ useRecords: false, tagUint8Array: false, variableMapSize: true });
// `int64AsNumber` is documented, but not in the package's types.
const decoderOptions = { useRecords: false, mapsAsObjects: true, int64AsNumber: true };
const decoder = new Decoder(decoderOptions);
const timestampTag = 1;

/**
 * Reads a body of `application/x-amz-cbor-1.1` into what the JSON protocol would give, with bytes for blobs. Java's SDK
 * tags timestamps as epoch times but counts them in milliseconds; they become seconds. Throws for what is not CBOR.
 */
export function decodeCbor(body: Uint8Array): unknown {
  return body.length === 0 ? {} : fromCbor(decoder.decode(body));
}

/** Writes an action's output. Members named `…Timestamp` become epoch milliseconds under tag 1, as Java's SDK reads them. */
export function encodeCbor(output: unknown): Buffer {
  return Buffer.from(encoder.encode(toCbor(output)));
}

function fromCbor(value: unknown): unknown {
  // The decoder took the tagged number for seconds.
  if (value instanceof Date) return value.getTime() / 1_000_000;
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(fromCbor);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fromCbor(member)]));
}

function toCbor(value: unknown): unknown {
  if (value instanceof Bytes) return value.buffer;
  if (Array.isArray(value)) return value.map(toCbor);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    members.map(([name, member]) => [name, isTimestamp(name, member) ? tagged(member) : toCbor(member)]),
  );
}

function isTimestamp(name: string, value: unknown): value is number {
  return typeof value === 'number' && name.endsWith('Timestamp');
}

/** As an integer: what is not one would be written as a float, which Java's reader of dates does not take. */
function tagged(seconds: number): Tag {
  return new Tag(BigInt(Math.round(seconds * 1000)), timestampTag);
}
