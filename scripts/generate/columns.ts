import { type Column, engines, readColumns } from '../../schemas/registry/read-columns.ts';
import { banner } from './generated-file.ts';

/** schemas/columns.yaml → the columns in every engine as a TypeScript module. */
export function generateColumns(yamlText: string): string {
  const { events, quarantined } = readColumns(yamlText);
  return `${banner('schemas/columns.yaml')}
/** One column of a Glue table; \`type\` is in Hive's words, as Glue and Athena want it. */
export interface GlueColumn {
  readonly name: string;
  readonly type: string;
  readonly comment: string;
}

/** One column with its type in the words of every engine. */
export interface EventColumn {
  readonly name: string;
  readonly types: { ${engines.map((engine) => `readonly ${engine}: string`).join('; ')} };
  readonly comment: string;
}

/** Columns of raw_events and of the view events, in the order in which they are stored. */
export const eventColumns: readonly EventColumn[] = [
${events.map(written).join('\n')}
];

/** Columns of quarantined_events: those of raw_events, of any length or absent, then why the event is there. */
export const quarantineColumns: readonly EventColumn[] = [
${[...events.map(unchecked), ...quarantined].map(written).join('\n')}
];

/** \`eventColumns\` as Glue takes them. */
export const rawEventColumns: readonly GlueColumn[] = eventColumns.map(inGlue);

/** \`quarantineColumns\` as Glue takes them. */
export const quarantinedEventColumns: readonly GlueColumn[] = quarantineColumns.map(inGlue);

function inGlue({ name, types, comment }: EventColumn): GlueColumn {
  return { name, type: types.glue, comment };
}
`;
}

/** What the pipeline itself says about every event. */
const alwaysThere = ['received_at', 'application_id'];

/** The same column where no schema has said what its value may be: it may be missing, long, and different every time. */
function unchecked({ name, types, comment }: Column): Column {
  const { glue, clickhouse, redshift, flink } = types;
  if (alwaysThere.includes(name)) {
    return { name, types: { glue, clickhouse, redshift: long(redshift), flink }, comment };
  }
  const plain = clickhouse.replace(/^LowCardinality\((.*)\)$/, '$1');
  const nullable = plain.startsWith('Nullable(') ? plain : `Nullable(${plain})`;
  return { name, types: { glue, clickhouse: nullable, redshift: long(redshift), flink }, comment };
}

function long(redshiftType: string): string {
  return redshiftType.replace(/^VARCHAR\(\d+\)$/, 'VARCHAR(65535)');
}

function written({ name, types, comment }: Column): string {
  const typed = engines.map((engine) => `${engine}: ${JSON.stringify(types[engine])}`).join(', ');
  return `  { name: ${JSON.stringify(name)}, types: { ${typed} }, comment: ${JSON.stringify(comment)} },`;
}
