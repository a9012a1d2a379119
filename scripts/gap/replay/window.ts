import { UsageError } from '../errors.ts';

/** From `since` up to `until`, which is outside; milliseconds since the epoch. */
export interface Window {
  readonly since: number;
  readonly until: number;
}

const form = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * `2026-11-21` (its first moment), `2026-11-21T13:00` or with seconds, milliseconds and a zone; without a zone it is UTC.
 * Answers milliseconds since the epoch. Throws UsageError, naming the option.
 */
export function parseTime(option: string, text: string): number {
  const zoned = text.includes('T') && !/(Z|[+-]\d\d:\d\d)$/.test(text) ? `${text}Z` : text;
  const time = form.test(text) ? Date.parse(zoned) : Number.NaN;
  // A date that no calendar has (2026-02-30) moves on to the next month instead of failing.
  const exists =
    Number.isFinite(time) && new Date(Date.parse(text.slice(0, 10))).toISOString().startsWith(text.slice(0, 10));
  if (!exists)
    throw new UsageError(`${option} takes a day or a time like 2026-11-21 or 2026-11-21T13:00:00Z, not ${text}`);
  return time;
}

/** Throws UsageError when nothing can lie between the two. */
export function windowBetween(since: number, until: number): Window {
  if (since >= until)
    throw new UsageError(
      `--since ${new Date(since).toISOString()} is not before --until ${new Date(until).toISOString()}`,
    );
  return { since, until };
}

export function isWithin({ since, until }: Window, time: number): boolean {
  return time >= since && time < until;
}
