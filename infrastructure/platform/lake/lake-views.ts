import { readFileSync } from 'node:fs';
import { quarantinedEventColumns, rawEventColumns } from '../../../schemas/generated/columns.ts';
import { failedEventColumns } from './failed-event-columns.ts';
import type { Column } from './glue-tables.ts';
import type { ViewDefinition } from './glue-view.ts';

const eventDate: Column = {
  name: 'event_date',
  type: 'string',
  comment: 'Day in UTC on which it happened, YYYY-MM-DD: a condition on it leaves the other days unread',
};

/** Columns of `events`, which every view of an event type is taken from. */
export const eventsViewColumns: readonly Column[] = [...rawEventColumns, eventDate];

/** Accepted events. */
export function eventsView(): ViewDefinition {
  return {
    description: 'Accepted events, one row per application, day and event_id',
    sql: readSql('events'),
    columns: eventsViewColumns,
  };
}

/** Events that are set aside. `maxEventAgeDays`: how many days before it was received an accepted event may have happened. */
export function quarantinedEventsView(maxEventAgeDays: number): ViewDefinition {
  return {
    description: 'Events that break a rule, with the latest reason; one row per event',
    sql: readSql('quarantined_events').replaceAll('$searched_days', searchedDays(maxEventAgeDays)),
    columns: [
      ...quarantinedEventColumns,
      { name: 'event_date', type: 'string', comment: 'Day in UTC on which it was received, YYYY-MM-DD' },
    ],
  };
}

/** Records that could not be read or delivered. */
export function failedEventsView(maxEventAgeDays: number): ViewDefinition {
  return {
    description: 'Records that could not be read or delivered; one row per record',
    sql: readSql('failed_events').replaceAll('$searched_days', searchedDays(maxEventAgeDays)),
    columns: [
      ...failedEventColumns,
      { name: 'application_id', type: 'string', comment: 'Application that sent it, if the record can be read' },
      { name: 'event_id', type: 'string', comment: 'UUID of the event, if the record can be read' },
      { name: 'arrived_at', type: 'timestamp', comment: 'When Firehose got the record, UTC with milliseconds' },
      {
        name: 'reason',
        type: 'string',
        comment: 'Why it holds no event: not_json, no_application_id, no_event; else what failed',
      },
      { name: 'failed_date', type: 'string', comment: 'Day in UTC on which it failed, YYYY-MM-DD' },
    ],
  };
}

/**
 * The accepted copy of an event may have come earlier by as long as a client keeps events before it sends them, and the
 * event may have happened earlier again by as much.
 */
function searchedDays(maxEventAgeDays: number): string {
  return String(2 * maxEventAgeDays);
}

function readSql(name: string): string {
  const text = readFileSync(new URL(`../../../sql/tables/athena/${name}.sql`, import.meta.url), 'utf8');
  return text.replace(/^--.*\n/gm, '').trim();
}
