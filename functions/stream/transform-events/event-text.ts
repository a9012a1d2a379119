import { memberSpan, plainEnd } from './member-text.ts';

/** The event as it was sent: the text of the record's member `event`. */
export function eventText(record: string): string {
  const span = memberSpan(record, 0, 'event');
  return span === undefined ? '' : record.slice(span.start, span.end);
}

const nameInQuotes = '"event_data"';

/**
 * The text of the event's member `event_data`, which must be there and be an object or array.
 *
 * Where the text holds no backslash and those twelve characters once, they are the member's name, as every name stands
 * in it unescaped: then what follows is read and no more. Anything else takes the way through the members.
 */
export function eventDataText(record: string, plain: boolean): string {
  if (plain) {
    const name = record.indexOf(nameInQuotes);
    if (record.indexOf(nameInQuotes, name + nameInQuotes.length) === -1) {
      const start = objectStart(record, name + nameInQuotes.length);
      return record.slice(start, plainEnd(record, start));
    }
  }
  const event = memberSpan(record, 0, 'event');
  const data = event === undefined ? undefined : memberSpan(record, event.start, 'event_data');
  return data === undefined ? '' : record.slice(data.start, data.end);
}

function objectStart(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) return at;
    at++;
  }
}
