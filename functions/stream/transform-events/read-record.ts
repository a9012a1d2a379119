import { isAscii, isUtf8 } from 'node:buffer';
import { decodeBase64 } from './base64.ts';
import type { FailureReason } from './outcome.ts';

/** A record whose event can be judged. */
export interface ReadRecord {
  readonly text: string;
  /** No character of the text is above U+007F and none is escaped: nothing that comes out of it can be. */
  readonly plain: boolean;
  readonly applicationId: string;
  readonly event: Readonly<Record<string, unknown>>;
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
export function readRecord(data: string): ReadRecord | FailureReason {
  const bytes = decodeBase64(data);
  const ascii = isAscii(bytes);
  if (!ascii && !isUtf8(bytes)) return 'not_json';
  const text = bytes.toString(ascii ? 'latin1' : 'utf8');
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return 'not_json';
  }
  if (!isObject(record)) return 'no_application_id';
  const { application_id: applicationId, event } = record;
  if (typeof applicationId !== 'string' || applicationId === '') return 'no_application_id';
  if (!isObject(event)) return 'no_event';
  return {
    text,
    plain: ascii && !text.includes('\\'),
    applicationId,
    event,
    validated: record.aws_ga_api_validated_flag,
    requestId: record.aws_ga_api_requestId,
    requestTimeEpoch: record.aws_ga_api_requestTimeEpoch,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
