import { dirname, join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement, DuckDBValue } from '@duckdb/node-api';
import { openDuckDb } from '../../../../duckdb/open-duckdb.ts';
import { clockTable, ordinalColumn, outboxTable, recordsTable, shardColumn } from '../plan/names.ts';
import type { JobPlan } from '../plan/plan-job.ts';
import { duckType, quotedName } from '../plan/typed.ts';
import { registerTextFunctions } from './text-functions.ts';
import type { LastRecord } from './watermarks.ts';

/** What a job remembers of a shard. `after` is the last record taken up; undefined: none. */
export interface ShardState {
  readonly after: string | undefined;
  readonly ended: boolean;
  /** Milliseconds since the epoch. */
  readonly watermark: number | undefined;
}

export interface OutgoingRow {
  readonly seq: bigint;
  readonly stream: string;
  readonly partitionKey: string;
  readonly data: string;
}

const durable = [
  'CREATE TABLE IF NOT EXISTS "$shards" (id VARCHAR PRIMARY KEY, after_record VARCHAR, ended BOOLEAN NOT NULL, watermark BIGINT)',
  'CREATE TABLE IF NOT EXISTS "$source" (watermark BIGINT)',
  'CREATE TABLE IF NOT EXISTS "$last_record" (watermark BIGINT, arrived_at BIGINT NOT NULL)',
  'CREATE SEQUENCE IF NOT EXISTS "$outbox_order"',
  `CREATE TABLE IF NOT EXISTS ${outboxTable} (seq BIGINT DEFAULT nextval('"$outbox_order"'), stream VARCHAR NOT NULL, partition_key VARCHAR NOT NULL, data VARCHAR NOT NULL)`,
];

/**
 * A job's state in a DuckDB file, and the temporary tables of a micro-batch beside it. Everything that a micro-batch
 * changes is one transaction.
 */
