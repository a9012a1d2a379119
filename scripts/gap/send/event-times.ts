import { replaceMember } from './json-slices.ts';
import type { InputEvent } from './post-events.ts';

const secondsPerDay = 86_400;

/** Reads and moves the times of events in their text, all by the same whole number of days. */
export class EventTimes {
  readonly shiftedDays: number;

  constructor(shiftedDays = 0) {
    this.shiftedDays = shiftedDays;
  }

  /** Moves times so that the last event lies within the 24 hours before `now` (milliseconds). */
  static async recent(events: AsyncIterable<InputEvent>, now: number): Promise<EventTimes> {
    const unmoved = new EventTimes();
    let last = Number.NEGATIVE_INFINITY;
    for await (const { text } of events) last = Math.max(last, unmoved.of(text) ?? last);
    return new EventTimes(Number.isFinite(last) ? Math.floor((now / 1000 - last) / secondsPerDay) : 0);
  }

  /** Seconds since the epoch; undefined when the text is no event with a numeric time. */
  of(text: string): number | undefined {
    try {
      const { event_timestamp } = JSON.parse(text) as { event_timestamp?: unknown };
      return typeof event_timestamp === 'number' ? event_timestamp : undefined;
    } catch {
      return undefined;
    }
  }

  /** The same text with `event_timestamp` and `sent_at` moved; everything else stays to the letter. */
  shift(text: string): string {
    if (this.shiftedDays === 0 || this.of(text) === undefined) return text;
    const moved = (digits: string) => movedBy(digits, this.shiftedDays * secondsPerDay);
    return replaceMember(replaceMember(text, 'event_timestamp', moved), 'sent_at', moved);
  }
}

/** `1702702523.125` moved by whole seconds keeps its fraction as it was written. */
function movedBy(digits: string, seconds: number): string {
  const plain = /^(-?\d+)(\.\d+)?$/.exec(digits);
  if (plain) return `${BigInt(plain[1] ?? 0) + BigInt(seconds)}${plain[2] ?? ''}`;
  const value = Number(digits);
  return Number.isFinite(value) ? String(value + seconds) : digits;
}
