import { UsageError } from './errors.ts';

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `10m` → the time ten minutes ago, milliseconds since the epoch. Throws UsageError naming the option. */
export function timeAgo(option: string, text: string): number {
  const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (count === undefined) throw new UsageError(`${option} takes 30s, 10m, 2h or 1d, not ${text}`);
  return Date.now() - Number(count) * (unitSeconds[unit] ?? 1) * 1000;
}
