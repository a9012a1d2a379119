import { millisecondsPerDay } from '../../event/utc-time.ts';

const hourMilliseconds = 3_600_000;

/** How long after its end files may still be delivered into an hour, as a rule. */
const closingMilliseconds = hourMilliseconds;

/** The UTC hour of a moment as folders are named after it: `2026-11-21-13`. Sorts by time. */
export function hourAt(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 13).replace('T', '-');
}

/** When an hour begins, in milliseconds since the epoch. */
export function startOf(hour: string): number {
  return Date.parse(`${hour.slice(0, 10)}T${hour.slice(11)}:00:00Z`);
}

/** From when on an hour is closed: one hour after its end. */
export function closedAt(hour: string): number {
  return startOf(hour) + hourMilliseconds + closingMilliseconds;
}

/** The first hour that is not closed yet. */
export function firstOpenHour(now: number): string {
  return hourAt(now - closingMilliseconds);
}

export function nextHour(hour: string): string {
  return hourAt(startOf(hour) + hourMilliseconds);
}

/** A day some days later, or earlier: `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * millisecondsPerDay).toISOString().slice(0, 10);
}
