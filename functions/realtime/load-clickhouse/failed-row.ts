import { isObject, parseJson } from '../../../schemas/parse-json.ts';
import { canonicalEventId } from '../../event/event-id.ts';
import type { FailureReason } from '../../event/outcome.ts';
import { utcTimestamp } from '../../event/utc-time.ts';
import type { ShardRecord } from '../shard-batch.ts';

/** The row of a record that holds no event, for raw_failed_events, as one line of JSON. */
export function failedLine(
  { data, sequenceNumber, arrivedAt }: ShardRecord,
  reason: FailureReason,
  shard: string,
): string {
  const record = parseJson(Buffer.from(data, 'base64').toString());
  return JSON.stringify({
    arrived_at: utcTimestamp(arrivedAt),
    reason,
    rawdata: data,
    application_id: isObject(record) ? scalarText(record.application_id) : undefined,
    event_id: isObject(record) ? eventId(record) : undefined,
    sequence_number: sequenceNumber,
    shard_id: shard,
  });
}

/** Of the event in the record, or of the record if it is the event itself. */
function eventId({ event, event_id: own }: Readonly<Record<string, unknown>>): string | undefined {
  const id = (isObject(event) ? scalarText(event.event_id) : undefined) ?? scalarText(own);
  return id === undefined ? undefined : canonicalEventId(id);
}

function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.replace(/\p{Surrogate}/gu, '\ufffd');
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}
