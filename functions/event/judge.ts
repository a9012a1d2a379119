import type { GameEvent } from '../../schemas/generated/game-event.ts';
import { validateGameEvent } from '../../schemas/generated/validate-game-event.ts';
import { isObject } from '../../schemas/parse-json.ts';
import { acceptsData } from './accept-data.ts';
import { type ChooseSchema, chooseSchema, type SchemaChoice } from './choose-schema.ts';
import { describeMismatch, describeRepetition } from './mismatch.ts';
import { occurredAt } from './occurred-at.ts';
import type { Judgement, Quarantine, QuarantineReason } from './outcome.ts';
import { countMembers, findRepeatedMember } from './repeated-member.ts';
import type { SentEvent } from './sent-event.ts';
import { outOfRange } from './time-bounds.ts';

/** What becomes of an event whose type has no schema. */
export type UnknownEventTypes = 'ACCEPT' | 'QUARANTINE';

export interface JudgeOptions {
  /** The event's own text, which alone shows members that appear twice and every digit. Undefined: it has none. */
  readonly source?: SentEvent;
  /** Whether the application that it belongs to is registered. */
  readonly registered: boolean;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly maxEventAgeDays: number;
  readonly unknownEventTypes: UnknownEventTypes;
  /** Default: the schemas of `schemas/events`. */
  readonly chooseSchema?: ChooseSchema;
}

/**
 * Whether an event is good, else what is wrong with it. The first that applies:
 *
 * | reason | |
 * |---|---|
 * | `unregistered_application` | nobody's events have no schema to be judged by |
 * | `schema_mismatch` | a member that appears twice, which no two readers read alike |
 * | `schema_mismatch` | of the envelope: absent and unknown members, wrong types |
 * | `unknown_event_type` | its type has no schema, and those are not accepted |
 * | `schema_mismatch` | of `event_version` or `event_data`, by the schema that the version chooses |
 * | `timestamp_out_of_range` | too far back or ahead of `receivedAt`, once the client's clock is put right |
 *
 * An optional member that is null or the empty text is absent, and an event without `event_data` is judged as if that were
 * empty. What an event holds cannot make this throw.
 */
export function judge(event: Readonly<Record<string, unknown>>, options: JudgeOptions): Judgement {
  if (!options.registered) {
    return quarantine('unregistered_application', '', 'application_id is not that of an application', undefined);
  }
  const { source } = options;
  if (source !== undefined && source.place.members !== countMembers(event)) {
    const { path, detail } = describeRepetition(findRepeatedMember(source.text, source.place.start) ?? []);
    return quarantine('schema_mismatch', path, detail, undefined);
  }
  const candidate: unknown = event;
  if (!validateGameEvent(candidate)) {
    const { path, detail } = describeMismatch(validateGameEvent.errors?.[0], '', event);
    return quarantine('schema_mismatch', path, detail, undefined);
  }
  const choice = (options.chooseSchema ?? chooseSchema)(candidate.event_type, candidate.event_version || undefined);
  if (choice !== undefined) {
    const judged = judgeData(candidate, choice, source);
    return typeof judged === 'string' ? judgeTime(candidate, judged, options) : judged;
  }
  if (options.unknownEventTypes === 'ACCEPT') return judgeTime(candidate, undefined, options);
  const detail = 'there is no schema for events of this type';
  return quarantine('unknown_event_type', '/event_type', detail, undefined);
}

const noData: Readonly<Record<string, unknown>> = {};

/** The version of the schema that the event satisfies, or what is wrong with it. */
function judgeData(event: GameEvent, choice: SchemaChoice, source: SentEvent | undefined): string | Quarantine {
  const data = isObject(event.event_data) ? event.event_data : noData;
  if (choice.candidates === undefined) {
    return quarantine('schema_mismatch', '/event_version', choice.detail, undefined);
  }
  for (const { validate, version } of choice.candidates) if (acceptsData(validate, data, source)) return version;
  const { validate, version } = choice.candidates[0];
  const { path, detail } = describeMismatch(validate.errors?.[0], '/event_data', data);
  return quarantine('schema_mismatch', path, detail, version);
}

function judgeTime(
  event: GameEvent,
  schemaVersion: string | undefined,
  { receivedAt, maxEventAgeDays }: JudgeOptions,
): Judgement {
  const occurred = occurredAt(event.event_timestamp, event.sent_at, receivedAt);
  const wrong = outOfRange(event, occurred, receivedAt, maxEventAgeDays);
  if (wrong !== undefined) return quarantine('timestamp_out_of_range', wrong.path, wrong.detail, schemaVersion);
  return { outcome: 'accepted', reason: 'ok', event, occurredAt: occurred, schemaVersion };
}

function quarantine(
  reason: QuarantineReason,
  path: string,
  detail: string,
  schemaVersion: string | undefined,
): Quarantine {
  return { outcome: 'quarantined', reason, path, detail, schemaVersion };
}