export class JobState {
  readonly connection: DuckDBConnection;
  readonly #instance: DuckDBInstance;
  readonly #statements = new Map<string, DuckDBPreparedStatement>();

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.connection = connection;
  }

  /** Opens the file, makes the tables of steps that are new and drops those of steps that are gone. */
  static async open(file: string, { source, steps }: JobPlan): Promise<JobState> {
    const tempDirectory = join(dirname(file), 'spill');
    const instance = await openDuckDb({ file, tempDirectory, memoryLimitMegabytes: 512, threads: 2 });
    const state = new JobState(instance, await instance.connect());
    registerTextFunctions(state.connection);
    const wanted = new Map(steps.flatMap((step) => Object.entries(step.state)));
    await state.transaction(async () => {
      for (const sql of durable) await state.run(sql);
      const known = (await state.rows('SELECT table_name FROM duckdb_tables() WHERE NOT temporary')).map(String);
      for (const name of known) {
        if (!name.startsWith('$') && !wanted.has(name)) await state.run(`DROP TABLE ${quotedName(name)}`);
      }
      for (const [name, create] of wanted) if (!known.includes(name)) await state.run(create);
    });
    const columns = source.columns.map(({ name, type }) => `${quotedName(name)} ${duckType(type)}`);
    const own = [`${quotedName(shardColumn)} INTEGER`, `${quotedName(ordinalColumn)} BIGINT`];
    await state.run(`CREATE TEMP TABLE ${recordsTable} (${[...own, ...columns].join(', ')})`);
    await state.run(`CREATE TEMP TABLE ${clockTable} (watermark TIMESTAMP, now TIMESTAMP)`);
    await state.run(`INSERT INTO ${clockTable} VALUES (NULL, NULL)`);
    for (const step of steps) {
      await state.run(step.createOutput);
      if (step.kind === 'deduplication') await state.run(step.createFresh);
      if (step.kind === 'group') await state.run(step.createParts);
    }
    return state;
  }

  /** Runs a statement, prepared once; answers how many rows it changed. */
  async run(sql: string, parameters: Readonly<Record<string, bigint>> = {}): Promise<number> {
    return changedBy(await this.#prepare(sql), sql, parameters);
  }

  /** Runs statements that make and drop tables: DuckDB does not find a table again that was made anew since it prepared. */
  async runUnprepared(statements: readonly string[], parameters: Readonly<Record<string, bigint>>): Promise<void> {
    for (const sql of statements) {
      const statement = await this.connection.prepare(sql);
      try {
        await changedBy(statement, sql, parameters);
      } finally {
        statement.destroySync();
      }
    }
  }

  /** The first column of every row. */
  async rows(sql: string): Promise<DuckDBValue[]> {
    return (await this.all(sql)).map(([value]) => value ?? null);
  }

  async all(sql: string): Promise<DuckDBValue[][]> {
    const reader = await (await this.#prepare(sql)).runAndReadAll();
    return reader.getRows();
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.connection.run('BEGIN TRANSACTION');
    try {
      const result = await work();
      await this.connection.run('COMMIT');
      return result;
    } catch (error) {
      await this.connection.run('ROLLBACK').catch(() => {});
      throw error;
    }
  }

  async shards(): Promise<Map<string, ShardState>> {
    const rows = await this.all('SELECT id, after_record, ended, watermark FROM "$shards"');
    return new Map(
      rows.map(([id, after, ended, watermark]) => [
        String(id),
        { after: after === null ? undefined : String(after), ended: ended === true, watermark: numberOf(watermark) },
      ]),
    );
  }

  async saveShard(id: string, { after, ended, watermark }: ShardState): Promise<void> {
    const statement = await this.#prepare('INSERT OR REPLACE INTO "$shards" VALUES ($1, $2, $3, $4)');
    statement.bindVarchar(1, id);
    if (after === undefined) statement.bindNull(2);
    else statement.bindVarchar(2, after);
    statement.bindBoolean(3, ended);
    if (watermark === undefined) statement.bindNull(4);
    else statement.bindBigInt(4, BigInt(watermark));
    await statement.run();
  }

  async watermark(): Promise<number | undefined> {
    return numberOf((await this.rows('SELECT watermark FROM "$source"'))[0]);
  }

  async saveWatermark(watermark: number | undefined): Promise<void> {
    await this.run('DELETE FROM "$source"');
    if (watermark !== undefined)
      await this.run('INSERT INTO "$source" VALUES ($watermark)', { watermark: BigInt(watermark) });
  }

  async lastRecord(): Promise<LastRecord | undefined> {
    const [row] = await this.all('SELECT watermark, arrived_at FROM "$last_record"');
    return row && { watermark: numberOf(row[0]), arrivedAt: Number(row[1]) };
  }

  async saveLastRecord({ watermark, arrivedAt }: LastRecord): Promise<void> {
    await this.run('DELETE FROM "$last_record"');
    const times = { arrived: BigInt(arrivedAt), ...(watermark !== undefined && { watermark: BigInt(watermark) }) };
    await this.run(
      `INSERT INTO "$last_record" VALUES (${watermark === undefined ? 'NULL' : '$watermark'}, $arrived)`,
      times,
    );
  }

  async outgoing(limit: number): Promise<OutgoingRow[]> {
    const rows = await this.all(
      `SELECT seq, stream, partition_key, data FROM ${outboxTable} ORDER BY seq LIMIT ${limit}`,
    );
    return rows.map(([seq, stream, partitionKey, data]) => ({
      seq: typeof seq === 'bigint' ? seq : 0n,
      stream: String(stream),
      partitionKey: String(partitionKey),
      data: String(data),
    }));
  }

  async sent(upTo: bigint): Promise<void> {
    await this.run(`DELETE FROM ${outboxTable} WHERE seq <= $seq`, { seq: upTo });
  }

  close(): void {
    for (const statement of this.#statements.values()) statement.destroySync();
    this.connection.closeSync();
    this.#instance.closeSync();
  }

  async #prepare(sql: string): Promise<DuckDBPreparedStatement> {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = await this.connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

async function changedBy(
  statement: DuckDBPreparedStatement,
  sql: string,
  parameters: Readonly<Record<string, bigint>>,
): Promise<number> {
  for (const [name, value] of Object.entries(parameters)) {
    if (sql.includes(`$${name}`)) statement.bindBigInt(statement.parameterIndex(name), value);
  }
  return (await statement.run()).rowsChanged;
}

function numberOf(value: DuckDBValue | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
