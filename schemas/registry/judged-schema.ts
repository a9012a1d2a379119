import { columnType } from './column-type.ts';
import type { EventDataSchema, PropertySchema } from './event-registry.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** Whole numbers that a bigint column holds: −2⁶³ up to, not including, 2⁶³. */
const bigint = { minimum: -(2 ** 63), exclusiveMaximum: 2 ** 63 };

/**
 * The schema by which events are judged: without what is only told to people, and with the bounds of the columns, so
 * that no value that is accepted is missing from its typed view because it does not fit.
 */
export function judgedSchema({ properties, required }: EventDataSchema): JsonSchema {
  return {
    type: 'object',
    ...(required.length > 0 && { required }),
    properties: mapValues(properties, (property) => judged({ ...bounds(property), ...property })),
  };
}

function judged(property: PropertySchema): JsonSchema {
  const { description: _description, unit: _unit, decimals: _decimals, items, properties, ...rest } = property;
  return {
    ...rest,
    ...(items !== undefined && { items: judged(items) }),
    ...(properties !== undefined && { properties: mapValues(properties, judged) }),
  };
}

function bounds(property: PropertySchema): JsonSchema {
  if (property.enum !== undefined) return {};
  const type = columnType(property);
  const lower = property.minimum !== undefined || property.exclusiveMinimum !== undefined;
  const upper = property.maximum !== undefined || property.exclusiveMaximum !== undefined;
  const whole = 10 ** (18 - (property.decimals ?? 0));
  if (type === 'bigint') {
    return { ...(!lower && { minimum: bigint.minimum }), ...(!upper && { exclusiveMaximum: bigint.exclusiveMaximum }) };
  }
  if (!type.startsWith('decimal')) return {};
  return { ...(!lower && { exclusiveMinimum: -whole }), ...(!upper && { exclusiveMaximum: whole }) };
}

function mapValues<From, To>(values: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
