import { withAbsent } from './absent.ts';
import { columnType } from './column-type.ts';
import type { EventDataSchema, PropertySchema } from './event-registry.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Whole numbers that a bigint column holds: −2⁶³ up to 2⁶³ − 1. A double cannot tell the ends from their neighbours, so both
 * are outside here; `judge` looks at the digits of a number there.
 */
const bigint = { exclusiveMinimum: -(2 ** 63), exclusiveMaximum: 2 ** 63 };

/**
 * The schema by which events are judged: `boundedSchema` with optional members that may be null or the empty text.
 */
export function judgedSchema(schema: EventDataSchema): JsonSchema {
  return acceptAbsent(boundedSchema(schema));
}

/**
 * A schema without what is only told to people, and with the bounds of the columns, so that every accepted value fits its
 * typed view.
 */
export function boundedSchema({ properties, required }: EventDataSchema): BoundedSchema {
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: mapValues(properties, (property) => bare({ ...property, ...bounds(property) })),
  };
}

/** A schema in the words of this registry, as far as members inside it matter here. */
interface BoundedSchema extends JsonSchema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, BoundedSchema>>;
  readonly items?: BoundedSchema;
}

function bare(property: PropertySchema): BoundedSchema {
  const { description: _description, unit: _unit, decimals: _decimals, items, properties, ...rest } = property;
  return {
    ...rest,
    ...(items !== undefined && { items: bare(items) }),
    ...(properties !== undefined && { properties: mapValues(properties, bare) }),
  };
}

function acceptAbsent({ properties, items, ...rest }: BoundedSchema): JsonSchema {
  return {
    ...rest,
    ...(items !== undefined && { items: acceptAbsent(items) }),
    ...(properties !== undefined && {
      properties: withAbsent(mapValues(properties, acceptAbsent), rest.required ?? []),
    }),
  };
}

function bounds(property: PropertySchema): Partial<PropertySchema> {
  if (property.enum !== undefined) return {};
  const type = columnType(property);
  if (type === 'bigint') return narrowed(property, bigint.exclusiveMinimum, bigint.exclusiveMaximum);
  if (!type.startsWith('decimal')) return {};
  const whole = 10 ** (18 - (property.decimals ?? 0));
  return narrowed(property, -whole, whole);
}

/** The column's bounds where the property has none that is as narrow. Both of the column's are exclusive. */
function narrowed(property: PropertySchema, low: number, high: number): Partial<PropertySchema> {
  const lower = property.minimum ?? property.exclusiveMinimum ?? low;
  const upper = property.maximum ?? property.exclusiveMaximum ?? high;
  return {
    ...(lower <= low && { exclusiveMinimum: low }),
    ...(upper >= high && { exclusiveMaximum: high }),
  };
}

function mapValues<From, To>(values: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
