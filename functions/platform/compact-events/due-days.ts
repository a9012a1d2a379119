import type { ChangedGroup } from './groups.ts';
import { closedAt } from './hours.ts';

/** The changed groups of one day. */
export interface ChangedDay {
  readonly eventDate: string;
  readonly groups: readonly ChangedGroup[];
}

/** A day with fewer compacted bytes costs next to nothing to rewrite. */
const bigDayBytes = 16 * 2 ** 20;
/** New bytes are worth a rewrite when they are at least this part of what is there. */
const worthwhileShare = 1 / 8;
/** The longest that new files of a big day wait, after their hour is closed. */
const patienceMilliseconds = 24 * 3_600_000;

export function daysOf(groups: readonly ChangedGroup[]): ChangedDay[] {
  const days = new Map<string, ChangedGroup[]>();
  for (const group of groups) days.set(group.eventDate, [...(days.get(group.eventDate) ?? []), group]);
  return [...days].sort().map(([eventDate, ofDay]) => ({ eventDate, groups: ofDay }));
}

/**
 * Whether a day is rewritten now. Its new files can be queried all the while, and each rewrite reads the whole day: a few
 * of them wait until their hour is closed, and those of a big day (late events of last week) until there are enough, or a
 * day has passed. So a byte is rewritten a handful of times, not every hour for a month.
 */
export function isDue(day: ChangedDay, compactedBytes: number, now: number): boolean {
  const newBytes = day.groups.reduce((sum, group) => sum + group.newBytes, 0);
  if (newBytes >= compactedBytes * worthwhileShare) return true;
  const firstClosing = Math.min(...day.groups.map(({ deliveredHour }) => closedAt(deliveredHour)));
  return now >= firstClosing + (compactedBytes < bigDayBytes ? 0 : patienceMilliseconds);
}
