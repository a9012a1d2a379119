import { createHash } from 'node:crypto';
import { canonicalEventId } from '../../../functions/event/event-id.ts';
import { isObject, parseJson } from '../../../schemas/parse-json.ts';
import type { EventTimes } from './event-times.ts';
import type { InputEvent } from './post-events.ts';

/** By what the events that were sent are found again in the tables, for `--wait`. */
export class SentIds {
  readonly #times: EventTimes;
  /** By the events' position. */
  readonly #keys = new Map<number, string>();
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  constructor(times: EventTimes) {
    this.#times = times;
  }

  /** Takes note of an event as it is sent. */
  add({ position, text }: InputEvent): void {
    this.#keys.set(position, keyOf(text));
    const time = this.#times.of(text);
    if (time === undefined) return;
    this.#first = Math.min(this.#first, time);
    this.#last = Math.max(this.#last, time);
  }

  /** An event that the API refused. */
  forget({ position }: InputEvent): void {
    this.#keys.delete(position);
  }

  /** Distinct: the `event_id` as the tables spell it; of an event without one the MD5 of its text in hexadecimal. */
  get keys(): readonly string[] {
    return [...new Set(this.#keys.values())];
  }

  /** First and last day of the events' own times, `YYYY-MM-DD`. */
  days(): { readonly firstDay: string; readonly lastDay: string } {
    return { firstDay: dayOf(this.#first), lastDay: dayOf(this.#last) };
  }
}

function keyOf(text: string): string {
  const event = parseJson(text);
  const id = isObject(event) ? event.event_id : undefined;
  if (typeof id === 'string' && id !== '') return canonicalEventId(id);
  return createHash('md5').update(text).digest('hex').toUpperCase();
}

/** Times beyond what a date can hold are quarantined, so that any day will do for them. */
function dayOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? '9999-12-31' : date.toISOString().slice(0, 10);
}
