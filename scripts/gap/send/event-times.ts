import { replaceMember } from './json-slices.ts';
import type { InputEvent } from './post-events.ts';

const secondsPerDay = 86_400;

/** How the times of a file are changed. */
interface Move {
  /** All times by the same whole number of days. */
  readonly shiftedDays: number;
  /** Undefined: times keep their distances. */
  readonly squeeze?: { readonly last: number; readonly factor: number } | undefined;
  /** `sent_at`, seconds since the epoch; undefined: it stays. Of a recording it would say that the clock is days slow. */
  readonly sentAt?: () => number;
}

/** Reads and moves the times of events in their text. */
export class EventTimes {
  readonly shiftedDays: number;
  /** Distance of the first and the last event, in seconds. */
  readonly spanSeconds: number;
  readonly #move: Move;

  constructor(move: Move = { shiftedDays: 0 }, spanSeconds = 0) {
    this.#move = move;
    this.shiftedDays = move.shiftedDays;
    this.spanSeconds = spanSeconds;
  }

  /**
   * Moves times so that the last event lies within the 24 hours before `now` (milliseconds), and squeezes a recording that is
   * longer than `maxSpanDays` into these. `sent_at` becomes the time of sending.
   */
  static async recent(
    events: AsyncIterable<InputEvent>,
    now: () => number,
    maxSpanDays = Number.POSITIVE_INFINITY,
  ): Promise<EventTimes> {
    let first = Number.POSITIVE_INFINITY;
    let last = Number.NEGATIVE_INFINITY;
    for await (const { text } of events) {
      const time = timeOf(text);
      if (time === undefined) continue;
      first = Math.min(first, time);
      last = Math.max(last, time);
    }
    const isDated = Number.isFinite(last) && Number.isFinite(first);
    const span = isDated ? last - first : 0;
    const factor = Math.min(1, (maxSpanDays * secondsPerDay) / Math.max(span, 1));
    return new EventTimes(
      {
        shiftedDays: isDated ? Math.floor((now() / 1000 - last) / secondsPerDay) : 0,
        squeeze: factor < 1 ? { last, factor } : undefined,
        sentAt: () => Math.floor(now()) / 1000,
      },
      span,
    );
  }

  /** Seconds since the epoch; undefined when the text is no event with a numeric time. */
  of(text: string): number | undefined {
    return timeOf(text);
  }

  /** The time that an event is sent with. */
  moved(seconds: number): number {
    const { shiftedDays, squeeze } = this.#move;
    const squeezed = squeeze === undefined ? seconds : squeeze.last - (squeeze.last - seconds) * squeeze.factor;
    return squeezed + shiftedDays * secondsPerDay;
  }

  /** The same text with its times moved; everything else stays to the letter. */
  shift(text: string): string {
    const { shiftedDays, squeeze, sentAt } = this.#move;
    if (sentAt === undefined && shiftedDays === 0) return text;
    if (timeOf(text) === undefined) return text;
    const time = (digits: string) =>
      squeeze === undefined
        ? movedBy(digits, shiftedDays * secondsPerDay)
        : String(Math.round(this.moved(Number(digits)) * 1000) / 1000);
    const moved = squeeze === undefined && shiftedDays === 0 ? text : replaceMember(text, 'event_timestamp', time);
    const sent = (digits: string) =>
      sentAt === undefined ? movedBy(digits, shiftedDays * secondsPerDay) : String(sentAt());
    return replaceMember(moved, 'sent_at', sent);
  }
}

function timeOf(text: string): number | undefined {
  try {
    const { event_timestamp } = JSON.parse(text) as { event_timestamp?: unknown };
    return typeof event_timestamp === 'number' ? event_timestamp : undefined;
  } catch {
    return undefined;
  }
}

/** `1702702523.125` moved by whole seconds keeps its fraction as it was written. */
function movedBy(digits: string, seconds: number): string {
  const plain = /^(-?\d+)(\.\d+)?$/.exec(digits);
  if (plain) return `${BigInt(plain[1] ?? 0) + BigInt(seconds)}${plain[2] ?? ''}`;
  const value = Number(digits);
  return Number.isFinite(value) ? String(value + seconds) : digits;
}
