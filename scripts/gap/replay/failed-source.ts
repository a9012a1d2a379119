import { millisecondsPerDay } from '../../../functions/event/utc-time.ts';
import { isObject, parseJson } from '../../../schemas/parse-json.ts';
import type { Connection } from '../connection.ts';
import { type NamedRow, QueryRows } from './query-rows.ts';
import type { Candidate, Position, Selection, Source, Watch } from './source.ts';
import { dayOf } from './sql-text.ts';
import {
  isReplayed,
  markReplayed,
  partitionKeyOf,
  readStreamRecord,
  requestTime,
  type StreamRecord,
} from './stream-record.ts';

/** Records that could not be read or delivered, and have not been since. */
export class FailedSource implements Source {
  readonly skipReason =
    'they failed after they had been made rows and are no records any more: replay them from the archive';
  readonly #connection: Connection;
  readonly #selection: Selection;

  constructor(connection: Connection, selection: Selection) {
    this.#connection = connection;
    this.#selection = selection;
  }

  async *candidates(position: Position | undefined, watch: Watch): AsyncIterable<Candidate> {
    const table = this.#connection.outputs.FailedEventsTable ?? '';
    const { applicationId, reason } = this.#selection;
    for await (const placed of new QueryRows(this.#connection).rows(
      failedSql(table, this.#selection),
      position,
      watch,
    )) {
      const record = failedRecord(placed.row) ?? 'skipped';
      const asked =
        record === 'skipped' ||
        ((applicationId === undefined || record.applicationId === applicationId) &&
          (reason === undefined || record.reason === reason));
      yield { position: placed.position, record: asked ? record : 'other' };
    }
  }
}

/**
 * A file of failed records lies in the folder of the day on which the first of them came: a later one may have come on
 * the next day.
 */
export function failedSql(table: string, { since, until }: Selection): string {
  return [
    `SELECT arrivaltimestamp, coalesce(errorcode, lasterrorcode) AS error_code, rawdata FROM ${table}`,
    `WHERE failed_date BETWEEN '${dayOf(since - millisecondsPerDay)}' AND '${dayOf(until)}'`,
    `AND arrivaltimestamp >= ${since} AND arrivaltimestamp < ${until} AND rawdata IS NOT NULL`,
    'ORDER BY arrivaltimestamp',
  ].join(' ');
}

/**
 * A record that holds an event, marked as replayed; one that holds none, byte for byte. Its reason is why it cannot be
 * read (`not_json`, `no_application_id`, `no_event`), or Firehose's error code when nothing is wrong with the record
 * itself. Undefined when what failed is a row already, which happens to Parquet conversion alone.
 */
export function failedRecord({ rawdata = '', arrivaltimestamp, error_code = '' }: NamedRow): StreamRecord | undefined {
  const bytes = Buffer.from(rawdata, 'base64');
  const arrival = Number(arrivaltimestamp);
  const read = readStreamRecord(bytes);
  if (typeof read === 'string') {
    const value = parseJson(bytes.toString());
    if (read === 'no_event' && isObject(value) && 'received_at' in value && 'metadata' in value) return undefined;
    const applicationId =
      isObject(value) && typeof value.application_id === 'string' ? value.application_id : undefined;
    return {
      data: bytes,
      partitionKey: partitionKeyOf(undefined),
      receivedAt: arrival,
      reason: read,
      applicationId,
      event: undefined,
    };
  }
  const receivedAt = requestTime(read, arrival) ?? arrival;
  // One that a replay sent already stays as it is: it is the same failed record then as it was before.
  const data = isReplayed(read) ? bytes : Buffer.from(markReplayed(read, 'failed', receivedAt));
  const { applicationId, event } = read;
  return { data, partitionKey: partitionKeyOf(event), receivedAt, reason: error_code, applicationId, event };
}
