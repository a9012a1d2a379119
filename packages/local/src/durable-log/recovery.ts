import { readdir, stat } from 'node:fs/promises';
import type { FrameHeader } from './frame.ts';
import { Segment } from './segment.ts';
import { SegmentWriter } from './segment-writer.ts';

export interface Recovered {
  readonly segments: Segment[];
  readonly nextOffset: number;
  readonly lastTime: number;
  readonly cutBytes: number;
}

/** Only the last file can be torn: an earlier one was synced before the next was begun. */
export async function recover(directory: string): Promise<Recovered> {
  const firstOffsets = (await readdir(directory))
    .map((name) => Segment.firstOffsetOf(name))
    .filter((offset) => offset !== undefined)
    .sort((a, b) => a - b);
  const segments = await Promise.all(
    firstOffsets.map(async (offset) => {
      const { size } = await stat(new Segment(directory, offset, 0).path);
      return new Segment(directory, offset, size);
    }),
  );
  let last: FrameHeader | undefined;
  let cutBytes = 0;
  const current = segments.at(-1);
  if (current) {
    const found = current.bytes;
    last = await current.verify();
    cutBytes = found - current.bytes;
    if (cutBytes > 0) await SegmentWriter.truncate(current.path, current.bytes);
  }
  const nextOffset = last ? last.firstOffset + last.count : (current?.firstOffset ?? 0);
  const previous = last ?? (await lastOfSealed(segments.at(-2)));
  return { segments, nextOffset, lastTime: previous?.maxTime ?? Number.NEGATIVE_INFINITY, cutBytes };
}

async function lastOfSealed(segment: Segment | undefined): Promise<FrameHeader | undefined> {
  const found = segment?.bytes;
  const last = await segment?.verify();
  if (segment && segment.bytes !== found) throw new Error(`${segment.path} is damaged at byte ${segment.bytes}`);
  return last;
}
