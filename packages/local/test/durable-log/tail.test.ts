import { expect, test } from 'vitest';
import { encodeFrame, headerOf, sealFrame } from '../../src/durable-log/frame.ts';
import { Tail } from '../../src/durable-log/tail.ts';

/** A frame of two entries whose data say their offsets. */
function push(tail: Tail, firstOffset: number, bytes: number): void {
  const entries = [firstOffset, firstOffset + 1].map((offset) => {
    return { key: `k${offset}`, data: Buffer.alloc(bytes, `${offset},`), time: offset };
  });
  const { frame } = encodeFrame(entries, 0);
  sealFrame(frame, firstOffset);
  tail.push(headerOf(frame), frame);
}

/** The data of the offsets from `offset` on. */
function read(tail: Tail, offset: number): [number, string][] | undefined {
  const entries = tail.from(offset);
  return entries && Array.from(entries, (entry) => [entry.offset, entry.data.toString().slice(0, 4)]);
}

function dataOf(from: number, to: number): [number, string][] {
  return Array.from({ length: to - from }, (_, index) => [
    from + index,
    `${from + index},${from + index},`.slice(0, 4),
  ]);
}

test('frames of all sizes that go round the memory are read as they came', () => {
  const tail = new Tail(1000);
  let first = 0;
  for (let offset = 0; offset < 2000; offset += 2) {
    push(tail, offset, 10 + ((offset * 7) % 200));
    while (!read(tail, first)) first += 2;
    expect(read(tail, first)).toEqual(dataOf(first, offset + 2));
    expect(first).toBeLessThanOrEqual(offset);
  }
});

test('what was read stays as it is when the memory is written over', () => {
  const tail = new Tail(500);
  push(tail, 0, 100);
  const kept = Array.from(tail.from(0) ?? []);
  for (let offset = 2; offset < 50; offset += 2) push(tail, offset, 100);
  expect(kept.map(({ data }) => data.toString())).toEqual(['0,'.repeat(50), '1,'.repeat(50)]);
});

test('a frame larger than the memory is left to the file, those behind it are kept', () => {
  const tail = new Tail(500);
  push(tail, 0, 10);
  push(tail, 2, 1000);
  expect(read(tail, 0)).toBeUndefined();
  expect(read(tail, 2)).toBeUndefined();
  push(tail, 4, 10);
  expect(read(tail, 3)).toBeUndefined();
  expect(read(tail, 4)).toEqual(dataOf(4, 6));
});
