import { eventColumns } from '../../../schemas/generated/columns.ts';
import type { EventDataColumn, EventType } from '../../../schemas/generated/event-types.ts';
import { readableJson } from './readable-json.ts';

/** Columns of `events` that a view of one type does without: what they hold is in the type's own columns. */
const leftOut = new Set(['event_data', 'metadata']);

/** Alias within the query; no property has this name, as all are snake_case. */
const readableData = 'readableData';

/**
 * What the view of an event type shows: the envelope's columns, a column for each property of the type's schemas, and
 * the day; the same names in the same order as in the lake. A value that does not fit its column's type is NULL; it is in
 * `events` as it was sent.
 */
export function eventTypeQuery({ name, columns }: EventType, database: string): string {
  const envelope = eventColumns.filter((column) => !leftOut.has(column.name)).map((column) => column.name);
  const own = columns.map((column) => `${columnValue(column)} AS \`${column.name}\``);
  const data = own.length === 0 ? '' : `WITH ${readableJson('event_data')} AS ${readableData}\n`;
  return `${data}SELECT\n  ${[...envelope, ...own, 'event_date'].join(',\n  ')}\nFROM ${database}.events\nWHERE event_type = '${name}'`;
}

function columnValue({ property, types: { clickhouse } }: EventDataColumn): string {
  // Lists and objects become their JSON text, and so do numbers.
  const text = `JSONExtract(${readableData}, '${property.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}', 'Nullable(String)')`;
  const type = /^Nullable\((.*)\)$/.exec(clickhouse)?.[1] ?? clickhouse;
  // The empty text means that the property is absent, as null does.
  if (type === 'String') return `nullIf(${text}, '')`;
  // 3.0 is an integer in JSON Schema.
  if (type === 'Int64')
    return `coalesce(toInt64OrNull(${text}), accurateCastOrNull(toFloat64OrNull(${text}), 'Int64'))`;
  const scale = /^Decimal\(\d+, (\d+)\)$/.exec(type)?.[1];
  // A cast from text would cut digits off; Athena rounds.
  if (scale !== undefined) return `accurateCastOrNull(round(toDecimal128OrNull(${text}, 18), ${scale}), '${type}')`;
  return `accurateCastOrNull(${text}, '${type}')`;
}
