import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClickHouseServer } from 'assembly-runtime/clickhouse';
import { afterAll, beforeAll } from 'vitest';
import { clickHouseServer, type ServerOptions } from '../../../../functions/realtime/clickhouse/server.ts';
import {
  type PrepareOptions,
  prepareClickHouse,
} from '../../../../functions/realtime/prepare-clickhouse/prepare-clickhouse.ts';
import { type ClickHouseOptions, clickHouseStatements } from '../../../../sql/tables/clickhouse/statements.ts';

const database = 'game';
const credentials = { username: 'gap', password: 'right' };

/** A real server for the tests of a file; each test may use a database of its own. */
export function realClickHouse() {
  let server: ClickHouseServer;
  const directory = mkdtempSync(join(tmpdir(), 'gap-clickhouse-'));
  beforeAll(async () => {
    const { username: user, password } = credentials;
    server = await ClickHouseServer.start({ directory, user, password, memoryBytes: 2 ** 30 }, () => {});
  });
  afterAll(async () => {
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    get server() {
      return server;
    },
    connect: (options: Partial<ServerOptions> & { readonly database?: string } = {}) =>
      clickHouseServer({
        environment: { url: server.url, caCertificate: '', database: options.database ?? database },
        readCredentials: async () => credentials,
        requestTimeoutMilliseconds: 10_000,
        ...options,
      }),
  };
}

export const tableOptions: ClickHouseOptions = {
  database,
  cluster: '',
  // Events of the tests are as old as the tests.
  retentionDays: 10_000,
  metricRetentionDays: 10_000,
};

/** Prepares the database as a deployment does. */
export async function prepare(
  server: PrepareOptions['server'],
  url: string,
  { options = tableOptions, ...more }: Partial<PrepareOptions> & { readonly options?: ClickHouseOptions } = {},
) {
  return await prepareClickHouse(
    { RequestType: 'Create' },
    {
      statements: clickHouseStatements(options),
      server,
      environment: { url, database: options.database, cluster: options.cluster },
      waitMilliseconds: 0,
      now: () => Date.now(),
      sleep: async () => {},
      log: () => {},
      ...more,
    },
  );
}
