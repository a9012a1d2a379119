import { parse } from 'yaml';
import { banner } from './generated-file.ts';

interface Column {
  readonly name: string;
  readonly types: Readonly<Record<string, string>>;
  readonly comment: string;
}

/** schemas/columns.yaml → the Glue columns as a TypeScript module. Throws naming what is malformed or unknown. */
export function generateColumns(yamlText: string): string {
  const tables: unknown = parse(yamlText);
  if (!isRecord(tables)) throw new Error('columns.yaml: must be a mapping of tables');
  for (const table of Object.keys(tables)) {
    if (table !== 'events' && table !== 'quarantined_events') throw new Error(`columns.yaml: unknown table ${table}`);
  }
  const events = readColumns('events', tables.events);
  const extra = readColumns('quarantined_events', tables.quarantined_events);
  refuseDoubles([...events, ...extra]);
  return `${banner('schemas/columns.yaml')}
/** One column of a Glue table; \`type\` is in Hive's words, as Glue and Athena want it. */
export interface GlueColumn {
  readonly name: string;
  readonly type: string;
  readonly comment: string;
}

/** Columns of raw_events and of the view events, in the order in which they are stored. */
export const rawEventColumns: readonly GlueColumn[] = [
${events.map(glueColumn).join('\n')}
];

/** Columns of quarantined_events: those of raw_events, then why the event is there. */
export const quarantinedEventColumns: readonly GlueColumn[] = [
  ...rawEventColumns,
${extra.map(glueColumn).join('\n')}
];
`;
}

function glueColumn({ name, types, comment }: Column): string {
  if (types.glue === undefined) throw new Error(`columns.yaml: ${name} has no type for glue`);
  return `  { name: ${JSON.stringify(name)}, type: ${JSON.stringify(types.glue)}, comment: ${JSON.stringify(comment)} },`;
}

function readColumns(table: string, value: unknown): Column[] {
  if (!Array.isArray(value)) throw new Error(`columns.yaml: ${table} must be a list of columns`);
  return value.map((column: unknown, index) => {
    const where = `columns.yaml: ${table}[${index}]`;
    if (!isRecord(column)) throw new Error(`${where} must be a mapping`);
    for (const key of Object.keys(column)) {
      if (!['name', 'types', 'comment'].includes(key)) throw new Error(`${where}: unknown key ${key}`);
    }
    const { name, types, comment } = column;
    if (typeof name !== 'string' || !/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`${where}: bad name`);
    if (typeof comment !== 'string' || comment === '') throw new Error(`${where} (${name}): comment is missing`);
    if (!isRecord(types)) throw new Error(`${where} (${name}): types is missing`);
    const typeOf: Record<string, string> = {};
    for (const [engine, type] of Object.entries(types)) {
      if (engine !== 'glue') throw new Error(`${where} (${name}): unknown engine ${engine}`);
      if (typeof type !== 'string') throw new Error(`${where} (${name}): type for ${engine} must be text`);
      typeOf[engine] = type;
    }
    return { name, types: typeOf, comment };
  });
}

function refuseDoubles(columns: readonly Column[]): void {
  const seen = new Set<string>();
  for (const { name } of columns) {
    if (seen.has(name)) throw new Error(`columns.yaml: ${name} is there twice`);
    seen.add(name);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
