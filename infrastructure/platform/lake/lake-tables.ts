import { quarantinedEventColumns, rawEventColumns } from '../../../schemas/generated/columns.ts';
import { failedEventColumns } from './failed-event-columns.ts';
import { type Column, jsonLinesTable, parquetTable, type TableWithoutName } from './glue-tables.ts';
import { projectedDays, projectedHours } from './partition-projection.ts';

// `location` is where the table's files are, `s3://bucket/folder/`; `maxEventAgeDays` how many days before it was
// received an accepted event may have happened.

/** Accepted events by the day on which they happened; the folders of hours below are read with it. */
export function rawEventsTable(location: string, maxEventAgeDays: number): TableWithoutName {
  return parquetTable({
    description: 'Accepted events as delivered, at least once, for as long as the files are kept',
    columns: rawEventColumns,
    location,
    projected: [projectedDays('event_date', maxEventAgeDays)],
  });
}

/** Beyond their retention files are there until S3 has got round to them. */
const expiryDays = 2;
/** Pairs of a day and an hour are gone through one by one: more hours than these would be more than Athena takes. */
const maxDays = 32;

/**
 * The same files, day by day and hour of delivery by hour: the compaction moves the first hour forward, so that what is
 * wholly compacted is not read. Here it is as early as there can be files that are not: right, but slow, as every pair
 * of a day and an hour costs a listing. CloudFormation writes this start only when the table's definition changes, and
 * the next compaction moves it again.
 */
export function uncompactedEventsTable(
  location: string,
  maxEventAgeDays: number,
  rawRetentionDays: number,
): TableWithoutName {
  return parquetTable({
    description: 'Accepted events as delivered, from the first hour that is not fully compacted',
    columns: rawEventColumns,
    location,
    projected: [
      projectedDays('event_date', maxEventAgeDays),
      projectedHours('delivered_hour', Math.min(rawRetentionDays + expiryDays, maxDays)),
    ],
  });
}

/** What the compaction wrote. It enters each partition with the folder of the run that wrote it. */
export function compactedEventsTable(location: string): TableWithoutName {
  const application = rawEventColumns.filter(({ name }) => name === 'application_id');
  const day: Column = { name: 'event_date', type: 'string', comment: 'Day in UTC, YYYY-MM-DD' };
  return parquetTable({
    description: 'Accepted events, compacted: one row per application, day and event_id, by player and time',
    columns: rawEventColumns.filter(({ name }) => name !== 'application_id'),
    location,
    registered: [...application, day],
  });
}

/** Events that break a rule, by the day on which they were received. */
export function rawQuarantinedEventsTable(location: string): TableWithoutName {
  return parquetTable({
    description: 'Events that break a rule, with the reason, as often as they were judged',
    columns: quarantinedEventColumns,
    location,
    projected: [projectedDays('event_date', 0)],
  });
}

/** What Firehose wrote below its error prefix, by the day on which it did. */
export function rawFailedEventsTable(location: string): TableWithoutName {
  return jsonLinesTable({
    description:
      'Records that could not be read or delivered, as often as they failed; rawdata is the record in base64',
    columns: failedEventColumns,
    location,
    projected: [projectedDays('failed_date', 0)],
  });
}
