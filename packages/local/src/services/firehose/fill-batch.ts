import type { Batch } from './batch.ts';
import type { Chunk, Chunks } from './chunks.ts';
import type { Outcome } from './lambda-answer.ts';
import type { SourceRecord } from './source.ts';
import type { Transformation } from './transformation.ts';

interface FillDependencies {
  readonly chunks: Chunks;
  readonly transformation: Transformation | undefined;
  readonly maxBytes: number;
}

/** Adds chunks, transformed, to the batch until it is full or due. */
export async function fillBatch(
  batch: Batch,
  first: Chunk,
  { chunks, transformation, maxBytes }: FillDependencies,
): Promise<void> {
  const add = async ({ records }: Chunk) =>
    batch.add(records, (await transformation?.run(records)) ?? records.map(untransformed));
  await add(first);
  let { deadline } = first;
  while (batch.bytes < maxBytes) {
    const chunk = await chunks.next(deadline);
    if (!chunk) return;
    deadline = chunk.deadline;
    await add(chunk);
  }
}

function untransformed({ data }: SourceRecord): Outcome {
  return { kind: 'ok', data, partitionKeys: {} };
}
