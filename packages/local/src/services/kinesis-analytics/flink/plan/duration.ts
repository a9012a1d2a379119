import { FlinkSqlError } from '../job/flink-sql-error.ts';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `1 d`, `15 s`, `500 ms`; without a unit they are milliseconds. */
export function readDuration(text: string, line: number): number {
  const [, count, unit = 'ms'] = /^\s*(\d+)\s*([a-z]+)?\s*$/i.exec(text) ?? [];
  const milliseconds = units[unit.toLowerCase()];
  if (count === undefined || milliseconds === undefined) {
    throw new FlinkSqlError(`${text} is no duration: a number with ms, s, min, h or d`, line);
  }
  return Number(count) * milliseconds;
}
