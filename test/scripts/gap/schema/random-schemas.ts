import type { EventDataSchema, PropertySchema, SimpleType } from '../../../../schemas/registry/event-registry.ts';
import type { Random } from '../../../../scripts/simulate/random.ts';

const names = ['a', 'b', 'c', 'd'] as const;
const texts = ['x', 'y', 'zz', '7'] as const;
const patterns = ['^x', '^[a-z]+$', '^.?$'] as const;

/** A schema such as a registry may hold, small enough for changes of it to meet. */
export function randomSchema(random: Random): EventDataSchema {
  const { properties = {}, required = [] } = randomObject(random, 0);
  return { title: 'T', description: 'D', type: 'object', properties, required };
}

/** The schema with a few things about it changed, by chance. */
export function changedSchema(schema: EventDataSchema, random: Random): EventDataSchema {
  const { properties = {}, required = [] } = changedObject(schema, random, 0);
  return { ...schema, properties, required };
}

/** A value that may or may not satisfy the schema; it mostly comes close. */
export function randomValue(schema: Partial<PropertySchema>, random: Random, depth = 0): unknown {
  if (random.chance(0.08)) return anyValue(random);
  if (schema.enum !== undefined && random.chance(0.8)) return schema.enum[random.integer(0, schema.enum.length - 1)];
  const types = schema.type === undefined ? [] : [schema.type].flat();
  switch (types[random.integer(0, types.length - 1)]) {
    case 'string':
      return random.pick([...texts, '', 'a1']);
    case 'integer':
      return near(schema, random);
    case 'number':
      return near(schema, random) + random.pick([0, 0.5, -0.25]);
    case 'boolean':
      return random.chance(0.5);
    case 'array':
      return Array.from({ length: random.integer(0, 2) }, () => randomValue(schema.items ?? {}, random, depth + 1));
    case 'object':
      return randomMembers(schema, random, depth);
    case 'null':
      return null;
    default:
      return anyValue(random);
  }
}

function randomMembers(schema: Partial<PropertySchema>, random: Random, depth: number): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const name of names) {
    const needed = schema.required?.includes(name) === true;
    if (random.chance(needed ? 0.97 : 0.5))
      members[name] = randomValue(schema.properties?.[name] ?? {}, random, depth + 1);
  }
  return members;
}

function near(
  { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Partial<PropertySchema>,
  random: Random,
): number {
  const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].filter((bound) => bound !== undefined);
  const around = bounds[random.integer(0, bounds.length)] ?? random.pick([0, 5, 2 ** 60, 2 ** 63, -(2 ** 63), 1e17]);
  return Math.round(around) + random.integer(-2, 2);
}

function anyValue(random: Random): unknown {
  return random.pick([null, true, 0, 3, -1.5, '', 'x', [], ['x', 3], {}, { a: 'x' }, 1e300]);
}

function randomProperty(random: Random, depth: number): PropertySchema {
  const simple: [SimpleType, ...SimpleType[]] = ['string', 'integer', 'number', 'boolean'];
  const type = random.pick(depth < 2 ? ([...simple, 'object', 'array'] as const) : simple);
  if (random.chance(0.15))
    return {
      type: random.pick([
        [type, 'null'],
        ['integer', 'string'],
        ['number', 'boolean'],
      ] as const),
    };
  switch (type) {
    case 'string':
      if (random.chance(0.3)) return { type, enum: someOf(texts, random) };
      return { type, ...(random.chance(0.3) && { pattern: random.pick(patterns) }) };
    case 'integer':
    case 'number':
      if (random.chance(0.1)) return { type, enum: someOf([1, 2, 3], random) };
      return { type, ...randomBounds(random), ...(type === 'number' && random.chance(0.3) && { decimals: 2 }) };
    case 'array':
      return { type, ...(random.chance(0.7) && { items: randomProperty(random, depth + 1) }) };
    case 'object':
      return { type, ...randomObject(random, depth + 1) };
    default:
      return { type };
  }
}

function randomBounds(random: Random): Partial<PropertySchema> {
  return {
    ...(random.chance(0.3) && { minimum: random.integer(-3, 1) }),
    ...(random.chance(0.2) && { exclusiveMinimum: random.integer(-3, 1) + random.pick([0, 0.5]) }),
    ...(random.chance(0.3) && { maximum: random.integer(3, 7) }),
    ...(random.chance(0.2) && { exclusiveMaximum: random.integer(3, 7) + random.pick([0, 0.5]) }),
  };
}

function randomObject(random: Random, depth: number): Pick<PropertySchema, 'properties' | 'required'> {
  const chosen = names.filter(() => random.chance(0.6));
  const properties = Object.fromEntries(chosen.map((name) => [name, randomProperty(random, depth + 1)]));
  return { properties, required: chosen.filter(() => random.chance(0.4)) };
}

function changedObject(
  { properties = {}, required = [] }: Pick<PropertySchema, 'properties' | 'required'>,
  random: Random,
  depth: number,
): Pick<PropertySchema, 'properties' | 'required'> {
  const changed: Record<string, PropertySchema> = {};
  for (const [name, property] of Object.entries(properties)) {
    if (random.chance(0.06)) continue;
    changed[name] = random.chance(0.3) ? changedProperty(property, random, depth + 1) : property;
  }
  if (random.chance(0.1)) changed[random.pick(names)] ??= randomProperty(random, depth + 1);
  const kept = required.filter((name) => changed[name] !== undefined && !random.chance(0.1));
  const added = Object.keys(changed).filter((name) => !kept.includes(name) && random.chance(0.03));
  return { properties: changed, required: [...kept, ...added] };
}

function changedProperty(property: PropertySchema, random: Random, depth: number): PropertySchema {
  const { enum: values, pattern: _pattern, minimum: _minimum, maximum: _maximum, ...rest } = property;
  const { exclusiveMinimum: _above, exclusiveMaximum: _below, ...bare } = rest;
  const changes: [() => PropertySchema, ...(() => PropertySchema)[]] = [
    () => randomProperty(random, depth),
    () => bare,
    () => ({ ...property, ...(property.type === 'integer' && { type: 'number' }) }),
    () => ({ ...property, type: typeof property.type === 'string' ? [property.type, 'null'] : property.type }),
    () => ({ ...bare, ...randomBoundsOf(property, random), ...(values !== undefined && { enum: values }) }),
    () => ({ ...property, ...(values !== undefined && { enum: [...new Set([...values, 'x', 3])] }) }),
    () => ({ ...property, ...(property.type === 'object' && changedObject(property, random, depth)) }),
    () => ({
      ...property,
      ...(property.items !== undefined && { items: changedProperty(property.items, random, depth + 1) }),
    }),
  ];
  return random.pick(changes)();
}

function randomBoundsOf({ type }: PropertySchema, random: Random): Partial<PropertySchema> {
  return type === 'integer' || type === 'number' ? randomBounds(random) : {};
}

function someOf<T>(values: readonly [T, ...T[]], random: Random): [T, ...T[]] {
  const [first, ...others] = values;
  return [first, ...others.filter(() => random.chance(0.5))];
}
