import { decode, Encoder, Tag } from 'cbor-x';
import { expect, test } from 'vitest';
import { Bytes } from '../../../src/services/bytes.ts';
import { decodeCbor, encodeCbor } from '../../../src/services/kinesis/cbor.ts';

const encoder = new Encoder({ useRecords: false, tagUint8Array: false });

test('blobs are byte strings, timestamps are milliseconds as integers under tag 1', () => {
  const body = encodeCbor({
    Records: [{ Data: new Bytes(Buffer.from('hi')), ApproximateArrivalTimestamp: 1_700_000_000.123 }],
    Absent: undefined,
  });
  const hex = body.toString('hex');
  expect(hex).toContain('426869');
  expect(hex).toContain('c11b0000018bcfe5687b');
  expect(hex).not.toContain(Buffer.from('Absent').toString('hex'));
  expect(hex.startsWith('b9') || hex.startsWith('a1')).toBe(true);
});

test("what Java's SDK sends becomes what JSON would hold, with bytes for blobs", () => {
  const body = encoder.encode({
    StreamName: 'events',
    Records: [{ Data: Buffer.from([0, 255]), PartitionKey: 'é' }],
    Timestamp: new Tag(1_700_000_000_123n, 1),
    Limit: 10_000n,
    StreamARN: null,
  });
  expect(decodeCbor(body)).toEqual({
    StreamName: 'events',
    Records: [{ Data: Buffer.from([0, 255]), PartitionKey: 'é' }],
    Timestamp: 1_700_000_000.123,
    Limit: 10_000,
    StreamARN: null,
  });
  expect(decodeCbor(new Uint8Array())).toEqual({});
  expect(() => decodeCbor(Uint8Array.of(0xff, 0x00))).toThrow();
});

test('maps of indefinite length, as a streaming writer makes them, are read', () => {
  const body = Buffer.from('bf6a53747265616d4e616d65666576656e7473ff', 'hex');
  expect(decodeCbor(body)).toEqual({ StreamName: 'events' });
  expect(decode(encodeCbor({ a: [1, 'b', true, null] }))).toEqual({ a: [1, 'b', true, null] });
});
