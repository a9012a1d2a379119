import type { GameEvent } from '../../../schemas/generated/game-event.ts';
import { type Mismatch, validateGameEvent } from '../../../schemas/generated/validate-game-event.ts';
import type { Judgement, Quarantine } from './outcome.ts';

const hoursAhead = 1;
const longestPath = 256;
const longestDetail = 512;

/**
 * Whether an application's event is good, else what is wrong with it. The first that applies:
 * `unregistered_application` (nobody's events have no schema to be judged by), `schema_mismatch`,
 * `timestamp_out_of_range`: further back than `maxEventAgeDays`, or more than an hour ahead, of `receivedAt`
 * (milliseconds since the epoch). An absent or non-numeric time is a schema mismatch; milliseconds, negative and
 * infinite ones are out of range.
 */
export function judge(
  event: Readonly<Record<string, unknown>>,
  registered: boolean,
  receivedAt: number,
  maxEventAgeDays: number,
): Judgement {
  if (!registered) {
    return {
      outcome: 'quarantined',
      reason: 'unregistered_application',
      path: '',
      detail: 'application_id is not that of an application',
    };
  }
  const candidate: unknown = event;
  if (!validateGameEvent(candidate)) return schemaMismatch(validateGameEvent.errors?.[0]);
  return judgeTime(candidate, receivedAt, maxEventAgeDays) ?? { outcome: 'accepted', reason: 'ok', event: candidate };
}

/** As seconds, the year 5138; as milliseconds, 1973. */
const smallestMilliseconds = 1e11;

function judgeTime(event: GameEvent, receivedAt: number, maxEventAgeDays: number): Quarantine | undefined {
  const ahead = event.event_timestamp - receivedAt / 1000;
  if (ahead <= hoursAhead * 3600 && ahead >= -maxEventAgeDays * 86_400) return undefined;
  // The same words for every event, so that they can be grouped.
  const early = `is more than ${maxEventAgeDays} days before the event was received`;
  const late = `is more than ${hoursAhead} hour after the event was received`;
  const milliseconds = event.event_timestamp > smallestMilliseconds ? ': milliseconds instead of seconds?' : '';
  const detail = ahead > 0 ? `${late}${milliseconds}` : early;
  return { outcome: 'quarantined', reason: 'timestamp_out_of_range', path: '/event_timestamp', detail };
}

function schemaMismatch(mismatch: Mismatch | undefined): Quarantine {
  const { instancePath = '', keyword = '', params = {}, message = 'does not match the schema' } = mismatch ?? {};
  if (keyword === 'required') {
    const name = String(params.missingProperty);
    return {
      outcome: 'quarantined',
      reason: 'schema_mismatch',
      path: pointer(instancePath, name),
      detail: `${name} is missing`,
    };
  }
  if (keyword === 'additionalProperties') {
    const path = pointer(instancePath, String(params.additionalProperty));
    return {
      outcome: 'quarantined',
      reason: 'schema_mismatch',
      path,
      detail: `unknown property; an event's own fields belong in event_data`,
    };
  }
  const detail = cut(`${instancePath.slice(1)} ${message}`, longestDetail);
  return { outcome: 'quarantined', reason: 'schema_mismatch', path: cut(instancePath, longestPath), detail };
}

function pointer(parent: string, name: string): string {
  const short = name.slice(0, longestPath);
  return cut(`${parent}/${short.replaceAll('~', '~0').replaceAll('/', '~1')}`, longestPath);
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 3)}...`;
}
