import type { MetricRow } from '../../schemas/generated/metric-row.ts';

export const minute = 60_000;

/**
 * `1-2 purchases_per_minute {"currency":"EUR"} late 3 - 2.5`: window in minutes since `begin`, metric, dimensions, whether
 * it is a correction, events, players, amount.
 */
export function rowText(row: MetricRow, begin: number): string {
  const at = (time: string) => (Date.parse(`${time}Z`) - begin) / minute;
  const values = [row.events, row.players, row.amount].map((value) => value ?? '-');
  const dimensions = row.dimensions === '{}' ? [] : [row.dimensions];
  const part = row.part === '' ? [] : ['late'];
  return [`${at(row.window_start)}-${at(row.window_end)}`, row.metric, ...dimensions, ...part, ...values].join(' ');
}
