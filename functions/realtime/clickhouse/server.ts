import { randomUUID } from 'node:crypto';
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import type { Credentials, ReadCredentials } from './credentials.ts';
import { DoubtfulTokens } from './doubtful-tokens.ts';
import type { ClickHouseEnvironment } from './environment.ts';
import { StoreFailure, storeFailure } from './failure.ts';

export interface InsertOptions {
  readonly table: string;
  /** Rows in JSON, one per line, in order. */
  readonly lines: readonly string[];
  /** Two inserts with the same one into the same table are one: the second adds nothing. Undefined: each adds its rows. */
  readonly token: string | undefined;
}

/** A ClickHouse server. What it rejects with is a `StoreFailure`. */
export interface ClickHouseServer {
  /** All rows, or none (of those of one day). */
  readonly insert: (options: InsertOptions) => Promise<void>;
  readonly run: (sql: string) => Promise<void>;
  /** The rows of a query. `parameters` stand in it as `{name:Type}`. */
  readonly rows: (
    sql: string,
    parameters?: Readonly<Record<string, unknown>>,
  ) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly close: () => Promise<void>;
}

export interface ServerOptions {
  readonly environment: Pick<ClickHouseEnvironment, 'url' | 'caCertificate' | 'database'>;
  readonly readCredentials: ReadCredentials;
  readonly requestTimeoutMilliseconds: number;
}

/**
 * Below the 10 s after which the server closes a connection that does nothing: a request on one that is just being
 * closed fails. https://clickhouse.com/docs/operations/server-configuration-parameters/settings#keep_alive_timeout
 */
const idleMilliseconds = 2500;

/**
 * A row is taken as it is or refused: no row and no member is passed over, no value is guessed, and no digit of a number
 * is lost, whatever the user's profile says. Rows of a batch are one block, so that one token stands for all of them.
 */
const insertSettings = {
  async_insert: 0,
  // Replayed events may be of any days.
  max_partitions_per_insert_block: '0',
  insert_deduplicate: 1,
  input_format_allow_errors_num: '0',
  input_format_allow_errors_ratio: 0,
  input_format_skip_unknown_fields: 0,
  input_format_null_as_default: 1,
  input_format_parallel_parsing: 0,
  precise_float_parsing: 1,
} as const;

/**
 * A connection to the server at the environment's address, kept alive from one call of the function to the next. The
 * database need not exist yet. When the server refuses the password it is read again, once per call.
 */
export function clickHouseServer({ environment, ...options }: ServerOptions): ClickHouseServer {
  const { url, caCertificate, database } = environment;
  const place = new URL(url).host;
  let client: ClickHouseClient | undefined;

  async function withClient<T>(use: (client: ClickHouseClient) => Promise<T>): Promise<T> {
    client ??= open(await credentials(false));
    try {
      return await use(client);
    } catch (error) {
      const failure = storeFailure(error, place);
      if (failure.kind !== 'wrong_password') throw failure;
      return withNewPassword(use, failure);
    }
  }

  async function withNewPassword<T>(use: (client: ClickHouseClient) => Promise<T>, refused: StoreFailure): Promise<T> {
    await client?.close();
    client = open(await credentials(true));
    try {
      return await use(client);
    } catch (error) {
      const failure = storeFailure(error, place);
      throw failure.kind === 'wrong_password' ? refused : failure;
    }
  }

  async function credentials(afresh: boolean): Promise<Credentials> {
    try {
      return await options.readCredentials(afresh);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      throw new StoreFailure('wrong_password', `User and password of ClickHouse at ${place} cannot be read (${name})`);
    }
  }

  function open({ username, password }: Credentials): ClickHouseClient {
    return createClient({
      url,
      username,
      password,
      request_timeout: options.requestTimeoutMilliseconds,
      keep_alive: { enabled: true, idle_socket_ttl: idleMilliseconds },
      log: { level: 127 },
      ...(caCertificate !== '' && { tls: { ca_cert: Buffer.from(caCertificate) } }),
    });
  }

  const ask: ClickHouseServer['rows'] = (sql, parameters = {}) =>
    withClient(async (connected) => {
      const answer = await connected.query({ query: sql, query_params: { ...parameters }, format: 'JSONEachRow' });
      return await answer.json<Record<string, unknown>>();
    });
  const tokens = new DoubtfulTokens({
    uptimeSeconds: async () => Number((await ask('SELECT uptime() AS seconds'))[0]?.seconds),
    now: () => performance.now(),
  });
  const insertNamed = ({ table, lines }: InsertOptions, name: string) =>
    withClient(async (connected) => {
      await connected.command({
        query: `INSERT INTO ${database}.${table} FORMAT JSONEachRow\n${lines.join('\n')}`,
        clickhouse_settings: { ...insertSettings, insert_deduplication_token: name },
      });
    });

  return {
    insert: (insert) => {
      const { table, token } = insert;
      // Without a name, rows would be told by their bytes: a server that was killed may remember those and not have the rows.
      if (token === undefined) return insertNamed(insert, randomUUID());
      // The server keeps tokens by table.
      const attempt = (name: string) => insertNamed(insert, name.slice(table.length + 1));
      return tokens.insert(`${table}/${token}`, attempt, hasNoAnswer);
    },
    run: (sql) =>
      withClient(async (connected) => {
        await connected.command({ query: sql });
      }),
    rows: ask,
    close: async () => {
      await client?.close();
      client = undefined;
    },
  };
}

function hasNoAnswer(error: unknown): boolean {
  return error instanceof StoreFailure && error.kind === 'unreachable';
}
