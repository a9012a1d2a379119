import { decode } from './decode.ts';
import { onlyEventData } from './event-text.ts';
import type { FailureReason } from './outcome.ts';

/** A record whose event can be judged. */
export interface ReadRecord {
  readonly text: string;
  /** No character of the text is above U+007F and none is escaped: nothing that comes out of it can be. */
  readonly plain: boolean;
  readonly applicationId: string;
  /** In place of an `event_data` whose text was taken out stands an empty object. */
  readonly event: Readonly<Record<string, unknown>>;
  /** The text of `event_data` where it was taken out before parsing. */
  readonly eventData: string | undefined;
  /** The last three members of what the API writes; whatever else a producer may have put there. */
  readonly validated: unknown;
  readonly requestId: unknown;
  readonly requestTimeEpoch: unknown;
}

/**
 * The bytes of a record as Firehose gives them (base64) → its parts, or why there are none. The reasons are tried in
 * this order: `not_json` (not UTF-8, a byte order mark, not JSON), `no_application_id` (not an object, or no text of at
 * least one character under that name), `no_event` (absent, or not an object). Other members are ignored.
 */
export function readRecord(base64: string): ReadRecord | FailureReason {
  const decoded = decode(base64);
  if (decoded === undefined) return 'not_json';
  const { text, ascii } = decoded;
  const plain = ascii && !text.includes('\\');
  const data = plain ? onlyEventData(text) : undefined;
  let record: unknown;
  try {
    record = JSON.parse(data === undefined ? text : `${text.slice(0, data.start)}{}${text.slice(data.end)}`);
  } catch {
    return 'not_json';
  }
  if (!isObject(record)) return 'no_application_id';
  const { application_id: applicationId, event } = record;
  if (typeof applicationId !== 'string' || applicationId === '') return 'no_application_id';
  if (!isObject(event)) return 'no_event';
  return {
    text,
    plain,
    applicationId,
    event,
    eventData: data === undefined ? undefined : text.slice(data.start, data.end),
    validated: record.aws_ga_api_validated_flag,
    requestId: record.aws_ga_api_requestId,
    requestTimeEpoch: record.aws_ga_api_requestTimeEpoch,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
