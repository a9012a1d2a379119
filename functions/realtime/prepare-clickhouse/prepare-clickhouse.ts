import { errorMessage } from '../../../schemas/error-message.ts';
import type { CustomResourceRequest, CustomResourceResult } from '../../custom-resource.ts';
import type { ClickHouseEnvironment } from '../clickhouse/environment.ts';
import { StoreFailure } from '../clickhouse/failure.ts';
import { type Drift, findDrift, refuseDrift } from '../clickhouse/find-drift.ts';
import type { ClickHouseServer } from '../clickhouse/server.ts';
import { allTables } from '../clickhouse/tables.ts';
import { holdOn } from '../hold-on.ts';
import type { Statement } from './statements.ts';

export interface PrepareOptions {
  /** What makes everything, in the order in which it can be made. */
  readonly statements: readonly Statement[];
  readonly server: Pick<ClickHouseServer, 'run' | 'rows'>;
  readonly environment: Pick<ClickHouseEnvironment, 'url' | 'database' | 'cluster'>;
  /** How long to wait for a server that does not answer yet. */
  readonly waitMilliseconds: number;
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Takes one line of the function's log. */
  readonly log: (line: string) => void;
}

/**
 * Makes what is missing in ClickHouse, adds new columns, brings retention up to date and replaces views. A table that has
 * a column of another type or another key is refused by name before anything is changed; nothing is ever dropped, also
 * not with the stack. Waits for a server that cannot be reached or is not set up yet, and rejects with the reason when
 * that takes too long.
 */
export async function prepareClickHouse(
  { RequestType, PhysicalResourceId }: Pick<CustomResourceRequest<unknown>, 'RequestType' | 'PhysicalResourceId'>,
  options: PrepareOptions,
): Promise<CustomResourceResult> {
  const { statements, environment } = options;
  const { url, database } = environment;
  const physicalResourceId = `${new URL(url).host}/${database}`;
  if (RequestType === 'Delete') return { physicalResourceId: PhysicalResourceId ?? physicalResourceId };
  await waitForServer(options);
  await checkCluster(options);
  await refuseDifferences(options);
  for (const statement of statements) if (statement.kind !== 'view') await make(statement, options);
  await addColumns(options);
  await keepRetention(statements, options);
  for (const statement of statements) if (statement.kind === 'view') await make(statement, options);
  await refuseDifferences(options);
  return { physicalResourceId };
}

async function waitForServer({ server, waitMilliseconds, now, sleep, log }: PrepareOptions): Promise<void> {
  let said = '';
  await holdOn(() => server.rows('SELECT 1'), {
    deadline: now() + waitMilliseconds,
    now,
    sleep,
    // A server that starts may not know its user yet; a right that is missing stays missing.
    isPassing: (error) => error instanceof StoreFailure && error.kind !== 'not_allowed',
    onFailure: (error) => {
      const message = errorMessage(error);
      if (message !== said) log(JSON.stringify({ level: 'error', message: `${message}; waiting for it` }));
      said = message;
    },
  });
}

/** The tables are copies of each other on all replicas of one shard; more shards would need tables of another kind. */
async function checkCluster({ server, environment: { cluster } }: PrepareOptions): Promise<void> {
  if (cluster === '') return;
  const [counted] = await server.rows(
    'SELECT toInt32(uniqExact(shard_num)) AS shards FROM system.clusters WHERE cluster = {cluster:String}',
    { cluster },
  );
  const shards = Number(counted?.shards);
  if (shards === 0) throw new StoreFailure('schema_drift', `ClickHouse has no cluster ${cluster} (CLICKHOUSE_CLUSTER)`);
  if (shards === 1) return;
  throw new StoreFailure('schema_drift', `ClickHouse's cluster ${cluster} has ${shards} shards; it must have one`);
}

/** What a statement would leave as it is although it is different. */
async function refuseDifferences({ server, environment: { database } }: PrepareOptions): Promise<void> {
  const drifts = await findDrift(server, database, allTables);
  refuseDrift(
    drifts.filter((drift) => drift.kind === 'different' || (drift.kind === 'no_column' && drift.column.computed)),
    database,
  );
}

async function make(
  { kind, name, sql }: Statement,
  { server, environment: { database } }: PrepareOptions,
): Promise<void> {
  if (kind === 'database') {
    // A user of a server that others share may use the database without being allowed to make one.
    const there = await server.rows('SELECT name FROM system.databases WHERE name = {database:String}', { database });
    if (there.length > 0) return;
  }
  try {
    await server.run(sql);
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    throw new StoreFailure(error.kind, `${kind} ${name}: ${error.message}`);
  }
}

async function addColumns(options: PrepareOptions): Promise<void> {
  const { server, environment } = options;
  const isMissing = (drift: Drift) => drift.kind === 'no_column';
  for (const { table, column, after } of (await findDrift(server, environment.database, allTables)).filter(isMissing)) {
    const place = after === '' ? 'FIRST' : `AFTER ${after}`;
    const comment = column.comment.replaceAll("'", "''");
    await server.run(
      `${alter(table, environment)} ADD COLUMN IF NOT EXISTS ${column.name} ${column.type} COMMENT '${comment}' ${place}`,
    );
  }
}

/** An ALTER of the retention rewrites parts: it is made when the config has another one only. */
async function keepRetention(statements: readonly Statement[], { server, environment }: PrepareOptions): Promise<void> {
  const { database } = environment;
  const tables = await server.rows(
    'SELECT name, create_table_query AS sql FROM system.tables WHERE database = {database:String}',
    { database },
  );
  for (const { kind, name, sql } of statements) {
    const ttl = /^TTL (.*)$/m.exec(sql)?.[1];
    if (kind !== 'table' || ttl === undefined) continue;
    const found = tables.find((table) => table.name === name)?.sql;
    if (!String(found).includes(`TTL ${ttl} `)) await server.run(`${alter(name, environment)} MODIFY TTL ${ttl}`);
  }
}

function alter(table: string, { database, cluster }: PrepareOptions['environment']): string {
  return `ALTER TABLE ${database}.${table}${cluster === '' ? '' : ` ON CLUSTER ${cluster}`}`;
}
