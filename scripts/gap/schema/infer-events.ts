import type { EventSource } from '../send/read-events.ts';
import { inferSchema } from './infer-schema.ts';
import { Pseudonyms } from './personal-data.ts';
import { proposeVersion } from './propose-version.ts';
import { contractChooser } from './registry-chooser.ts';
import type { Contract } from './released-registry.ts';
import { statedVersion } from './stated-version.ts';
import { readSurveyed, type SurveyedEvent, surveyEvents, type TypeSurvey } from './survey-events.ts';
import { ObjectStatistics } from './value-statistics.ts';
import { makeVersion, type NewVersion, titleOf } from './version-folder.ts';

export interface Proposal extends NewVersion {
  /** Events of the file that it was made from. */
  readonly events: number;
  readonly notes: readonly string[];
}

export interface Inference {
  readonly proposals: readonly Proposal[];
  /** Types whose events all satisfy the registry already. */
  readonly satisfied: readonly { readonly type: string; readonly events: number }[];
  /** Events that no schema can be made from. */
  readonly unusable: readonly { readonly reason: string; readonly events: number }[];
}

/**
 * Proposes schemas for the events of a file that a contract does not describe yet, one for each type and major that they
 * state: all of them satisfy it. The file is read twice and never held.
 */
export async function inferEvents(source: EventSource, contract: Contract, name: string): Promise<Inference> {
  const survey = await surveyEvents(source.events(), contractChooser(contract));
  const described = [...survey.types].filter(([, { unsatisfied }]) => unsatisfied === 0);
  const groups = new Map<string, Group>();
  for await (const { text } of source.events()) {
    const read = readSurveyed(text);
    if (typeof read === 'string') continue;
    const type = survey.types.get(read.type);
    if (type === undefined || type.unsatisfied === 0) continue;
    const major = majorOf(read, type, contract);
    const key = `${read.type} ${major}`;
    const group = groups.get(key) ?? new Group(read.type, major, type.stated.get(major) ?? 0);
    groups.set(key, group);
    group.add(read, text.length);
  }
  const proposals = [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, group]) => group.propose(contract, name));
  return {
    proposals,
    satisfied: described.map(([type, { events }]) => ({ type, events })),
    unusable: [...survey.unusable].map(([reason, events]) => ({ reason, events })),
  };
}

/** An event without a version is judged by the highest major that there will be. */
function majorOf({ type, version }: SurveyedEvent, { stated }: TypeSurvey, contract: Contract): number {
  const own = statedVersion(version);
  if (own !== undefined) return own.major;
  const registered = [...(contract.get(type)?.keys() ?? [])].map((one) => Number(one.split('.')[0]));
  const majors = [...registered, ...stated.keys()];
  return majors.length === 0 ? 1 : Math.max(...majors);
}

/** Longer events are no examples. */
const maxExampleLength = 10_000;

/** The events of one type and major. */
class Group {
  readonly #type: string;
  readonly #major: number;
  readonly #minor: number;
  readonly #statistics = new ObjectStatistics();
  /** That with most fields, the first of equals. */
  #fullest: SurveyedEvent | undefined;

  constructor(type: string, major: number, minor: number) {
    this.#type = type;
    this.#major = major;
    this.#minor = minor;
  }

  add(event: SurveyedEvent, length: number): void {
    this.#statistics.add(event.data);
    const fields = this.#fullest === undefined ? -1 : Object.keys(this.#fullest.data).length;
    if (Object.keys(event.data).length > fields && length <= maxExampleLength) this.#fullest = event;
  }

  propose(contract: Contract, name: string): Proposal {
    const events = this.#statistics.count;
    const { schema, notes } = inferSchema(titleOf(this.#type), name, this.#statistics);
    const { version, note } = proposeVersion(contract.get(this.#type), this.#major, this.#minor, schema);
    const example = new Pseudonyms().replaceIn(this.#fullest?.event ?? {});
    const made = makeVersion({ type: this.#type, version, schema, example });
    return { ...made, events, notes: note === undefined ? notes : [...notes, note] };
  }
}
