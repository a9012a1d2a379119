import type { QuarantineReason } from './answers.ts';
import type { SimulatedEvent } from './event.ts';
import type { Random } from './random.ts';

const secondsPerDay = 86_400;

/** An event as it is sent, and where a pipeline must find it wrong. */
export interface Disturbed {
  readonly sent: Readonly<Record<string, unknown>>;
  readonly reason: QuarantineReason;
  /** JSON pointer to what is wrong. */
  readonly path: string;
}

/** Milliseconds instead of seconds, a clock never set, one years ahead, a negative time; nothing says when it was sent. */
export function withWrongClock(event: SimulatedEvent, random: Random): Disturbed {
  const seconds = event.event_timestamp;
  const wrong = random.pick([seconds * 1000, secondsPerDay, seconds + 5 * 365 * secondsPerDay, -seconds]);
  return { sent: { ...event, event_timestamp: wrong }, reason: 'timestamp_out_of_range', path: '/event_timestamp' };
}

/** How far such a clock is off, in seconds: hours, days, years. */
const skews = [-400 * secondsPerDay, -3 * 3600, 2 * 3600, 5 * 365 * secondsPerDay] as const;

/** Seconds into its minute at which an event is late enough for some delay to move it into the next. */
const latestSecond = 10;

/**
 * Whether the correction of a client's clock is certain to find the event's minute: it is as exact as the time between
 * `sent_at` and the request, for which this leaves 50 seconds.
 */
export function canBeCorrected({ event_timestamp: time }: SimulatedEvent): boolean {
  return time % 60 < latestSecond;
}

/** Of all events these can; a share of all is so many times as large among them. */
export const correctableShare = latestSecond / 60;

/** A clock that is off and says so: sent at `sentAt` (true, seconds since the epoch), by that same clock. */
export function withSkewedClock(event: SimulatedEvent, sentAt: number, random: Random): Record<string, unknown> {
  const skew = random.pick(skews);
  return { ...event, event_timestamp: event.event_timestamp + skew, sent_at: sentAt + skew };
}

/** By event type the field of event_data that its schema refuses so; undefined: the field is not sent. */
const wrongData: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  session_start: { start_reason: 'by magic' },
  session_end: { duration_seconds: -1 },
  login: { platform: 3 },
  level_started: { level_id: 7 },
  level_completed: { level_id: undefined },
  level_failed: { level_id: null },
  match_start: { match_id: ['a', 'b'] },
  match_end: { match_result_type: undefined },
  iap_transaction: { currency_amount: '4.99' },
  currency_earned: { amount: 0 },
  currency_spent: { sink: undefined },
  item_acquired: { quantity: 1.5 },
  ad_impression: { ad_format: 'billboard' },
  error: { severity: 'odd' },
};

/** Members of the envelope whose values are wrong; undefined: the member is not sent. */
const wrongMembers = [
  { event_type: undefined },
  { event_name: 'two words' },
  { event_version: '9.0' },
  { event_data: 'text' },
  { event_timestamp: '2026-01-01' },
  { colour: 'red' },
] as const;

/** What the API still carries and a schema refuses: that of the envelope or that of the type. */
export function malformed(event: SimulatedEvent, random: Random): Disturbed {
  const reason = 'schema_mismatch';
  const data = wrongData[event.event_type];
  if (data !== undefined && random.chance(0.5)) {
    const event_data = { ...event.event_data, ...data };
    return { sent: { ...event, event_data }, reason, path: `/event_data/${Object.keys(data).join()}` };
  }
  const member: Readonly<Record<string, unknown>> = random.pick(wrongMembers);
  return { sent: { ...event, ...member }, reason, path: `/${Object.keys(member).join()}` };
}
