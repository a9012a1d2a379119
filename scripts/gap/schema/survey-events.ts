import type { ChooseSchema } from '../../../functions/event/choose-schema.ts';
import { isObject } from '../../../schemas/parse-json.ts';
import { typeNameProblem } from '../../../schemas/registry/type-name.ts';
import type { InputEvent } from '../send/post-events.ts';
import { parseWholeNumbers } from './parse-whole-numbers.ts';
import { statedVersion } from './stated-version.ts';

/** An event as far as a schema of its event_data is concerned. */
export interface SurveyedEvent {
  readonly event: Readonly<Record<string, unknown>>;
  readonly type: string;
  /** Undefined: it states none. */
  readonly version: string | undefined;
  readonly data: object;
}

/** What a file says about one event type. */
export interface TypeSurvey {
  events: number;
  /** Events that the registry's schemas refuse, or for which there is none. */
  unsatisfied: number;
  /** The majors that its events state, each with the highest minor. */
  readonly stated: Map<number, number>;
}

export interface Survey {
  readonly types: Map<string, TypeSurvey>;
  /** Events that no schema can be made from: how many, by reason. */
  readonly unusable: Map<string, number>;
}

/** More event types than this are no types: names are made up of data. */
const maxTypes = 1000;

/** Which event types a file has, and which of them the registry does not describe. */
export async function surveyEvents(events: AsyncIterable<InputEvent>, chooseSchema: ChooseSchema): Promise<Survey> {
  const survey: Survey = { types: new Map(), unusable: new Map() };
  for await (const { text } of events) {
    const read = readSurveyed(text);
    const reason = typeof read === 'string' ? read : add(survey.types, read, chooseSchema);
    if (reason !== undefined) survey.unusable.set(reason, (survey.unusable.get(reason) ?? 0) + 1);
  }
  return survey;
}

/** The event in a text, or why there is none that a schema could describe. */
export function readSurveyed(text: string): SurveyedEvent | string {
  let event: unknown;
  try {
    event = parseWholeNumbers(text);
  } catch {
    return 'not JSON';
  }
  if (!isObject(event)) return 'not an object';
  const { event_type: type, event_version: version, event_data: data = {} } = event;
  if (typeof type !== 'string') return 'event_type is not a text';
  if (typeNameProblem(type) !== undefined) return `event_type ${typeNameProblem(type)}`;
  if (version !== undefined && (typeof version !== 'string' || statedVersion(version) === undefined)) {
    return 'event_version is no number like 1, 1.0 or 1.0.5';
  }
  return isObject(data) ? { event, type, version, data } : 'event_data is not an object';
}

function add(types: Map<string, TypeSurvey>, { type, version, data }: SurveyedEvent, chooseSchema: ChooseSchema) {
  const survey = types.get(type) ?? { events: 0, unsatisfied: 0, stated: new Map() };
  if (!types.has(type) && types.size >= maxTypes) return `more than ${maxTypes} event types`;
  types.set(type, survey);
  survey.events += 1;
  const stated = statedVersion(version);
  if (stated !== undefined) {
    survey.stated.set(stated.major, Math.max(survey.stated.get(stated.major) ?? 0, stated.minor ?? 0));
  }
  const candidates = chooseSchema(type, version)?.candidates ?? [];
  if (!candidates.some(({ validate }) => validate(data))) survey.unsatisfied += 1;
  return undefined;
}
