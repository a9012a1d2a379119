import { withoutLoneSurrogates } from './json-text.ts';
import { memberSpan } from './member-text.ts';
import type { ReadRecord } from './read-record.ts';

/** The event as it was sent: the text of the record's member `event`. */
export function eventText({ text, eventText: known }: ReadRecord): string {
  if (known !== undefined) return known;
  const span = memberSpan(text, 0, 'event');
  return span === undefined ? '' : text.slice(span.start, span.end);
}

/** The text of the event's member `event_data`, which must be there, without lone surrogates. */
export function eventDataText(record: ReadRecord): string {
  const event = eventText(record);
  const data = memberSpan(event, 0, 'event_data');
  return data === undefined ? '' : withoutLoneSurrogates(event.slice(data.start, data.end));
}

/** Where the event's `event_data` stands in a text: an object that begins at `start`. */
export interface EventDataPlace {
  readonly within: string;
  readonly start: number;
}

const name = '"event_data":';
/** The end of that name: six characters are searched for at a third of the cost of more. */
const nameEnding = '_data"';

/**
 * The place of `event_data`, an object that the event must have, found without reading the whole event; undefined: it takes that.
 * A plain record has no backslash, so that every name stands unescaped. The first brace inside the event is that of
 * `event_data` where this name stands before it, and no member behind it can be of the same name where it is not found.
 */
export function eventDataPlace({ text, eventText: known, plain }: ReadRecord): EventDataPlace | undefined {
  if (!plain) return undefined;
  const within = known ?? text;
  const ownBrace = known === undefined ? text.indexOf('{', 1) : 0;
  const start = within.indexOf('{', ownBrace + 1);
  const nameEnd = within.charCodeAt(start - 1) === 0x20 ? start - 1 : start;
  if (!within.startsWith(name, nameEnd - name.length) || within.includes(nameEnding, start)) return undefined;
  return { within, start };
}
