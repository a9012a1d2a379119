import type { Dependencies } from './dependencies.ts';
import { type Group, groupKey } from './groups.ts';
import { firstOpenHour } from './hours.ts';
import { firstHourOf, withFirstHour } from './projected-range.ts';

/** Files that came late into an hour which is not read any more can be queried from here on. */
export async function showFrom(dependencies: Dependencies, groups: readonly Group[]): Promise<void> {
  const first = earliest(groups.map(({ deliveredHour }) => deliveredHour));
  if (first === undefined) return;
  const current = await dependencies.catalog.range();
  const shown = firstHourOf(current.range, dependencies.now());
  if (shown !== undefined && shown <= first) return;
  dependencies.checkLease();
  await dependencies.catalog.setRange(withFirstHour(current.range, first), current);
}

/**
 * Leaves out the hours before the first that is not wholly compacted, or was not closed when the files were listed
 * (`listedAt`): queries need not look there.
 */
export async function hideCompacted(
  dependencies: Dependencies,
  changed: readonly Group[],
  done: readonly Group[],
  listedAt: number,
): Promise<void> {
  const compacted = new Set(done.map(groupKey));
  const waiting = changed.filter((group) => !compacted.has(groupKey(group))).map(({ deliveredHour }) => deliveredHour);
  const first = earliest([...waiting, firstOpenHour(listedAt)]) ?? firstOpenHour(listedAt);
  const current = await dependencies.catalog.range();
  const shown = firstHourOf(current.range, dependencies.now());
  // A range that is relative to now would be right as well, and wide: it is the one of a new template.
  if (shown !== undefined && shown >= first) return;
  dependencies.checkLease();
  await dependencies.catalog.setRange(withFirstHour(current.range, first), current);
}

function earliest(hours: readonly string[]): string | undefined {
  return [...hours].sort()[0];
}
