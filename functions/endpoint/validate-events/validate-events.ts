import { isObject, parseJson } from '../../../schemas/parse-json.ts';
import type { Judging } from '../../event/environment.ts';
import { judge } from '../../event/judge.ts';
import type { QuarantineReason } from '../../event/outcome.ts';
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
 * Throws BadRequest.
 */
export function validateEvents(body: string, receivedAt: number, judging: Judging): Verdicts {
  const request = parseJson(body);
  if (!isObject(request)) throw new ApiError('BadRequest', 'The body must be a JSON object');
  const { events } = request;
  if (!Array.isArray(events)) throw new ApiError('BadRequest', 'events: must be an array');
  if (events.length < 1 || events.length > maxEvents)
    throw new ApiError('BadRequest', `events: must have 1 to ${maxEvents} items`);
  const verdicts: EventVerdict[] = [];
  for (const [index, event] of events.entries()) {
    if (!isObject(event)) throw new ApiError('BadRequest', `events[${index}]: must be an object`);
    verdicts.push(verdict(event, receivedAt, judging));
  }
  const failed = verdicts.filter(({ Outcome }) => Outcome !== 'accepted').length;
  return { Total: verdicts.length, FailedRecordCount: failed, Events: verdicts };
}

function verdict(event: Readonly<Record<string, unknown>>, receivedAt: number, judging: Judging): EventVerdict {
  const id = typeof event.event_id === 'string' ? { event_id: event.event_id } : {};
  const judgement = judge(event, { registered: true, receivedAt, ...judging });
  if (judgement.outcome === 'accepted') return { ...id, Outcome: 'accepted' };
  const { outcome, reason, path, detail } = judgement;
  return { ...id, Outcome: outcome, Reason: reason, ErrorPath: path, ErrorDetail: detail };
}
