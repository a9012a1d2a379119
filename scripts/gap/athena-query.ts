import {
  AthenaClient,
  BatchGetNamedQueryCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  ListNamedQueriesCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { Connection } from './connection.ts';
import { UsageError } from './errors.ts';
import type { Column, Row } from './output.ts';

export interface QueryResult {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

const numberTypes = new Set(['tinyint', 'smallint', 'integer', 'bigint', 'float', 'real', 'double', 'decimal']);

/** Longest wait between two looks at a query's state, in milliseconds. */
const longestPause = 1000;

/** Runs SQL in the pipeline's workgroup and database. Throws with Athena's reason when the query fails. */
export async function queryAthena(
  connection: Connection,
  sql: string,
  parameters: readonly string[] = [],
): Promise<QueryResult> {
  const client = new AthenaClient(connection.clientSettings);
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: connection.outputs.Workgroup,
      QueryExecutionContext: { Database: connection.outputs.EventsDatabase },
      ...(parameters.length > 0 && { ExecutionParameters: [...parameters] }),
    }),
  );
  for (let pause = 20; ; pause = Math.min(pause * 1.5, longestPause)) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') break;
    if (State === 'FAILED' || State === 'CANCELLED') throw new Error(StateChangeReason ?? `the query is ${State}`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return readResults(client, QueryExecutionId);
}

async function readResults(client: AthenaClient, QueryExecutionId: string | undefined): Promise<QueryResult> {
  const rows: Row[] = [];
  let columns: Column[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new GetQueryResultsCommand({ QueryExecutionId, NextToken }));
    const first = NextToken === undefined;
    if (first) {
      columns = (page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '', Type = '' }) => ({
        name: Name,
        kind: numberTypes.has(Type) ? 'number' : Type === 'boolean' ? 'boolean' : 'text',
      }));
    }
    const read = (page.ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue));
    // The first row of a SELECT repeats the column names; DESCRIBE and SHOW have rows alone.
    const repeated = first && columns.every(({ name }, index) => read[0]?.[index] === name);
    rows.push(...(repeated ? read.slice(1) : read));
    NextToken = page.NextToken;
  } while (NextToken);
  return { columns, rows };
}

/** SQL of the named query `name` of the workgroup. Throws UsageError, listing the names that there are. */
export async function namedQuery(connection: Connection, name: string): Promise<string> {
  const client = new AthenaClient(connection.clientSettings);
  const names: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListNamedQueriesCommand({ WorkGroup: connection.outputs.Workgroup, NextToken }));
    const ids = page.NamedQueryIds ?? [];
    const { NamedQueries = [] } =
      ids.length > 0 ? await client.send(new BatchGetNamedQueryCommand({ NamedQueryIds: ids })) : {};
    for (const query of NamedQueries) {
      if (query.Name === name && query.QueryString !== undefined) return query.QueryString;
      names.push(query.Name ?? '');
    }
    NextToken = page.NextToken;
  } while (NextToken);
  throw new UsageError(`there is no metric ${name}; there are: ${names.sort().join(', ') || 'none'}`);
}
