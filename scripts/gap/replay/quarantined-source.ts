import { isObject, parseJson } from '../../../schemas/parse-json.ts';
import type { Connection } from '../connection.ts';
import { type NamedRow, QueryRows } from './query-rows.ts';
import type { Candidate, Position, Selection, Source, Watch } from './source.ts';
import { conditions, dayOf, timeOf, timestamp } from './sql-text.ts';
import { partitionKeyOf, type StreamRecord } from './stream-record.ts';

/** Events that are set aside and have not been accepted since. */
export class QuarantinedSource implements Source {
  readonly skipReason = 'they hold no event that could be sent';
  readonly #connection: Connection;
  readonly #selection: Selection;

  constructor(connection: Connection, selection: Selection) {
    this.#connection = connection;
    this.#selection = selection;
  }

  async *candidates(position: Position | undefined, watch: Watch): AsyncIterable<Candidate> {
    const table = this.#connection.outputs.QuarantinedEventsTable ?? '';
    const rows = new QueryRows(this.#connection).rows(quarantinedSql(table, this.#selection), position, watch);
    for await (const { row, position } of rows) yield { position, record: quarantinedRecord(row) ?? 'skipped' };
  }
}

/** In the order in which they came, so that a player's events stay in it. */
export function quarantinedSql(table: string, selection: Selection): string {
  const { since, until, applicationId, reason } = selection;
  return [
    `SELECT received_at, application_id, reason, event, metadata FROM ${table}`,
    `WHERE event_date BETWEEN '${dayOf(since)}' AND '${dayOf(until)}'`,
    `AND received_at >= ${timestamp(since)} AND received_at < ${timestamp(until)}`,
    ...conditions({ application_id: applicationId, reason }),
    'ORDER BY received_at',
  ].join(' ');
}

/**
 * The record as the API wrote it, around the event's own text: no digit of that is written anew. Undefined when the row
 * holds no event.
 */
export function quarantinedRecord(row: NamedRow): StreamRecord | undefined {
  const { application_id: applicationId = '', reason = '', event: text = '' } = row;
  const receivedAt = timeOf(row.received_at);
  const event = parseJson(text);
  if (!isObject(event) || applicationId === '' || receivedAt === undefined) return undefined;
  const metadata = parseJson(row.metadata ?? '');
  const { validated, request_id: requestId } = isObject(metadata) ? metadata : {};
  const members = [
    `"event":${text}`,
    `"application_id":${JSON.stringify(applicationId)}`,
    ...(validated === true ? ['"aws_ga_api_validated_flag":true'] : []),
    ...(typeof requestId === 'string' ? [`"aws_ga_api_requestId":${JSON.stringify(requestId)}`] : []),
    `"aws_ga_api_requestTimeEpoch":${receivedAt}`,
    '"replayed_from":"quarantined"',
  ];
  const data = Buffer.from(`{${members.join(',')}}`);
  return { data, partitionKey: partitionKeyOf(event), receivedAt, reason, applicationId, event };
}
