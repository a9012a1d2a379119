import { memberSpan, plainEnd } from './member-text.ts';

/** The event as it was sent: the text of the record's member `event`. */
export function eventText(record: string): string {
  const span = memberSpan(record, 0, 'event');
  return span === undefined ? '' : record.slice(span.start, span.end);
}

/**
 * The text of the event's member `event_data`, which must be there and be an object or array.
 *
 * Where a text holds no backslash (`plain`) and the name in quotes once, that is the member, as every name stands in it
 * unescaped: then what follows is read and no more. Anything else takes the way through the members.
 */
export function eventDataText(record: string, plain: boolean): string {
  const start = plain ? startOfOnly(record) : -1;
  if (start !== -1) return record.slice(start, plainEnd(record, start));
  const event = memberSpan(record, 0, 'event');
  const data = event === undefined ? undefined : memberSpan(record, event.start, 'event_data');
  return data === undefined ? '' : record.slice(data.start, data.end);
}

/** Six characters or fewer are searched for at twice the speed of more. */
const rareEnd = '_data"';
const rest = '"event';

/** Where the value of the only `"event_data"` in the text begins; -1: there is not exactly one. */
function startOfOnly(text: string): number {
  let start = -1;
  for (let end = text.indexOf(rareEnd); end !== -1; end = text.indexOf(rareEnd, end + rareEnd.length)) {
    if (!text.startsWith(rest, end - rest.length)) continue;
    if (start !== -1) return -1;
    start = objectStart(text, end + rareEnd.length);
  }
  return start;
}

function objectStart(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 0x7b && text.charCodeAt(at) !== 0x5b) at++;
  return at;
}
