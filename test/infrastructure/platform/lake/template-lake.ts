import { type AthenaLake, athenaLake, bucket } from 'assembly-runtime/testing/athena-lake.ts';
import { tableNames } from '../../../../infrastructure/config/table-names.ts';
import { eventTypeTables } from '../../../../infrastructure/platform/lake/event-type-views.ts';
import { modes } from '../../modes.ts';
import { type Json, synthesized } from '../../synthesized.ts';

/** What a row says; columns that are not given are NULL. */
export type EventRow = Readonly<Record<string, string | number | undefined>>;

/** A lake on the local Athena whose tables and views are those of the template, with nothing in them. */
export interface TemplateLake extends AthenaLake {
  /** A file of accepted events as delivery writes one. */
  deliver(eventDate: string, deliveredHour: string, rows: readonly EventRow[]): Promise<void>;
  quarantine(eventDate: string, rows: readonly EventRow[]): Promise<void>;
  fail(failedDate: string, rows: readonly EventRow[]): Promise<void>;
  /** A partition of the compacted table with these rows alone. */
  compact(applicationId: string, eventDate: string, rows: readonly EventRow[]): Promise<void>;
  /** The same with the rows of a query of DuckDB's. */
  compactQuery(applicationId: string, eventDate: string, duckSql: string): Promise<void>;
  /** From which hour on `uncompacted_events` reads. */
  compactedUntil(deliveredHour: string): Promise<void>;
}

export async function templateLake(): Promise<TemplateLake> {
  const lake = await athenaLake();
  const tables = templateTables();
  for (const { Name, ...input } of tables) await lake.table(Name, input);
  const tableOf = (name: string): Json => tables.find(({ Name }) => Name === name);
  let files = 0;
  const write = (folder: string, rows: readonly EventRow[]) =>
    lake.parquet(
      `${folder}/file-${files++}.parquet`,
      `SELECT * FROM (${rows.map(selected).join(' UNION ALL BY NAME ')})`,
    );
  const register = async (values: readonly string[], folder: string) => {
    const { StorageDescriptor } = tableOf('compacted_events');
    const PartitionInput = {
      Values: values,
      StorageDescriptor: { ...StorageDescriptor, Location: `s3://${bucket}/${folder}/` },
    };
    await lake.call('glue', 'CreatePartition', {
      DatabaseName: 'games',
      TableName: 'compacted_events',
      PartitionInput,
    });
  };
  return Object.assign(lake, {
    deliver: (day: string, hour: string, rows: readonly EventRow[]) =>
      write(`events/accepted/event_date=${day}/delivered_hour=${hour}`, rows),
    quarantine: (day: string, rows: readonly EventRow[]) => write(`events/quarantined/event_date=${day}`, rows),
    fail: (day: string, rows: readonly EventRow[]) =>
      lake.text(
        `failed/failed_date=${day}/processing-failed/${files++}`,
        rows.map((row) => JSON.stringify(row)).join('\n'),
      ),
    compact: async (application: string, day: string, rows: readonly EventRow[]) => {
      const folder = `compacted/run-${files++}/application_id=${application}/event_date=${day}`;
      await write(folder, rows);
      await register([application, day], folder);
    },
    compactQuery: async (application: string, day: string, duckSql: string) => {
      const folder = `compacted/run-${files++}/application_id=${application}/event_date=${day}`;
      await lake.parquet(`${folder}/rows.parquet`, duckSql);
      await register([application, day], folder);
    },
    compactedUntil: async (hour: string) => {
      const { Parameters, ...table } = tableOf('uncompacted_events');
      const moved = { ...Parameters, 'projection.delivered_hour.range': `${hour},NOW+1HOURS` };
      await lake.call('glue', 'UpdateTable', { DatabaseName: 'games', TableInput: { ...table, Parameters: moved } });
    },
  });
}

/** Times are written `2026-01-27 10:00:00`. */
function selected(row: EventRow): string {
  const columns = Object.entries(row).map(([name, value]) => {
    const text =
      typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value ?? 'CAST(NULL AS VARCHAR)');
    return `${/_at$/.test(name) ? `TIMESTAMP ${text}` : text} AS ${name}`;
  });
  return `SELECT ${columns.join(', ')}`;
}

/** The TableInput of every table and view of the template and of event types, over the bucket and the database of the local lake. */
export function templateTables(): Json[] {
  const [mode] = modes;
  if (mode === undefined) throw new Error('there is no mode');
  const inputs = synthesized(mode)
    .resources('AWS::Glue::Table')
    .map(({ Properties }) => Properties.TableInput)
    .concat(eventTypeTables(tableNames(mode.config)));
  return JSON.parse(JSON.stringify(inputs), (_, value) => {
    const parts = value?.['Fn::Join']?.[1];
    if (parts === undefined) return value;
    return parts.map((part: Json) => (typeof part === 'string' ? part : bucket)).join('');
  }).map(inGames);
}

/** A view names its tables with the database; the lake's is called `games`. */
function inGames(table: Json): Json {
  if (table.TableType !== 'VIRTUAL_VIEW') return table;
  const definition = JSON.stringify(definitionOf(table)).replaceAll('game_analytics', 'games');
  return { ...table, ViewOriginalText: `/* Presto View: ${Buffer.from(definition).toString('base64')} */` };
}

/** What Athena reads of a view. */
export function definitionOf(view: Json): Json {
  const [, encoded] = /^\/\* Presto View: (.*) \*\/$/.exec(view.ViewOriginalText) ?? [];
  return JSON.parse(Buffer.from(encoded ?? '', 'base64').toString());
}
