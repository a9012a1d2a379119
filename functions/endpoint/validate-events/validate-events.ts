import type { GameEvent } from '../../../schemas/generated/game-event.ts';
import { isObject, parseJson } from '../../../schemas/parse-json.ts';
import type { Judging } from '../../event/environment.ts';
import { judge } from '../../event/judge.ts';
import { isContradictory } from '../../event/occurred-at.ts';
import type { QuarantineReason } from '../../event/outcome.ts';
import { itemSpans, scanObject } from '../../event/scan-object.ts';
import { readEvent, type SentEvent } from '../../event/sent-event.ts';
import { maxEventBytes, tooLarge } from '../../event/size-limit.ts';
import { ApiError } from '../../http/api-error.ts';

/** As on the events route. */
const maxEvents = 500;

/** What would become of one event. */
export interface EventVerdict {
  /** Absent when the event has none that is text. */
  readonly event_id?: string;
  readonly Outcome: 'accepted' | 'quarantined';
  readonly Reason?: QuarantineReason;
  readonly ErrorPath?: string;
  readonly ErrorDetail?: string;
}

/** The events in the order sent; `FailedRecordCount` counts those that would not be accepted. */
export interface Verdicts {
  readonly Total: number;
  readonly FailedRecordCount: number;
  readonly Events: readonly EventVerdict[];
}

/**
 * What would become of the events of a request's body, by the rules of the stream. `receivedAt` in milliseconds since the
 * epoch. The application is registered: it has the key that the request came with. What API Gateway's request model
 * refuses or lets through (it knows no limit of items) is refused here with the same words.
 * Throws BadRequest, and RequestTooLarge for an event that no stream takes.
 */
export function validateEvents(body: string, receivedAt: number, judging: Judging): Verdicts {
  const events = eventsOf(body);
  const verdicts = events.map((event, index) => {
    if (Buffer.byteLength(event.text) > maxEventBytes)
      throw new ApiError('RequestTooLarge', tooLarge(`events[${index}]`));
    return verdict(event, receivedAt, judging);
  });
  const failed = verdicts.filter(({ Outcome }) => Outcome !== 'accepted').length;
  return { Total: verdicts.length, FailedRecordCount: failed, Events: verdicts };
}

/** The events with their own texts. */
function eventsOf(body: string): SentEvent[] {
  const request = parseJson(body);
  if (!isObject(request)) throw new ApiError('BadRequest', 'The body must be a JSON object');
  if (!Array.isArray(request.events)) throw new ApiError('BadRequest', 'events: must be an array');
  const place = scanObject(body, body.indexOf('{'), 'events').member;
  const items = place === undefined ? [] : itemSpans(body, place.start);
  if (items.length < 1 || items.length > maxEvents) {
    throw new ApiError('BadRequest', `events: must have 1 to ${maxEvents} items`);
  }
  return items.map(({ start, end }, index) => {
    const event = readEvent(body.slice(start, end));
    if (event === undefined) throw new ApiError('BadRequest', `events[${index}]: must be an object`);
    return event;
  });
}

function verdict(source: SentEvent, receivedAt: number, judging: Judging): EventVerdict {
  const { event } = source;
  const id = typeof event.event_id === 'string' ? { event_id: event.event_id } : {};
  const judgement = judge(event, { source, registered: true, receivedAt, ...judging });
  if (judgement.outcome === 'accepted') return { ...id, Outcome: 'accepted', ...clockNote(judgement.event) };
  const { outcome, reason, path, detail } = judgement;
  return { ...id, Outcome: outcome, Reason: reason, ErrorPath: path, ErrorDetail: detail };
}

/** Of an accepted event whose time of sending is not believed. */
function clockNote({ event_timestamp, sent_at }: GameEvent): Pick<EventVerdict, 'ErrorPath' | 'ErrorDetail'> {
  if (!isContradictory(event_timestamp, sent_at)) return {};
  return { ErrorPath: '/sent_at', ErrorDetail: 'sent_at is before event_timestamp, so that it corrects nothing' };
}
