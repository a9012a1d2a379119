import type { ExpressionOf } from 'sql-dialects';
import { SqlError } from 'sql-dialects';
import { instantLiteral } from './functions/time-functions.ts';
import { printCast } from './print-cast.ts';
import { type SqlType, text, types } from './sql-type.ts';
import type { Typed } from './typed.ts';

export function typed(sql: string, type: SqlType | undefined): Typed {
  return { sql, type };
}

export function printLiteral({ type, text: value }: ExpressionOf<'literal'>): Typed {
  switch (type) {
    case 'integer':
      return typed(value, Number(value) > 2_147_483_647 ? types.bigint : types.integer);
    case 'decimal': {
      const [whole = '', fraction = ''] = value.split('.');
      const precision = whole.replace(/^0+/, '').length + fraction.length;
      return typed(value.startsWith('.') ? `0${value}` : value.endsWith('.') ? value.slice(0, -1) : value, {
        name: 'decimal',
        precision: Math.max(1, precision),
        scale: fraction.length,
      });
    }
    case 'double':
      return typed(`CAST(${text(value)} AS DOUBLE)`, types.double);
    case 'string':
      return typed(text(value), { name: 'varchar' });
    case 'binary':
      return typed(`unhex(${text(value)})`, types.varbinary);
    case 'boolean':
      return typed(value, types.boolean);
    case 'null':
      return typed('NULL', types.unknown);
  }
}

const literalTypes: Readonly<Record<string, SqlType>> = {
  date: types.date,
  time: { name: 'time' },
  uuid: { name: 'uuid' },
  double: types.double,
  real: types.real,
  bigint: types.bigint,
  varchar: types.varchar,
};

export function printTypedLiteral({ type, text: value, ...position }: ExpressionOf<'typed-literal'>): Typed {
  if (type === 'timestamp') {
    const zone = /^(.*\d)\s*([A-Za-z]\S*|[+-]\d{1,2}:?\d\d)$/.exec(value);
    if (zone === null) return typed(`CAST(${text(value)} AS TIMESTAMP)`, types.timestamp);
    const [, time = '', name = ''] = zone;
    if (/^[+-]/.test(name)) return typed(`CAST(${text(time + name)} AS TIMESTAMPTZ)`, types.instant);
    return typed(`(CAST(${text(time)} AS TIMESTAMP) AT TIME ZONE ${text(name)})`, types.instant);
  }
  const written = { sql: text(value), type: types.varchar };
  if (type === 'json') return typed(`CAST(${written.sql} AS JSON)`, types.json);
  if (type === 'decimal') {
    const digits = value.includes('.') ? value : `${value}.`;
    return printLiteral({ ...position, kind: 'literal', type: 'decimal', text: digits });
  }
  if (type === 'char') return written;
  const target = literalTypes[type];
  if (target === undefined) throw new SqlError(`Unknown type: ${type}`, position);
  return typed(printCast(written, target, false).sql, target);
}

export function printNow(what: ExpressionOf<'now'>['what'], nowMs: number): Typed {
  const moment = new Date(nowMs).toISOString();
  if (what === 'date') return typed(`DATE '${moment.slice(0, 10)}'`, types.date);
  if (what === 'timestamp') return typed(instantLiteral(nowMs), types.instant);
  return typed(`TIMESTAMP '${moment.replace('T', ' ').replace('Z', '')}'`, types.timestamp);
}
