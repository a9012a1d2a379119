import { randomUUID } from 'node:crypto';
import { validateGameEvent } from '../../../schemas/generated/validate-game-event.ts';
import type {
  EventDataSchema,
  ExampleEvent,
  FailExample,
  PropertySchema,
} from '../../../schemas/registry/event-registry.ts';

export interface Example {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly event: ExampleEvent;
}

type FailingExample = Example & Pick<FailExample, 'expect'>;

/** The day of all examples, in seconds since the epoch. */
const exampleDay = 1_790_000_000;
const secondsPerDay = 86_400;

/** A whole event around an event's own fields: what of `event` fits an envelope, on the day of the examples. */
export function exampleEvent(type: string, version: string, event: Readonly<Record<string, unknown>>): ExampleEvent {
  const { event_timestamp: time, event_data = {} } = event;
  const second = typeof time === 'number' && Number.isFinite(time) ? Math.abs(Math.floor(time)) % secondsPerDay : 0;
  const needed = {
    event_id: randomUUID(),
    event_type: type,
    event_name: type,
    event_version: version,
    event_timestamp: exampleDay + second,
  };
  const taken = ['event_name', 'app_version', 'player_id', 'session_id', 'platform', 'country'].flatMap((name) =>
    typeof event[name] === 'string' ? [[name, event[name]]] : [],
  );
  const whole: ExampleEvent = { ...needed, ...Object.fromEntries(taken), event_data };
  return validateGameEvent(whole) ? whole : { ...needed, event_data };
}

/** Events that the schema accepts and refuses: with all fields and with none but the required; one field wrong. */
export function makeExamples(schema: EventDataSchema, event: ExampleEvent) {
  const data = dataOf(event);
  const required = schema.required.map((name) => [name, data[name]]);
  const pass: Example[] = [
    { name: 'all-fields', event },
    { name: 'required-fields', event: variant(event, { event_data: Object.fromEntries(required) }) },
  ];
  const wrong: FailingExample[] = [
    ...schema.required.slice(0, 1).map((name) => missing(name, event)),
    ...Object.entries(schema.properties)
      .slice(0, 1)
      .flatMap(([name, property]) => wrongType(name, property, event)),
    failing('unknown-major', '/event_version', variant(event, { event_version: '999.0' })),
    failing('data-is-text', '/event_data', variant(event, { event_data: 'text' })),
  ];
  return { pass, fail: wrong };
}

function missing(name: string, event: ExampleEvent): FailingExample {
  const others = Object.entries(dataOf(event)).filter(([other]) => other !== name);
  const without = variant(event, { event_data: Object.fromEntries(others) });
  return failing(`without-${fileName(name)}`, `/event_data/${name}`, without);
}

/** One value of each type. */
const values = { string: 'text', boolean: true, array: [], object: {}, number: 0.5 } as const;

function wrongType(name: string, { type }: PropertySchema, event: ExampleEvent): FailingExample[] {
  const types: readonly string[] = typeof type === 'string' ? [type] : type;
  const [value] = Object.entries(values).flatMap(([kind, one]) => (types.includes(kind) ? [] : [one]));
  if (value === undefined) return [];
  const data = { ...dataOf(event), [name]: value };
  return [failing(`wrong-${fileName(name)}`, `/event_data/${name}`, variant(event, { event_data: data }))];
}

function failing(name: string, error_path: string, event: ExampleEvent): FailingExample {
  return { name, event, expect: { reason: 'schema_mismatch', error_path } };
}

function variant(event: ExampleEvent, changes: ExampleEvent): ExampleEvent {
  return { ...event, event_id: randomUUID(), ...changes };
}

function dataOf({ event_data: data }: ExampleEvent): Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null ? { ...data } : {};
}

function fileName(property: string): string {
  return property
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}
