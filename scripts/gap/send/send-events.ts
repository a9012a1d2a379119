import { setTimeout as sleep } from 'node:timers/promises';
import type { EventTimes } from './event-times.ts';
import { type BatchResult, type Destination, type InputEvent, postEvents } from './post-events.ts';

export interface SendSettings {
  /** Events in one request, 1 to 500. */
  readonly batch: number;
  /** Requests under way at once. */
  readonly concurrency: number;
  /** Plays the events in the order of their times, this many times as fast as they happened. */
  readonly pace?: number;
  /** Called about once a second with the counts so far. */
  readonly onProgress: (result: SendResult) => void;
  /** Called with each event as it is sent. */
  readonly onSend?: (event: InputEvent) => void;
  readonly onRefused: (event: InputEvent, reason: string) => void;
}

export interface SendResult {
  sent: number;
  accepted: number;
  failed: number;
  /** The API's clock at its first answer, milliseconds since the epoch; 0 before that. */
  serverTime: number;
}

/** One request stays below what the smallest delivery service takes in one call (Firehose, 4 MiB). */
const batchBytes = 3_500_000;

/** Sends every event and waits for all answers. The first fatal error (a refused key) ends it. */
export async function sendEvents(
  destination: Destination,
  events: AsyncIterable<InputEvent>,
  times: EventTimes,
  settings: SendSettings,
): Promise<SendResult> {
  const result: SendResult = { sent: 0, accepted: 0, failed: 0, serverTime: 0 };
  const underway = new Set<Promise<void>>();
  let fatal: { error: unknown } | undefined;
  let reportedAt = Date.now();
  const count = ({ accepted, refused, serverTime }: BatchResult) => {
    result.accepted += accepted;
    result.failed += refused.length;
    result.serverTime ||= serverTime;
    for (const { event, reason } of refused) settings.onRefused(event, reason);
    if (Date.now() - reportedAt < 1000) return;
    reportedAt = Date.now();
    settings.onProgress(result);
  };
  const refuse = (event: InputEvent) => {
    result.sent += 1;
    result.failed += 1;
    settings.onRefused(event, 'it is not JSON');
  };
  for await (const batch of batches(onlyJson(events, refuse), times, settings)) {
    if (fatal) break;
    result.sent += batch.length;
    for (const event of batch) settings.onSend?.(event);
    const request = postEvents(destination, batch).then(count, (error: unknown) => {
      fatal = { error };
    });
    const tracked: Promise<void> = request.finally(() => underway.delete(tracked));
    underway.add(tracked);
    if (underway.size >= settings.concurrency) await Promise.race(underway);
  }
  await Promise.all(underway);
  if (fatal) {
    settings.onProgress(result);
    throw fatal.error;
  }
  return result;
}

/** Two events on one line would be taken for two of the request's, and no answer would fit any more. */
async function* onlyJson(events: AsyncIterable<InputEvent>, refuse: (event: InputEvent) => void) {
  for await (const event of events) {
    if (isJson(event.text)) yield event;
    else refuse(event);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

async function* batches(events: AsyncIterable<InputEvent>, times: EventTimes, { batch, pace }: SendSettings) {
  let full: InputEvent[] = [];
  let bytes = 0;
  const start = Date.now();
  let first: number | undefined;
  for await (const event of pace ? inOrder(events, times) : events) {
    const size = Buffer.byteLength(event.text);
    const time = times.of(event.text) ?? first ?? 0;
    first ??= time;
    const due = pace ? start + ((time - first) / pace) * 1000 : 0;
    if (full.length > 0 && (full.length >= batch || bytes + size > batchBytes || due > Date.now())) {
      yield full;
      full = [];
      bytes = 0;
    }
    if (due > Date.now()) await sleep(due - Date.now());
    full.push({ ...event, text: times.shift(event.text) });
    bytes += size;
  }
  if (full.length > 0) yield full;
}

async function* inOrder(events: AsyncIterable<InputEvent>, times: EventTimes) {
  const timed: { event: InputEvent; time: number }[] = [];
  for await (const event of events) timed.push({ event, time: times.of(event.text) ?? Number.NEGATIVE_INFINITY });
  timed.sort((one, other) => one.time - other.time);
  for (const { event } of timed) yield event;
}
