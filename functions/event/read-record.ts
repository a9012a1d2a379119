import { isObject, parseJson } from '../../schemas/parse-json.ts';
import { type BesideEvent, eventBefore, readBeside, remember } from './beside-event.ts';
import { type Decoded, decode, decodeBytes } from './decode.ts';
import type { FailureReason } from './outcome.ts';

/** A record whose event can be judged. */
export interface ReadRecord {
  readonly text: string;
  /** No character of the text is above U+007F and none is escaped: nothing that comes out of it can be. */
  readonly plain: boolean;
  readonly event: Readonly<Record<string, unknown>>;
  /** The text of the event where it was told apart; undefined: `text` has to be searched for it. */
  readonly eventText: string | undefined;
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
    if (isObject(event)) return { text, plain, event, eventText: known.text, beside: known.beside };
  }
  const record = parseJson(text);
  if (record === undefined) return 'not_json';
  if (!isObject(record)) return 'no_application_id';
  const beside = readBeside(record);
  if (beside === undefined) return 'no_application_id';
  if (!isObject(record.event)) return 'no_event';
  remember(text);
  return { text, plain, event: record.event, eventText: undefined, beside };
}
