import type { Dependencies, Rewritten } from './dependencies.ts';
import { daysOf, isDue } from './due-days.ts';
import { addFile, type ChangedGroup, changedGroups, type Group } from './groups.ts';
import { clearAttempts, removeOldFiles } from './leftovers.ts';
import { hideCompacted, showFrom } from './move-range.ts';
import { type Partition, partitionKey } from './partition.ts';
import { daysAround, planRewrites } from './plan-rewrites.ts';
import type { RunContext } from './rewrite-slice.ts';
import { runSlices, type SlicesRun } from './run-slices.ts';
import { type Slice, slicesOf } from './slices.ts';

export interface Compaction {
  readonly rewritten: readonly Rewritten[];
  /** False: the time was over before everything was done; the next run goes on. */
  readonly finished: boolean;
}

/**
 * Rewrites the days that have new files: each event once, the copy that was received first, by player and time. `all`:
 * also days that could wait.
 *
 * The order of the steps is what makes a crash harmless: files are written to a folder of this run, a partition is
 * swapped in one call, what was read is remembered only after that, and only then is it left out of queries. A run that
 * ends anywhere in between is repeated by the next one, with the same rows.
 *
 * Throws when a statement fails, after everything else is done, or when the lease is lost.
 */
export async function compactEvents(dependencies: Dependencies, { all }: { all: boolean }): Promise<Compaction> {
  const { files, memory, catalog, settings } = dependencies;
  await clearAttempts(dependencies);
  const listedAt = dependencies.now();
  const groups = new Map<string, Group>();
  for await (const file of files.list(settings.deliveredPrefix)) addFile(groups, file);
  const remembered = await memory.groups();
  const changed = changedGroups(groups.values(), remembered);
  await showFrom(dependencies, changed);
  const around = changed.length > 0 ? daysAround(changed, settings.maxEventAgeDays) : undefined;
  const partitions = around ? await catalog.partitions(around.first, around.last) : [];
  const due = all ? changed : dueGroups(changed, partitions, dependencies.now());
  const { rewritten, undone, errors } = due.length > 0 ? await rewrite(dependencies, due, partitions) : nothing;
  const done = due.filter(({ eventDate }) => !datesOf(undone).has(eventDate));
  dependencies.checkLease();
  await memory.rememberGroups(done, remembered);
  await hideCompacted(dependencies, changed, done, listedAt);
  await removeOldFiles(dependencies);
  if (errors.length > 0) throw errors[0];
  return { rewritten, finished: undone.length === 0 };
}

const nothing: SlicesRun = { rewritten: [], undone: [], errors: [] };

function dueGroups(changed: readonly ChangedGroup[], partitions: readonly Partition[], now: number): ChangedGroup[] {
  const bytes = new Map<string, number>();
  for (const { eventDate, facts } of partitions) bytes.set(eventDate, (bytes.get(eventDate) ?? 0) + facts.bytes);
  return daysOf(changed)
    .filter((day) => isDue(day, bytes.get(day.eventDate) ?? 0, now))
    .flatMap((day) => day.groups);
}

async function rewrite(
  dependencies: Dependencies,
  groups: readonly Group[],
  partitions: readonly Partition[],
): Promise<SlicesRun> {
  const { compactedTable, uncompactedTable, database } = dependencies.settings;
  const names = { database, compacted: compactedTable, uncompacted: uncompactedTable };
  const plan = await planRewrites(dependencies.queries, { names, groups, partitions, now: dependencies.now() });
  const known = new Map(partitions.map((partition) => [partitionKey(partition), partition]));
  const context: RunContext = { names, columns: await dependencies.catalog.columns(), groups, plan, known };
  const run = await runSlices(dependencies, context, slicesOf(plan.rewrites));
  // A copy that went from one day, and its first that is not yet written to another, belong together.
  const isApart = plan.everywhere !== undefined && run.undone.length > 0;
  return isApart ? { ...run, undone: slicesOf(plan.rewrites) } : run;
}

function datesOf(slices: readonly Slice[]): Set<string> {
  return new Set(slices.flatMap(({ partitions }) => partitions.map(({ eventDate }) => eventDate)));
}
