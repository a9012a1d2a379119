import { setTimeout as sleep } from 'node:timers/promises';
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
import type { Column, QueryResult, Row } from './output.ts';

const numberTypes = new Set(['tinyint', 'smallint', 'integer', 'bigint', 'float', 'real', 'double', 'decimal']);

/** Longest wait between two looks at a query's state. */
const maxPauseMilliseconds = 1000;

/** Runs SQL in the pipeline's workgroup and database. Throws with Athena's reason when the query fails. */
export async function queryAthena(
  connection: Connection,
  sql: string,
  parameters: readonly string[] = [],
): Promise<QueryResult> {
  const client = new AthenaClient(connection.clientSettings);
  const execution = await startQuery(client, connection, sql, parameters);
  await finishQuery(client, execution);
  return readResults(client, execution);
}

/** Starts SQL in the pipeline's workgroup and database; answers the execution's id. */
export async function startQuery(
  client: AthenaClient,
  { outputs }: Connection,
  sql: string,
  parameters: readonly string[] = [],
): Promise<string> {
  const { QueryExecutionId = '' } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      WorkGroup: outputs.Workgroup,
      QueryExecutionContext: { Database: outputs.EventsDatabase },
      ...(parameters.length > 0 && { ExecutionParameters: [...parameters] }),
    }),
  );
  return QueryExecutionId;
}

/**
 * Waits until the query is done. False: `stop` came first, and it goes on in Athena. Throws with Athena's reason when it
 * fails.
 */
export async function finishQuery(client: AthenaClient, execution: string, stop?: AbortSignal): Promise<boolean> {
  for (let pause = 20; ; pause = Math.min(pause * 1.5, maxPauseMilliseconds)) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: execution }));
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') return true;
    if (State === 'FAILED' || State === 'CANCELLED') throw new Error(StateChangeReason ?? `the query is ${State}`);
    await sleep(pause, undefined, { signal: stop }).catch(() => {});
    if (stop?.aborted) return false;
  }
}

async function readResults(client: AthenaClient, QueryExecutionId: string): Promise<QueryResult> {
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
