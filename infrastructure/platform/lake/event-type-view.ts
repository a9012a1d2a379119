import type { EventDataColumn, EventType } from '../../../schemas/generated/event-types.ts';
import type { ViewDefinition } from './glue-view.ts';
import { eventsViewColumns } from './lake-views.ts';

/** Columns of `events` that a view of one type does without: what they hold is in the type's own columns. */
const leftOut = new Set(['event_data', 'metadata']);

/**
 * The view of one event type: the envelope's columns, a column for each property of the type's schemas, and the day.
 * A value that does not fit its column's type is NULL; it is in `events` as it was sent.
 */
export function eventTypeView({ name, description, columns }: EventType): ViewDefinition {
  const envelope = eventsViewColumns.filter((column) => !leftOut.has(column.name) && column.name !== 'event_date');
  const day = eventsViewColumns.filter((column) => column.name === 'event_date');
  const own = columns.map((column) => ({ name: column.name, type: column.types.glue, comment: column.comment }));
  const items = [
    ...envelope.map((column) => column.name),
    ...columns.map((column) => `${columnValue(column)} AS "${column.name}"`),
    ...day.map((column) => column.name),
  ];
  return {
    description: `Events of the type ${name}: ${description}`,
    sql: `SELECT\n  ${items.join(',\n  ')}\nFROM events\nWHERE event_type = '${name}'`,
    columns: [...envelope, ...own, ...day],
  };
}

function columnValue({ property, types: { glue } }: EventDataColumn): string {
  const path = `'$${/^[A-Za-z_]\w*$/.test(property) ? `.${property}` : `["${property.replaceAll("'", "''")}"]`}'`;
  const text = `json_extract_scalar(event_data, ${path})`;
  // Lists and objects have no scalar: they are JSON text.
  // The empty text means that the property is absent, as null does.
  if (glue === 'string') {
    return `nullif(coalesce(${text}, nullif(json_format(json_extract(event_data, ${path})), 'null')), '')`;
  }
  // An engine that knows floating-point numbers alone writes 3 as 3.0, which is an integer in JSON Schema.
  if (glue === 'bigint')
    return `coalesce(TRY_CAST(${text} AS bigint), TRY_CAST(TRY_CAST(${text} AS double) AS bigint))`;
  return `TRY_CAST(${text} AS ${glue})`;
}
