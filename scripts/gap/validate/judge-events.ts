import { chooseSchema } from '../../../functions/event/choose-schema.ts';
import { judge, type UnknownEventTypes } from '../../../functions/event/judge.ts';
import type { Judgement } from '../../../functions/event/outcome.ts';
import { readEvent } from '../../../functions/event/sent-event.ts';
import { maxEventBytes, tooLarge } from '../../../functions/event/size-limit.ts';
import { errorMessage } from '../../../schemas/error-message.ts';
import { isObject } from '../../../schemas/parse-json.ts';
import type { EventTimes } from '../send/event-times.ts';
import type { InputEvent } from '../send/post-events.ts';
import { type ReusedId, SeenIds } from './seen-ids.ts';

export interface JudgeSettings {
  /** Milliseconds since the epoch: when the events are taken to be received. */
  readonly now: number;
  readonly maxEventAgeDays: number;
  readonly unknownEventTypes: UnknownEventTypes;
  readonly times: EventTimes;
}

/** What is wrong with one event. */
export interface Problem {
  /** 1-based line of an NDJSON file, or position in an array. */
  readonly line: number;
  readonly event_id?: string;
  readonly event_type?: string;
  readonly reason: string;
  /** JSON pointer into the event. */
  readonly error_path: string;
  readonly error_detail: string;
}

export interface ProblemSummary {
  readonly reason: string;
  readonly error_path: string;
  readonly error_detail: string;
  events: number;
}

export interface TypeSummary {
  readonly event_type: string;
  events: number;
  accepted: number;
  wrong: number;
  /** Events that no schema described: accepted where unknown event types are, else wrong. */
  without_schema: number;
}

export interface Verdict {
  events: number;
  accepted: number;
  wrong: number;
  readonly types: readonly TypeSummary[];
  /** What is wrong, alike events together, the most frequent first. */
  readonly summary: readonly ProblemSummary[];
  /** Events that have the id of an earlier one and are not the same: only the first received counts. */
  readonly reusedIds: readonly ReusedId[];
  /** The first of them, in the order of the file. */
  readonly problems: readonly Problem[];
}

/** More different event types than this are summed up as the rest. */
const maxTypes = 500;
/** Of what is wrong so much is kept; the rest is counted. */
export const maxProblems = 200;
const rest = '(others)';
const none = '(none)';

/** Judges events as the pipeline would if they came in now. Holds no more than a summary, however many they are. */
export async function judgeEvents(events: AsyncIterable<InputEvent>, settings: JudgeSettings): Promise<Verdict> {
  const types = new Map<string, TypeSummary>();
  const problems: Problem[] = [];
  const summaries = new Map<string, ProblemSummary>();
  const ids = new SeenIds();
  const verdict = { events: 0, accepted: 0, wrong: 0 };
  for await (const event of events) {
    const text = settings.times.shift(event.text);
    const judged = judgeText(text, settings);
    ids.add(judged.event_id, text, event.position);
    const summary = summaryOf(types, judged.event_type ?? none);
    verdict.events += 1;
    summary.events += 1;
    if (judged.withoutSchema) summary.without_schema += 1;
    if (judged.wrong === undefined) {
      verdict.accepted += 1;
      summary.accepted += 1;
      continue;
    }
    verdict.wrong += 1;
    count(summaries, judged.wrong);
    summary.wrong += 1;
    if (problems.length >= maxProblems) continue;
    const { event_id, event_type, wrong } = judged;
    const known = { ...(event_id !== undefined && { event_id }), ...(event_type !== undefined && { event_type }) };
    problems.push({ line: event.position, ...known, ...wrong });
  }
  const sorted = [...types.values()].sort((one, other) => (one.event_type < other.event_type ? -1 : 1));
  const summary = [...summaries.values()].sort((one, other) => other.events - one.events);
  return { ...verdict, types: sorted, summary, reusedIds: ids.reused, problems };
}

type Wrong = Pick<Problem, 'reason' | 'error_path' | 'error_detail'>;

interface Judged {
  readonly event_id?: string;
  readonly event_type?: string;
  readonly withoutSchema: boolean;
  readonly wrong?: Wrong;
}

/** More different problems than this are counted under their reason alone. */
const maxSummaries = 100;

function count(summaries: Map<string, ProblemSummary>, wrong: Wrong): void {
  const { reason } = wrong;
  const full = summaries.size >= maxSummaries && !summaries.has(JSON.stringify(wrong));
  const kind = full ? { reason, error_path: '', error_detail: '(others)' } : wrong;
  const key = JSON.stringify(kind);
  const summary = summaries.get(key) ?? { ...kind, events: 0 };
  summary.events += 1;
  summaries.set(key, summary);
}

function judgeText(text: string, { now, maxEventAgeDays, unknownEventTypes }: JudgeSettings): Judged {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch (error) {
    const error_detail = `an event on one line is expected: ${errorMessage(error)}`;
    return { withoutSchema: false, wrong: { reason: 'not_json', error_path: '', error_detail } };
  }
  if (!isObject(event)) {
    const error_detail = 'an event is a JSON object';
    return { withoutSchema: false, wrong: { reason: 'no_event', error_path: '', error_detail } };
  }
  const judgement = judge(event, {
    source: readEvent(text),
    registered: true,
    receivedAt: now,
    maxEventAgeDays,
    unknownEventTypes,
  });
  const { event_id, event_type } = event;
  if (Buffer.byteLength(text) > maxEventBytes) {
    const error_detail = tooLarge('the event');
    return { withoutSchema: false, wrong: { reason: 'too_large', error_path: '', error_detail } };
  }
  return {
    ...(typeof event_id === 'string' && { event_id }),
    ...(typeof event_type === 'string' && { event_type }),
    withoutSchema: typeof event_type === 'string' && chooseSchema(event_type, undefined) === undefined,
    ...(judgement.outcome !== 'accepted' && { wrong: wrongOf(judgement) }),
  };
}

function wrongOf({ reason, path, detail }: Exclude<Judgement, { outcome: 'accepted' }>): Wrong {
  return { reason, error_path: path, error_detail: detail };
}

function summaryOf(types: Map<string, TypeSummary>, event_type: string): TypeSummary {
  const name = types.has(event_type) || types.size < maxTypes ? event_type : rest;
  const summary = types.get(name) ?? { event_type: name, events: 0, accepted: 0, wrong: 0, without_schema: 0 };
  types.set(name, summary);
  return summary;
}
