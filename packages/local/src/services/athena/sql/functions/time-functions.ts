import { SqlError } from 'sql-dialects';
import { type SqlType, text } from '../sql-type.ts';
import type { Argument } from '../typed.ts';
import { formatOfJoda, formatOfMysql } from './mysql-format.ts';
import { argument, constant, custom, type FunctionRule, type FunctionRules, native, template, types } from './rule.ts';

const { bigint, varchar, date, timestamp, instant, double } = types;

const units = ['millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

/** https://trino.io/docs/435/functions/datetime.html */
export const timeFunctions: FunctionRules = {
  now: custom(0, instant, (_, { nowMs }) => instantLiteral(nowMs)),
  date: template(1, date, (value) => `CAST(${value} AS DATE)`),
  date_trunc: custom(
    2,
    ([, value]) => value?.type,
    (args) => {
      const { sql, type } = argument(args, 1);
      const truncated = `date_trunc(${text(unitOf(args, 0))}, ${sql})`;
      return type?.name === 'date' ? `CAST(${truncated} AS DATE)` : truncated;
    },
  ),
  date_add: custom(
    3,
    ([, , value]) => value?.type,
    (args) => {
      const unit = unitOf(args, 0);
      return addInterval(argument(args, 2), `(CAST(${argument(args, 1).sql} AS BIGINT) * INTERVAL '1 ${unit}')`);
    },
  ),
  date_diff: custom(3, bigint, (args) => {
    const unit = text(unitOf(args, 0));
    const [from, to] = [argument(args, 1), argument(args, 2)];
    const isLocal = ({ type }: Argument) => type?.name === 'timestamp' && !type.zone && type.at === undefined;
    const areAlike = (from.type?.name === 'date' && to.type?.name === 'date') || (isLocal(from) && isLocal(to));
    if (areAlike) return `datesub(${unit}, ${from.sql}, ${to.sql})`;
    return `datesub(${unit}, ${asInstant(from)}, ${asInstant(to)})`;
  }),
  date_format: custom(2, varchar, (args) => {
    const [value, format] = [argument(args, 0), argument(args, 1)];
    return `strftime(${value.sql}, ${text(formatOfMysql(constant(args, 1, 'The format'), format))})`;
  }),
  date_parse: custom(2, timestamp, (args) => {
    return `strptime(${argument(args, 0).sql}, ${text(formatOfMysql(constant(args, 1, 'The format'), argument(args, 1)))})`;
  }),
  format_datetime: custom(2, varchar, (args) => {
    return `strftime(${argument(args, 0).sql}, ${text(formatOfJoda(constant(args, 1, 'The format'), argument(args, 1)))})`;
  }),
  parse_datetime: custom(2, instant, (args) => {
    const format = text(formatOfJoda(constant(args, 1, 'The format'), argument(args, 1)));
    return `CAST(strptime(${argument(args, 0).sql}, ${format}) AS TIMESTAMPTZ)`;
  }),
  from_unixtime: custom(
    [1, 2],
    (args) => (args.length === 1 ? instant : local(args[1])),
    (args) => {
      const moment = `date_trunc('millisecond', to_timestamp(round(CAST(${argument(args, 0).sql} AS DOUBLE), 3)))`;
      return args.length === 1 ? moment : `(${moment} AT TIME ZONE ${argument(args, 1).sql})`;
    },
  ),
  to_unixtime: custom(1, double, (args) => `epoch(${asInstant(argument(args, 0))})`),
  from_iso8601_timestamp: template(1, instant, (value) => `CAST(${value} AS TIMESTAMPTZ)`),
  from_iso8601_date: template(1, date, (value) => `CAST(${value} AS DATE)`),
  to_iso8601: custom(1, varchar, (args) => {
    const { sql, type } = argument(args, 0);
    if (type?.name === 'date') return `strftime(${sql}, '%Y-%m-%d')`;
    const isInstant = type?.name === 'timestamp' && type.zone;
    return `strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%g${isInstant ? 'Z' : ''}')`;
  }),
  at_timezone: custom(
    2,
    ([, zone]) => local(zone),
    (args) => atTimeZone(argument(args, 0), argument(args, 1)),
  ),
  with_timezone: custom(
    2,
    ([, zone]) => local(zone),
    (args) => `CAST(${argument(args, 0).sql} AS TIMESTAMP)`,
  ),
  last_day_of_month: native('last_day', 1, date),
  year: native('year', 1, bigint),
  quarter: native('quarter', 1, bigint),
  month: native('month', 1, bigint),
  week: native('week', 1, bigint),
  week_of_year: native('week', 1, bigint),
  year_of_week: native('isoyear', 1, bigint),
  yow: native('isoyear', 1, bigint),
  day: native('day', 1, bigint),
  day_of_month: native('day', 1, bigint),
  day_of_week: native('isodow', 1, bigint),
  dow: native('isodow', 1, bigint),
  day_of_year: native('dayofyear', 1, bigint),
  doy: native('dayofyear', 1, bigint),
  hour: native('hour', 1, bigint),
  minute: native('minute', 1, bigint),
  second: native('second', 1, bigint),
  millisecond: template(1, bigint, (value) => `(millisecond(${value}) % 1000)`),
};

/** The fields of EXTRACT are functions of the same name; these are not fields. */
export function fieldRule(field: string): FunctionRule | undefined {
  const names = ['year', 'quarter', 'month', 'week', 'day', 'day_of_month', 'day_of_week', 'dow', 'day_of_year', 'doy'];
  return [...names, 'year_of_week', 'yow', 'hour', 'minute', 'second'].includes(field)
    ? timeFunctions[field]
    : undefined;
}

export function instantLiteral(ms: number): string {
  return `TIMESTAMPTZ '${new Date(ms).toISOString().replace('T', ' ').replace('Z', '+00')}'`;
}

/** A moment moved to a zone: its local time there, as DuckDB's instants have no zone of their own. */
export function atTimeZone(value: Argument, zone: { readonly sql: string }): string {
  return `(${asInstant(value)} AT TIME ZONE ${zone.sql})`;
}

/** A time as an instant: local time in the zone that it was moved to, otherwise UTC. */
export function asInstant({ sql, type }: { readonly sql: string; readonly type: SqlType | undefined }): string {
  if (type?.name === 'timestamp' && type.at !== undefined) return `(${sql} AT TIME ZONE ${text(type.at)})`;
  return type?.name === 'timestamp' && type.zone ? sql : `CAST(${sql} AS TIMESTAMPTZ)`;
}

/** A date, or time moved by an interval: dates stay dates. */
export function addInterval(value: Pick<Argument, 'sql' | 'type'>, interval: string, op: '+' | '-' = '+'): string {
  const sum = `(${value.sql} ${op} ${interval})`;
  return value.type?.name === 'date' ? `CAST(${sum} AS DATE)` : sum;
}

function local(zone: Argument | undefined): SqlType {
  return { name: 'timestamp', zone: false, at: zone?.constant };
}

function unitOf(args: readonly Argument[], index: number): string {
  const unit = constant(args, index, 'The unit').toLowerCase();
  if (units.includes(unit)) return unit;
  throw new SqlError(`'${unit}' is not a valid Timestamp field`, argument(args, index), 'INVALID_FUNCTION_ARGUMENT');
}
