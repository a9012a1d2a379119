import type { Dependencies, Rewritten } from './dependencies.ts';
import { type RunContext, rewriteSlice } from './rewrite-slice.ts';
import type { Slice } from './slices.ts';

export interface SlicesRun {
  readonly rewritten: readonly Rewritten[];
  /** Slices that were not begun, as the time was short, or that failed. */
  readonly undone: readonly Slice[];
  readonly errors: readonly unknown[];
}

/** Statements at once: each has its own memory, and Athena limits how many an account may run. */
const maxStatements = 2;
/** No statement is begun with less time than this: it would be cut off in the middle. */
const statementMilliseconds = 4 * 60_000;

/** Rewrites slice after slice, a few at once. What fails costs its own slice. */
export async function runSlices(
  dependencies: Dependencies,
  context: RunContext,
  slices: readonly Slice[],
): Promise<SlicesRun> {
  const rewritten: Rewritten[] = [];
  const undone: Slice[] = [];
  const errors: unknown[] = [];
  const waiting = slices.entries();
  const worker = async () => {
    for (const [number, slice] of waiting) {
      if (dependencies.remainingMilliseconds() < statementMilliseconds) {
        undone.push(slice);
        continue;
      }
      try {
        rewritten.push(...(await rewriteSlice(dependencies, context, slice, number)));
      } catch (error) {
        undone.push(slice);
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: maxStatements }, worker));
  return { rewritten, undone, errors };
}
