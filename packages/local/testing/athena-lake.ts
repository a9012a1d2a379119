import { DuckDBInstance } from '@duckdb/node-api';
import type { Principal } from '../src/service.ts';
import { type LakeRuntime, lakeRuntime } from './lake-runtime.ts';

export const bucket = 'lake';
const location = `s3://${bucket}`;

export interface QueryAnswer {
  readonly state: string;
  readonly reason: string | undefined;
  /** The rows without the header; NULL is undefined. */
  readonly rows: (string | undefined)[][];
  readonly names: string[];
  readonly types: string[];
  readonly bytes: number;
  readonly id: string;
}

/** A lake with a database `games` and a workgroup `analysts`. */
export interface AthenaLake extends LakeRuntime {
  /** Runs a query to its end. */
  query(sql: string, more?: object, caller?: Principal): Promise<QueryAnswer>;
  /** Writes the rows of a query of DuckDB's as a Parquet object. */
  parquet(key: string, duckSql: string): Promise<void>;
  text(key: string, content: string | Buffer): Promise<void>;
  table(name: string, input: object): Promise<void>;
  view(name: string, sql: string, columns: readonly string[]): Promise<void>;
}

export async function athenaLake(stateDirectory?: string): Promise<AthenaLake> {
  const lake = await lakeRuntime(stateDirectory);
  await lake.s3.createBucket({ name: bucket, lifecycle: [] });
  await lake.glue.createDatabase({ Name: 'games' });
  lake.athena.createWorkGroup({
    name: 'analysts',
    enabled: true,
    outputLocation: `${location}/results/`,
    enforced: true,
    engineVersion: 'AUTO',
  });
  const writer = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  let files = 0;
  return Object.assign(lake, {
    query: (sql: string, more: object = {}, caller?: Principal) => runQuery(lake, sql, more, caller),
    parquet: async (key: string, duckSql: string) => {
      const file = `${lake.runtime.stateDirectory}/written-${files++}.parquet`;
      await writer.run(`COPY (${duckSql}) TO '${file}' (FORMAT parquet)`);
      await lake.call('s3', 'PutObject', { Bucket: bucket, Key: key, BodyFile: file });
    },
    text: async (key: string, Body: string | Buffer) => {
      await lake.call('s3', 'PutObject', { Bucket: bucket, Key: key, Body });
    },
    table: (name: string, input: object) => lake.glue.createTable('games', { Name: name, ...input }),
    view: (name: string, sql: string, columns: readonly string[]) => {
      const document = {
        ...{ originalSql: sql, catalog: 'awsdatacatalog', schema: 'games' },
        columns: columns.map((column) => ({ name: column, type: 'varchar' })),
      };
      const encoded = Buffer.from(JSON.stringify(document)).toString('base64');
      const text = { TableType: 'VIRTUAL_VIEW', ViewOriginalText: `/* Presto View: ${encoded} */` };
      return lake.glue.createTable('games', { Name: name, ...text, Parameters: { presto_view: 'true' } });
    },
  });
}

async function runQuery(lake: LakeRuntime, sql: string, more: object, caller?: Principal): Promise<QueryAnswer> {
  const { QueryExecutionId: id }: { QueryExecutionId: string } = await lake.call(
    'athena',
    'StartQueryExecution',
    { QueryString: sql, WorkGroup: 'analysts', QueryExecutionContext: { Database: 'games' }, ...more },
    caller,
  );
  const execution = await settled(lake, id);
  const state = execution.Status.State;
  const answer = {
    state,
    reason: execution.Status.StateChangeReason,
    bytes: execution.Statistics.DataScannedInBytes,
    id,
  };
  if (state !== 'SUCCEEDED') return { ...answer, rows: [], names: [], types: [] };
  const rows: (string | undefined)[][] = [];
  let columns: { Name: string; Type: string }[] = [];
  let NextToken: string | undefined;
  do {
    const page: ResultPage = await lake.call('athena', 'GetQueryResults', { QueryExecutionId: id, NextToken }, caller);
    rows.push(...page.ResultSet.Rows.map(({ Data }) => Data.map(({ VarCharValue }) => VarCharValue)));
    columns = page.ResultSet.ResultSetMetadata.ColumnInfo;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const hasHeader = columns.length > 0 && JSON.stringify(rows[0]) === JSON.stringify(columns.map(({ Name }) => Name));
  const body = hasHeader ? rows.slice(1) : rows;
  return { ...answer, rows: body, names: columns.map(({ Name }) => Name), types: columns.map(({ Type }) => Type) };
}

interface ResultPage {
  readonly ResultSet: {
    readonly Rows: { readonly Data: { readonly VarCharValue?: string }[] }[];
    readonly ResultSetMetadata: { readonly ColumnInfo: { Name: string; Type: string }[] };
  };
  readonly NextToken?: string;
}

interface ExecutionAnswer {
  readonly Status: { readonly State: string; readonly StateChangeReason?: string };
  readonly Statistics: { readonly DataScannedInBytes: number };
}

/** Waits until the query has ended. */
export async function settled(lake: LakeRuntime, id: string): Promise<ExecutionAnswer> {
  for (;;) {
    const { QueryExecution }: { QueryExecution: ExecutionAnswer } = await lake.call('athena', 'GetQueryExecution', {
      QueryExecutionId: id,
    });
    if (!['QUEUED', 'RUNNING'].includes(QueryExecution.Status.State)) return QueryExecution;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The descriptor of a Parquet table below a prefix of the bucket. */
export function parquetTable(prefix: string, columns: Record<string, string>) {
  return {
    TableType: 'EXTERNAL_TABLE',
    StorageDescriptor: {
      Columns: Object.entries(columns).map(([Name, Type]) => ({ Name, Type })),
      Location: `${location}/${prefix}`,
      SerdeInfo: { SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
    },
  };
}

/** The descriptor of a JSON table below a prefix of the bucket. */
export function jsonTable(prefix: string, columns: Record<string, string>, Parameters: Record<string, string> = {}) {
  const { StorageDescriptor, TableType } = parquetTable(prefix, columns);
  const SerdeInfo = { SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe', Parameters };
  return { TableType, StorageDescriptor: { ...StorageDescriptor, SerdeInfo } };
}

/** Partition keys with their projection's properties. */
export function projected(keys: Record<string, Record<string, string>>, more: Record<string, string> = {}) {
  const parameters: Record<string, string> = { 'projection.enabled': 'true', ...more };
  for (const [key, properties] of Object.entries(keys)) {
    for (const [name, value] of Object.entries(properties))
      if (name !== 'hive') parameters[`projection.${key}.${name}`] = value;
  }
  const PartitionKeys = Object.entries(keys).map(([Name, { hive = 'string' }]) => ({ Name, Type: hive }));
  return { PartitionKeys, Parameters: parameters };
}
