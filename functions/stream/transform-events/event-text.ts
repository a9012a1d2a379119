import { memberSpan, type Span } from './member-text.ts';
import { afterSpace, plainObjectEnd } from './plain-object.ts';

/** The event as it was sent: the text of the record's member `event`, which must be there. */
export function eventText(record: string): string {
  const span = memberSpan(record, 0, 'event');
  return span === undefined ? '' : record.slice(span.start, span.end);
}

/** The text of the event's member `event_data`, which must be there. */
export function eventDataText(record: string): string {
  const event = memberSpan(record, 0, 'event');
  const data = event === undefined ? undefined : memberSpan(record, event.start, 'event_data');
  return data === undefined ? '' : record.slice(data.start, data.end);
}

/** Six characters are searched for at twice the speed of more. */
const nameEnd = '_data"';
const nameStart = '"event';

/**
 * Where the value of the one `"event_data"` of a text without a backslash stands, if it is a valid JSON object: it may
 * then be taken out before the text is parsed, with `{}` in its place. Every name stands unescaped in such a text and no
 * string holds a quote, so that what is found is a name wherever the rest parses; the member of the event of that name,
 * if it has one, is this one. Undefined: there is none, or more than one, or it takes JSON.parse to tell.
 */
export function onlyEventData(text: string): Span | undefined {
  let after = -1;
  for (let end = text.indexOf(nameEnd); end !== -1; end = text.indexOf(nameEnd, end + nameEnd.length)) {
    if (!text.startsWith(nameStart, end - nameStart.length)) continue;
    if (after !== -1) return undefined;
    after = end + nameEnd.length;
  }
  if (after === -1) return undefined;
  const colon = afterSpace(text, after);
  if (text.charCodeAt(colon) !== 0x3a) return undefined;
  const start = afterSpace(text, colon + 1);
  const end = plainObjectEnd(text, start);
  return end === -1 ? undefined : { start, end };
}
