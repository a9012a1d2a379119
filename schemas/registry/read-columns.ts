import { parse } from 'yaml';
import { isObject } from '../parse-json.ts';

/** Every engine that a column has a type in. */
export const engines = ['glue', 'clickhouse', 'redshift', 'flink'] as const;

export type Engine = (typeof engines)[number];

export interface Column {
  readonly name: string;
  readonly types: Readonly<Record<Engine, string>>;
  readonly comment: string;
}

export interface ColumnTables {
  /** Of raw_events and of the view events. */
  readonly events: readonly Column[];
  /** What quarantined_events has beyond them. */
  readonly quarantined: readonly Column[];
}

/** schemas/columns.yaml. Throws naming what is malformed or unknown. */
export function readColumns(yamlText: string): ColumnTables {
  const tables: unknown = parse(yamlText);
  if (!isObject(tables)) throw new Error('columns.yaml: must be a mapping of tables');
  for (const table of Object.keys(tables)) {
    if (table !== 'events' && table !== 'quarantined_events') throw new Error(`columns.yaml: unknown table ${table}`);
  }
  const events = readTable('events', tables.events);
  const quarantined = readTable('quarantined_events', tables.quarantined_events);
  refuseDoubles([...events, ...quarantined]);
  return { events, quarantined };
}

function readTable(table: string, value: unknown): Column[] {
  if (!Array.isArray(value)) throw new Error(`columns.yaml: ${table} must be a list of columns`);
  return value.map((column: unknown, index) => {
    const where = `columns.yaml: ${table}[${index}]`;
    if (!isObject(column)) throw new Error(`${where} must be a mapping`);
    for (const key of Object.keys(column)) {
      if (!['name', 'types', 'comment'].includes(key)) throw new Error(`${where}: unknown key ${key}`);
    }
    const { name, types, comment } = column;
    if (typeof name !== 'string' || !/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`${where}: bad name`);
    if (typeof comment !== 'string' || comment === '') throw new Error(`${where} (${name}): comment is missing`);
    if (!isObject(types)) throw new Error(`${where} (${name}): types is missing`);
    return { name, types: readTypes(`${where} (${name})`, types), comment };
  });
}

function readTypes(where: string, types: Readonly<Record<string, unknown>>): Column['types'] {
  for (const [engine, type] of Object.entries(types)) {
    if (!engines.some((known) => known === engine)) throw new Error(`${where}: unknown engine ${engine}`);
    if (typeof type !== 'string') throw new Error(`${where}: type for ${engine} must be text`);
  }
  const typeFor = (engine: Engine) => {
    const type = types[engine];
    if (typeof type !== 'string') throw new Error(`${where} has no type for ${engine}`);
    return type;
  };
  return {
    glue: typeFor('glue'),
    clickhouse: typeFor('clickhouse'),
    redshift: typeFor('redshift'),
    flink: typeFor('flink'),
  };
}

function refuseDoubles(columns: readonly Column[]): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name)) throw new Error(`columns.yaml: ${name} is there twice`);
    seen.add(name);
  }
}
