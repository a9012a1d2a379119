import type { ExpressionOf } from 'sql-dialects';
import { FlinkSqlError, sqlText } from './flink-sql-error.ts';

const unitMilliseconds: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** `INTERVAL '10' SECOND` → 10000. */
export function readInterval(node: ExpressionOf<'interval'>): number {
  const { text, unit, negative, line } = node;
  const milliseconds = unitMilliseconds[unit];
  // Flink takes two digits unless the interval has another precision.
  const isCount = milliseconds === 1000 ? /^\d{1,2}(\.\d{1,3})?$/.test(text) : /^\d{1,2}$/.test(text);
  if (milliseconds === undefined || !isCount || negative) {
    const wanted = 'at most two digits, then DAY, HOUR, MINUTE or SECOND (which may have three decimals)';
    throw new FlinkSqlError(`${sqlText.expression(node)} is not supported here: ${wanted}`, line);
  }
  return Math.round(Number(text) * milliseconds);
}
