/** What schemas/events holds, as schemas/event-schema.json and schemas/event-about.json allow it. */

export type SimpleType = 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';

/** JSON Schema (draft-07) of one value inside event_data, with this registry's annotations `unit` and `decimals`. */
export interface PropertySchema {
  /** `null` stands only in a list. */
  readonly type: SimpleType | readonly (SimpleType | 'null')[];
  readonly description?: string;
  /** In words: seconds, milliseconds, USD. */
  readonly unit?: string;
  /** Of a `number`: how many decimals its column keeps exactly. */
  readonly decimals?: number;
  readonly enum?: readonly (string | number | boolean)[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly items?: PropertySchema;
  readonly properties?: Readonly<Record<string, PropertySchema>>;
  readonly required?: readonly string[];
}

/** schema.json: what event_data of one version is. */
export interface EventDataSchema {
  readonly title: string;
  /** When the event is sent. */
  readonly description: string;
  readonly type: 'object';
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly required: readonly string[];
}

export type RetentionClass = 'short' | 'standard' | 'long';

/** about.yaml. */
export interface AboutEvent {
  /** What a row says, and what it does not. */
  readonly meaning: string;
  readonly owner: string;
  /** Names of properties of event_data. */
  readonly personal_data: readonly string[];
  readonly retention: RetentionClass;
}

/** A whole event, envelope and event_data. */
export type ExampleEvent = Readonly<Record<string, unknown>>;

/** examples/pass/<name>.json: an event that is accepted. */
export interface PassExample {
  readonly file: string;
  readonly event: ExampleEvent;
}

/** examples/fail/<name>.json: an event that is quarantined, and what is then said. */
export interface FailExample {
  readonly file: string;
  readonly event: ExampleEvent;
  readonly expect: { readonly reason: string; readonly error_path: string; readonly error_detail?: string };
}

export interface RegisteredVersion {
  readonly major: number;
  readonly minor: number;
  /** `1.0` */
  readonly name: string;
  readonly schema: EventDataSchema;
  readonly about: AboutEvent;
  /** Empty when the registry was read without examples. */
  readonly pass: readonly PassExample[];
  readonly fail: readonly FailExample[];
}

export interface RegisteredType {
  readonly name: string;
  /** Relative to the registry's: `login`, or `dota2/dota2_buyback` of a type in a group. */
  readonly folder: string;
  /** Ascending; at least one. */
  readonly versions: readonly [RegisteredVersion, ...RegisteredVersion[]];
}

/** Sorted by name. */
export type EventRegistry = readonly RegisteredType[];

/** The version that speaks for the type: the highest. */
export function latestVersion(type: RegisteredType): RegisteredVersion {
  return type.versions.at(-1) ?? type.versions[0];
}
