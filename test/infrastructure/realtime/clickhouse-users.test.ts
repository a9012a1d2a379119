import { ClickHouseServer } from 'assembly-runtime/services/clickhouse/clickhouse-server.ts';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { expect, it, onTestFinished } from 'vitest';
import { tableCheck } from '../../../functions/realtime/clickhouse/check-tables.ts';
import { clickHouseServer } from '../../../functions/realtime/clickhouse/server.ts';
import { allTables } from '../../../functions/realtime/clickhouse/tables.ts';
import { fullestDisk } from '../../../functions/realtime/watch-clickhouse/watch-clickhouse.ts';
import {
  administrator,
  loader,
  loaderFile,
  loaderPassword,
} from '../../../infrastructure/realtime/clickhouse/clickhouse-users.ts';
import { prepare, tableOptions } from '../../functions/realtime/clickhouse/game-database.ts';

it('may do what the functions do that run all the time, and no more', async () => {
  const { database } = tableOptions;
  const users = { files: { 'loader.xml': loaderFile(database) }, environment: { [loaderPassword]: 'load' } };
  const settings = {
    directory: temporaryDirectory(),
    user: administrator,
    password: 'all',
    memoryBytes: 2 ** 30,
    users,
  };
  const clickHouse = await ClickHouseServer.start(settings, () => {});
  onTestFinished(() => clickHouse.close());
  const { url } = clickHouse;
  const as = (username: string, password: string) => {
    const server = clickHouseServer({
      environment: { url, caCertificate: '', database },
      readCredentials: async () => ({ username, password }),
      requestTimeoutMilliseconds: 10_000,
    });
    onTestFinished(() => server.close());
    return server;
  };
  await prepare(as(administrator, 'all'), url);
  const server = as(loader, 'load');
  await tableCheck(server, database, allTables, Date.now)();
  const line = JSON.stringify({
    id: '1',
    metric: 'm',
    window_start: '2026-01-01 00:00:00',
    application_id: 'a',
    version: 1,
  });
  await server.insert({ table: 'raw_metrics', lines: [line], token: 'one' });
  expect(await fullestDisk(server)).toBeGreaterThan(0);
  for (const sql of [`SELECT * FROM ${database}.raw_events`, 'SELECT * FROM system.query_log']) {
    await expect(server.rows(sql)).rejects.toThrow();
  }
  for (const sql of [`DROP TABLE ${database}.raw_events`, `TRUNCATE TABLE ${database}.raw_metrics`, 'CREATE USER x']) {
    await expect(server.run(sql)).rejects.toMatchObject({ kind: 'not_allowed' });
  }
  await expect(as(loader, 'all').rows('SELECT 1')).rejects.toMatchObject({ kind: 'wrong_password' });
});
