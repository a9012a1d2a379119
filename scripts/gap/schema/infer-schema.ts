import { columnName } from '../../../schemas/registry/column-type.ts';
import type { EventDataSchema, PropertySchema, SimpleType } from '../../../schemas/registry/event-registry.ts';
import { isPersonal } from './personal-data.ts';
import type { ObjectStatistics, ValueStatistics } from './value-statistics.ts';

/** A schema that every event of the statistics satisfies, and what its reader should know. */
export interface InferredSchema {
  readonly schema: EventDataSchema;
  readonly notes: readonly string[];
}

/** With fewer events than this, that a field was always there says little. */
const fewEvents = 20;
/** A set of texts is taken for closed when each stood so often, on average … */
const sightingsPerText = 10;
/** … in so many events at least. */
const minValuesForEnum = 50;

/** `source`: where the events come from, in words. */
export function inferSchema(title: string, source: string, statistics: ObjectStatistics): InferredSchema {
  const notes: string[] = [];
  const { properties, required } = membersOf(statistics, '', notes);
  if (statistics.count < fewEvents) {
    notes.push(
      `only ${statistics.count} ${statistics.count === 1 ? 'event' : 'events'}: is all that is required always there?`,
    );
  }
  const described = Object.entries(properties).map(([name, property]) => {
    const seen = statistics.members.get(name);
    return [name, { ...property, description: describe(name, seen) }] as const;
  });
  const schema: EventDataSchema = {
    title,
    description: `Say when it is sent (proposed from ${statistics.count} events of ${source}).`,
    type: 'object',
    required,
    properties: Object.fromEntries(described),
  };
  return { schema, notes };
}

interface Members {
  readonly properties: Record<string, PropertySchema>;
  readonly required: string[];
}

function membersOf(statistics: ObjectStatistics, path: string, notes: string[]): Members {
  const properties: Record<string, PropertySchema> = {};
  const required: string[] = [];
  const columns = new Map<string, string>();
  if (statistics.overflown) {
    notes.push(`${path || 'event_data'} has more different fields than are looked at: are ids used as names?`);
  }
  for (const [name, values] of statistics.members) {
    const at = path === '' ? name : `${path}.${name}`;
    const sameColumn = path === '' ? columns.get(columnName(name)) : undefined;
    const reason = unusableName(name) ?? (sameColumn && `${sameColumn} has the same column`) ?? unusableValues(values);
    if (reason !== undefined) {
      notes.push(`${at} is left out, any value of it is accepted: ${reason}`);
      continue;
    }
    columns.set(columnName(name), name);
    properties[name] = propertyOf(name, values, at, notes);
    if (values.count - values.kinds.empty === statistics.count) required.push(name);
  }
  return { properties, required };
}

function propertyOf(name: string, values: ValueStatistics, path: string, notes: string[]): PropertySchema {
  const types = typesOf(values);
  const { null: nulls, string: strings, array: lists } = values.kinds;
  if (types.length > 1) notes.push(`${path} is sent as ${types.join(' and ')}: its column is text`);
  const [only] = types;
  const decimals = types.length === 1 && nulls === 0 && only === 'number' ? keptDecimals(name, values) : undefined;
  const texts = types.length === 1 && nulls === 0 && strings > 0 ? closedSet(name, values) : undefined;
  const all = nulls > 0 ? [...types, 'null' as const] : types;
  return {
    type: all.length === 1 && only !== undefined ? only : all,
    ...(decimals !== undefined && { decimals }),
    ...(texts !== undefined && { enum: texts }),
    ...(lists > 0 && itemsOf(name, values, path, notes)),
    ...(values.kinds.object > 0 && !values.members.overflown && objectOf(values, path, notes)),
  };
}

function objectOf(values: ValueStatistics, path: string, notes: string[]) {
  const { properties, required } = membersOf(values.members, path, notes);
  if (Object.keys(properties).length === 0) return {};
  return { properties, ...(required.length > 0 && { required }) };
}

function itemsOf(name: string, values: ValueStatistics, path: string, notes: string[]) {
  const { items } = values;
  if (items === undefined || items.count === 0 || unusableValues(items) !== undefined) return {};
  return { items: propertyOf(name, items, `${path}[]`, notes) };
}

function typesOf({ kinds, lowest, highest }: ValueStatistics): SimpleType[] {
  // What no bigint column holds is kept as a double. `parseWholeNumbers` keeps what it holds between these.
  const wide = lowest <= -(2 ** 63) || highest >= 2 ** 63;
  const numeric: SimpleType[] = kinds.fraction > 0 || wide ? ['number'] : ['integer'];
  return [
    ...(kinds.string > 0 ? (['string'] as const) : []),
    ...(kinds.whole + kinds.fraction > 0 ? numeric : []),
    ...(kinds.boolean > 0 ? (['boolean'] as const) : []),
    ...(kinds.object > 0 ? (['object'] as const) : []),
    ...(kinds.array > 0 ? (['array'] as const) : []),
  ];
}

/** An amount of money is kept exactly, when a decimal(18, n) has room to spare for it. */
function keptDecimals(name: string, { decimals, lowest, highest }: ValueStatistics): number | undefined {
  if (!/(^|_)(amount|price|cost|revenue|balance|paid|fee|spent|earned)$/i.test(name) || decimals > 6) return undefined;
  const kept = Math.max(2, decimals);
  return Math.max(-lowest, highest) < 10 ** (14 - kept) ? kept : undefined;
}

/** Names whose next value is not among the last ones. */
const openNames = /(^|_)(id|key|name|version|code|message|msg|url|text|country|region|language|locale)$/i;

function closedSet(name: string, { texts, lastNewTextAt, kinds }: ValueStatistics): string[] | undefined {
  if (texts === undefined || texts.size < 2 || openNames.test(name) || isPersonal(name)) return undefined;
  const count = kinds.string;
  if (count < Math.max(minValuesForEnum, texts.size * sightingsPerText) || lastNewTextAt > count / 2) return undefined;
  const names = [...texts.keys()];
  return names.every((text) => /^[A-Za-z0-9_.-]+$/.test(text)) ? names.sort() : undefined;
}

/** As schemas/event-schema.json. */
const maxNameLength = 64;

function unusableName(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return 'a field of a schema begins with a letter';
  if (!/^[A-Za-z0-9_]+$/.test(name)) return 'a field of a schema has letters, digits and _ only';
  if (name.length > maxNameLength) return `its name is longer than ${maxNameLength} characters`;
  return name in {} ? 'every object has one of this name' : undefined;
}

function unusableValues(values: ValueStatistics): string | undefined {
  if (values.kinds.infinite > 0) return 'it holds numbers that are too large for any number';
  const { null: nulls, empty } = values.kinds;
  if (nulls + empty < values.count) return undefined;
  return empty === 0 ? 'it was never anything but null' : 'it was never anything but null or the empty text';
}

function describe(name: string, values: ValueStatistics | undefined): string {
  const words = name.replaceAll('_', ' ');
  const numbers = values !== undefined && values.kinds.whole + values.kinds.fraction > 0 && !isPersonal(name);
  const range = numbers ? ` (${values.lowest} to ${values.highest} were seen)` : '';
  return `Say what ${words} means${range}.`;
}
