import { isObject, parseJson } from '../../schemas/parse-json.ts';
import { type BesideEvent, eventBefore, readBeside, remember } from './beside-event.ts';
import { type Decoded, decode, decodeBytes } from './decode.ts';
import type { FailureReason } from './outcome.ts';
import { scanObject } from './scan-object.ts';
import { placeOf, type SentEvent } from './sent-event.ts';

/** A record whose event can be judged. `text` is that of the whole record. */
export interface ReadRecord extends SentEvent {
  /** No character of the text is above U+007F and none is escaped: nothing that comes out of it can be. */
  readonly plain: boolean;
  readonly beside: BesideEvent;
}

/** The bytes of a record as Firehose gives them (base64) → its parts, or why there are none. */
export function readRecord(base64: string): ReadRecord | FailureReason {
  return readDecoded(decode(base64));
}

/** The same of the bytes themselves. */
export function readRecordBytes(bytes: Buffer): ReadRecord | FailureReason {
  return readDecoded(decodeBytes(bytes, bytes.length));
}

/**
 * A record's text → its parts, or why there are none. The reasons are tried in this order: `not_json` (not UTF-8, a byte
 * order mark, not JSON), `no_application_id` (not an object, or no text of at least one character under that name),
 * `no_event` (absent, or not an object). Other members are ignored.
 */
function readDecoded(decoded: Decoded | undefined): ReadRecord | FailureReason {
  if (decoded === undefined) return 'not_json';
  const { text, ascii } = decoded;
  const plain = ascii && !text.includes('\\');
  const known = eventBefore(text);
  if (known !== undefined) {
    const event = parseJson(known.text);
    if (isObject(event)) return { text, plain, event, place: placeOf(text, known.start), beside: known.beside };
  }
  if (isCut(text)) return 'not_json';
  const record = parseJson(text);
  if (record === undefined) return 'not_json';
  if (!isObject(record)) return 'no_application_id';
  const beside = readBeside(record);
  if (beside === undefined) return 'no_application_id';
  if (!isObject(record.event)) return 'no_event';
  remember(text);
  const start = scanObject(text, text.indexOf('{'), 'event').member?.start ?? 0;
  return { text, plain, event: record.event, place: placeOf(text, start), beside };
}

/** Whether a JSON object begins here that does not end: to see that costs a tenth of the exception of JSON.parse. */
function isCut(text: string): boolean {
  if (text.charCodeAt(0) !== 0x7b) return false;
  let last = text.length - 1;
  while (text.charCodeAt(last) <= 0x20) last--;
  return text.charCodeAt(last) !== 0x7d;
}
