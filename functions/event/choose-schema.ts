import { type EventSchemaVersion, eventSchemas } from '../../schemas/generated/validate-event-data.ts';

/** A schema that an event may be judged by. */
export interface Candidate {
  /** `1.0` */
  readonly version: string;
  readonly validate: EventSchemaVersion['validate'];
}

/** `candidates`: the event must satisfy one of them; the first one says what is wrong when it satisfies none. */
export type SchemaChoice =
  | { readonly candidates: readonly [Candidate, ...Candidate[]] }
  | { readonly candidates: undefined; readonly detail: string };

/** Undefined: there is no schema for the event type. */
export type ChooseSchema = (eventType: string, eventVersion: string | undefined) => SchemaChoice | undefined;

/** Version texts of a type whose choice is kept; clients write them. */
const maxChoices = 100;
const maxPartLength = 9;
const part = `(0|[1-9][0-9]{0,${maxPartLength - 1}})`;
const versionPattern = new RegExp(`^${part}(?:\\.${part}(?:\\.${part})?)?$`);

/**
 * Which schemas an event is judged by. `event_version` is `major`, `major.minor` or `major.minor.patch`, of which the
 * patch does not matter: the exact minor if it is registered, else every minor of that major, the highest first.
 * Without a version it is the highest major. What is no such number, or another major, has none.
 */
export function schemaChooser(schemas: ReadonlyMap<string, readonly EventSchemaVersion[]>): ChooseSchema {
  const types = new Map([...schemas].map(([name, versions]) => [name, registeredType(name, versions)]));
  return (eventType, eventVersion) => types.get(eventType)?.(eventVersion);
}

export const chooseSchema = schemaChooser(eventSchemas);

function registeredType(name: string, versions: readonly EventSchemaVersion[]) {
  const choices = new Map<string | undefined, SchemaChoice>();
  return (eventVersion: string | undefined): SchemaChoice => {
    const known = choices.get(eventVersion);
    if (known !== undefined) return known;
    const choice = choose(name, versions, eventVersion);
    if (choices.size < maxChoices) choices.set(eventVersion, choice);
    return choice;
  };
}

function choose(name: string, versions: readonly EventSchemaVersion[], eventVersion: string | undefined): SchemaChoice {
  const newestFirst = [...versions].sort((one, other) => other.major - one.major || other.minor - one.minor);
  const registered = `${name} has ${[...newestFirst].reverse().map(versionText).join(', ')}`;
  const match = eventVersion === undefined ? undefined : versionPattern.exec(eventVersion);
  if (match === null) {
    return { candidates: undefined, detail: `event_version must be a number like 1, 1.0 or 1.0.5; ${registered}` };
  }
  const major = match === undefined ? newestFirst[0]?.major : Number(match[1]);
  const ofMajor = newestFirst.filter((version) => version.major === major);
  const minor = match?.[2] === undefined ? undefined : Number(match[2]);
  const exact = ofMajor.filter((version) => version.minor === minor);
  const [first, ...more] = (exact.length > 0 ? exact : ofMajor).map(candidate);
  if (first === undefined) return { candidates: undefined, detail: `no such version is registered; ${registered}` };
  return { candidates: [first, ...more] };
}

function candidate(version: EventSchemaVersion): Candidate {
  return { version: versionText(version), validate: version.validate };
}

function versionText({ major, minor }: EventSchemaVersion): string {
  return `${major}.${minor}`;
}
