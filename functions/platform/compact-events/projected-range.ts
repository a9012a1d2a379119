import { hourAt } from './hours.ts';

/** The Glue parameter that says which hours of delivery the table of uncompacted events has. */
export const rangeParameter = 'projection.delivered_hour.range';

const units: Readonly<Record<string, number>> = { HOURS: 3_600_000, DAYS: 24 * 3_600_000 };

/**
 * The first hour of a range `low,high`: an hour, or so long before now. Undefined for any other expression.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html#partition-projection-date-type
 */
export function firstHourOf(range: string, now: number): string | undefined {
  const low = range.split(',')[0]?.trim() ?? '';
  if (/^\d{4}-\d{2}-\d{2}-\d{2}$/.test(low)) return low;
  const [, count, unit = ''] = /^NOW-(\d+)(HOURS|DAYS)$/.exec(low) ?? [];
  const milliseconds = Number(count) * (units[unit] ?? Number.NaN);
  return Number.isNaN(milliseconds) ? undefined : hourAt(now - milliseconds);
}

/** The range from another first hour on. Throws for one that has no end. */
export function withFirstHour(range: string, hour: string): string {
  const [, high] = range.split(',');
  if (high === undefined) throw new Error(`The table's ${rangeParameter} is no range: ${range}`);
  return `${hour},${high.trim()}`;
}
