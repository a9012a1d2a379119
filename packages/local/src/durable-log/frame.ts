import { crc32 } from 'node:zlib';
import type { Content } from '../services/content.ts';

/** One entry as it goes in. `time` is the arrival in milliseconds since the epoch. */
export interface NewEntry {
  readonly key: string;
  readonly data: Content;
  readonly time: number;
}

/** One entry as it comes out. Offsets are dense and begin at 0. */
export interface LogEntry extends NewEntry {
  readonly data: Buffer;
  readonly offset: number;
}

/** What a frame's header says; `bytes` is the whole frame with its header. */
export interface FrameHeader {
  readonly bytes: number;
  readonly count: number;
  readonly firstOffset: number;
  readonly maxTime: number;
}

/*
 * A frame holds the entries of one append, all or nothing:
 *   0  u32 magic   4  u32 CRC-32 of all that follows   8  u32 frame length   12 u32 entries
 *   16 f64 first offset   24 f64 latest time   32 entries: u32 key length, u32 data length, f64 time, key, data
 */
export const frameHeaderBytes = 32;
const entryHeaderBytes = 16;
const magic = 0x31474f4c;

/**
 * A frame whose offset is not known yet, until `sealFrame`. One allocation and one copy per entry: a scatter write of
 * small buffers costs more than the copy. No time is before `earliest`.
 */
export function encodeFrame(entries: readonly NewEntry[], earliest: number): { frame: Buffer; maxTime: number } {
  let bytes = frameHeaderBytes;
  for (const { key, data } of entries) bytes += entryHeaderBytes + Buffer.byteLength(key) + data.length;
  const frame = Buffer.allocUnsafe(bytes);
  const view = new DataView(frame.buffer, frame.byteOffset, bytes);
  let maxTime = earliest;
  let position = frameHeaderBytes;
  for (const { key, data, time } of entries) {
    if (time > maxTime) maxTime = time;
    const keyBytes = key === '' ? 0 : frame.write(key, position + entryHeaderBytes);
    view.setUint32(position, keyBytes, true);
    view.setUint32(position + 4, data.length, true);
    view.setFloat64(position + 8, maxTime, true);
    position += entryHeaderBytes + keyBytes;
    data.copy(frame, position);
    position += data.length;
  }
  view.setUint32(0, magic, true);
  view.setUint32(8, bytes, true);
  view.setUint32(12, entries.length, true);
  view.setFloat64(24, maxTime, true);
  return { frame, maxTime };
}

export function sealFrame(frame: Buffer, firstOffset: number): void {
  frame.writeDoubleLE(firstOffset, 16);
  frame.writeUInt32LE(crc32(frame.subarray(8)), 4);
}

/** The header at `position`, or undefined where there is none (a torn tail, or not enough bytes). */
export function readFrameHeader(buffer: Buffer, position: number): FrameHeader | undefined {
  if (position + frameHeaderBytes > buffer.length || buffer.readUInt32LE(position) !== magic) return undefined;
  const bytes = buffer.readUInt32LE(position + 8);
  if (bytes < frameHeaderBytes) return undefined;
  return {
    bytes,
    count: buffer.readUInt32LE(position + 12),
    firstOffset: buffer.readDoubleLE(position + 16),
    maxTime: buffer.readDoubleLE(position + 24),
  };
}

/** The header of a frame that is one. */
export function headerOf(frame: Buffer): FrameHeader {
  const header = readFrameHeader(frame, 0);
  if (!header) throw new Error('a frame without a header was encoded');
  return header;
}

/** Whether `frame`, exactly one frame, is whole. */
export function isIntact(frame: Buffer): boolean {
  return frame.readUInt32LE(4) === crc32(frame.subarray(8));
}

/** The entries of one intact frame from `offset` on; their data are views of `frame`. */
export function* entriesOf(frame: Buffer, offset: number): Generator<LogEntry> {
  const count = frame.readUInt32LE(12);
  let current = frame.readDoubleLE(16);
  let position = frameHeaderBytes;
  for (let index = 0; index < count; index++, current++) {
    const keyStart = position + entryHeaderBytes;
    const dataStart = keyStart + frame.readUInt32LE(position);
    const end = dataStart + frame.readUInt32LE(position + 4);
    if (current >= offset) {
      yield {
        offset: current,
        time: frame.readDoubleLE(position + 8),
        key: frame.toString('utf8', keyStart, dataStart),
        data: frame.subarray(dataStart, end),
      };
    }
    position = end;
  }
}
