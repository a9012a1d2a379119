import { type PartitionName, partitionKey } from './partition.ts';

/** A partition that is to be rewritten. */
export interface Rewrite extends PartitionName {
  /** Bytes that it is made of: those of its compacted files, and its part of the new ones. */
  readonly bytes: number;
  /** Some of its rows are copies of rows on other days, and go. */
  readonly losesCopies: boolean;
}

/** Partitions that one statement writes. */
export interface Slice {
  readonly partitions: readonly Rewrite[];
  /** Files in each partition. */
  readonly buckets: number;
  readonly losesCopies: boolean;
}

/**
 * A file of 256 MB may become one of 128 to 512 when the estimate is wrong by a factor of two.
 * https://docs.aws.amazon.com/athena/latest/ug/performance-tuning-data-optimization-techniques.html
 */
const fileBytes = 256 * 2 ** 20;
/** What one statement may read: its memory and its time, however much a day holds. A bigger partition is alone. */
const sliceBytes = 2 * 2 ** 30;
/** Partitions times files that a statement may write: https://docs.aws.amazon.com/athena/latest/ug/ctas-considerations-limitations.html */
const maxFiles = 100;

/** The oldest days first, so that the part which is done when the time is over is the one that moves the range forward. */
export function slicesOf(rewrites: readonly Rewrite[]): Slice[] {
  const slices: { partitions: Rewrite[]; bytes: number; buckets: number; losesCopies: boolean }[] = [];
  const inOrder = [...rewrites].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  for (const rewrite of inOrder) {
    const buckets = Math.min(maxFiles, Math.max(1, Math.ceil(rewrite.bytes / fileBytes)));
    const { losesCopies } = rewrite;
    const open = slices.find(
      (slice) =>
        slice.buckets === buckets &&
        slice.losesCopies === losesCopies &&
        slice.bytes + rewrite.bytes <= sliceBytes &&
        (slice.partitions.length + 1) * buckets <= maxFiles,
    );
    if (open === undefined) slices.push({ partitions: [rewrite], bytes: rewrite.bytes, buckets, losesCopies });
    else {
      open.partitions.push(rewrite);
      open.bytes += rewrite.bytes;
    }
  }
  return slices;
}

function sortKey(name: PartitionName): string {
  return `${name.eventDate} ${partitionKey(name)}`;
}
