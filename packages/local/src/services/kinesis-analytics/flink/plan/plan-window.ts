import { FlinkSqlError } from '../job/flink-sql-error.ts';
import { isTime, timestamp } from '../job/flink-type.ts';
import type { WindowFunction } from '../job/job.ts';
import { sliceColumn } from './names.ts';
import type { Relation } from './relation.ts';
import { quotedName } from './typed.ts';
import { sliceOf, windowSlices } from './window-slices.ts';

/** TUMBLE, HOP and CUMULATE: each row with the slice of time that it falls into. */
export function planWindow(window: WindowFunction, input: Relation): Relation {
  const { line } = window;
  const slices = windowSlices(window.function, window.intervals);
  if (typeof slices === 'string') throw new FlinkSqlError(slices, line);
  if (input.window) throw new FlinkSqlError('a window of windows is not supported here', line);
  const time = input.columns.find(({ name }) => name === window.timeColumn);
  if (!time || !isTime(time.type) || time.role !== 'event_time') {
    throw new FlinkSqlError(`${window.timeColumn} is not the column that the watermark is for`, line);
  }
  const added = [
    { name: 'window_start', type: timestamp, role: 'window_start' as const },
    { name: 'window_end', type: timestamp, role: 'window_end' as const },
    { name: 'window_time', type: { kind: 'TIMESTAMP_LTZ' as const, precision: 3 }, role: 'window_time' as const },
  ];
  const slice = sliceOf(quotedName(time.name), slices);
  const values: Readonly<Record<string, string>> = {
    window_start: `make_timestamp((${slice} - ${slices.size}) * 1000)`,
    window_end: `make_timestamp(${slice} * 1000)`,
    window_time: `make_timestamp((${slice} - 1) * 1000)`,
  };
  return {
    // The event time ends here: what is aggregated has the window's.
    columns: [...input.columns.map(({ role: _, ...column }) => column), ...added],
    step: input.step,
    numbering: undefined,
    isAggregated: false,
    window: { slices, line },
    print(needed) {
      const own = [...needed].filter((name) => name in values || name === sliceColumn);
      const others = [...needed].filter((name) => !own.includes(name));
      const items = own.map((name) => {
        if (name === sliceColumn) return `${slice} AS ${quotedName(name)}`;
        if (slices.kind !== 'TUMBLE') {
          const where = 'only as keys of GROUP BY are they';
          throw new FlinkSqlError(
            `${slices.kind}: its ${name} is not supported in an expression or a filter; ${where}`,
            line,
          );
        }
        return `${values[name]} AS ${quotedName(name)}`;
      });
      const from = input.print(new Set([...others, time.name]));
      return `SELECT ${[...others.map(quotedName), ...items].join(', ') || '1'} FROM (${from})`;
    },
  };
}
