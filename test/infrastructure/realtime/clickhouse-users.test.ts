import { ClickHouseServer } from 'assembly-runtime/clickhouse';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { expect, it, onTestFinished } from 'vitest';
import { tableCheck } from '../../../functions/realtime/clickhouse/check-tables.ts';
import { clickHouseServer } from '../../../functions/realtime/clickhouse/server.ts';
import { allTables } from '../../../functions/realtime/clickhouse/tables.ts';
import { fullestDisk } from '../../../functions/realtime/watch-clickhouse/watch-clickhouse.ts';
import { settingsFile } from '../../../infrastructure/realtime/clickhouse/clickhouse-settings.ts';
import {
  administrator,
  analyst,
  analystPassword,
  loader,
  loaderPassword,
  usersFile,
} from '../../../infrastructure/realtime/clickhouse/clickhouse-users.ts';
import { prepare, tableOptions } from '../../functions/realtime/clickhouse/game-database.ts';

const { database } = tableOptions;

/** By a grant, a constraint of the profile, or the list of hosts. */
const refusals = /ACCESS_DENIED|READONLY|UNACCEPTABLE_URL/;

/** As the image makes CLICKHOUSE_USER: https://github.com/ClickHouse/ClickHouse/blob/master/docker/server/entrypoint.sh */
const imageUsers = `<clickhouse><users><${administrator}><profile>default</profile><networks><ip>::/0</ip></networks>
  <quota>default</quota><access_management>0</access_management></${administrator}></users></clickhouse>`;

/** A server as the task definition sets it up. */
async function startServer(backupUrl?: string) {
  const files = {
    'users.d/default-user.xml': imageUsers,
    'users.d/pipeline.xml': usersFile({ database, backupUrl }),
    'config.d/pipeline.xml': settingsFile(backupUrl && new URL(backupUrl).host),
  };
  const settings = {
    directory: temporaryDirectory(),
    user: administrator,
    password: 'all',
    database,
    memoryBytes: 2 ** 30,
    added: { files, environment: { [loaderPassword]: 'load', [analystPassword]: 'read' } },
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
  return { as, url };
}

it('lets the loader do what the functions do that run all the time, and no more', async () => {
  const { as, url } = await startServer();
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

it('lets analysts read the database, and nothing else', async () => {
  const { as, url } = await startServer();
  await prepare(as(administrator, 'all'), url);
  const server = as(analyst, 'read');
  expect(await server.rows(`SELECT count() AS n FROM ${database}.events SETTINGS max_threads = 1`)).toEqual([{ n: 0 }]);
  expect(await server.rows(`SELECT name FROM system.databases WHERE name NOT ILIKE 'information_schema'`)).toEqual([
    { name: database },
  ]);
  for (const sql of [
    `INSERT INTO ${database}.raw_metrics (id) VALUES ('1')`,
    `DROP TABLE ${database}.raw_events`,
    `CREATE TABLE ${database}.t (a UInt8) ENGINE = MergeTree ORDER BY a`,
    `CREATE TEMPORARY TABLE t (a UInt8)`,
    'SELECT * FROM system.disks',
    'SELECT * FROM system.users',
    `SELECT * FROM url('https://example.com/', 'LineAsString')`,
    `SELECT * FROM view(SELECT * FROM system.parts)`,
    'SET readonly = 0',
  ]) {
    await expect(server.run(sql), sql).rejects.toMatchObject({ message: expect.stringMatching(refusals) });
  }
});

it('ends every question of an analyst, whatever limit it asks for', async () => {
  const { as } = await startServer();
  const server = as(analyst, 'read');
  for (const seconds of [0, 601, 1e9]) {
    const sql = `SELECT 1 SETTINGS max_execution_time = ${seconds}`;
    await expect(server.run(sql), sql).rejects.toMatchObject({
      message: expect.stringContaining('SETTING_CONSTRAINT_VIOLATION'),
    });
  }
  const endless = 'SELECT count() FROM numbers(1000000000000000) SETTINGS max_execution_time = 1';
  await expect(server.run(endless)).rejects.toMatchObject({ message: expect.stringContaining('TIMEOUT_EXCEEDED') });
});

it('stops a question that nobody waits for', async () => {
  const { as, url } = await startServer();
  const headers = { 'X-ClickHouse-User': analyst, 'X-ClickHouse-Key': 'read' };
  const endless = 'SELECT count() FROM numbers(1000000000000000)';
  const asked = fetch(url, { method: 'POST', headers, body: endless, signal: AbortSignal.timeout(1_500) });
  const running = () =>
    as(administrator, 'all').rows(`SELECT query_id FROM system.processes WHERE user = '${analyst}'`);
  await expect.poll(async () => (await running()).length).toBe(1);
  await expect(asked).rejects.toThrow();
  await expect.poll(async () => (await running()).length, { timeout: 8_000 }).toBe(0);
});

it('backs nothing up where there is no folder for backups', async () => {
  const { as } = await startServer();
  const sql = `BACKUP DATABASE ${database} TO S3('https://127.0.0.1:1/other-bucket/x', 'key', 'secret')`;
  await expect(as(administrator, 'all').run(sql)).rejects.toMatchObject({ kind: 'not_allowed' });
});

it('keeps the administrator within its database and the folder of its backups', async () => {
  const folder = 'https://backups.s3.us-east-1.amazonaws.com/clickhouse';
  const { as, url } = await startServer(folder);
  const server = as(administrator, 'all');
  await prepare(server, url);
  await server.run(`GRANT SELECT ON ${database}.* TO ${analyst}`).catch((error: unknown) => {
    // There is no place for grants in SQL on this machine; the right to make one is checked first.
    expect(String(error)).not.toMatch(/ACCESS_DENIED/);
  });
  for (const sql of [
    'CREATE DATABASE other',
    `CREATE TABLE ${database}.t (a String) ENGINE = URL('https://example.com/', TSV)`,
    `SELECT * FROM url('https://example.com/', 'LineAsString')`,
    `SELECT * FROM s3('https://other.s3.us-east-1.amazonaws.com/clickhouse/x', 'LineAsString')`,
    `CREATE DICTIONARY ${database}.d (a UInt8) PRIMARY KEY a SOURCE(EXECUTABLE(COMMAND 'id' FORMAT 'TSV')) LAYOUT(FLAT()) LIFETIME(1)`,
    `CREATE FUNCTION f AS x -> x`,
    'CREATE NAMED COLLECTION c AS a = 1',
    `GRANT SELECT ON system.* TO ${analyst}`,
    `GRANT READ ON URL TO ${administrator}`,
    'SYSTEM SHUTDOWN',
  ]) {
    await expect(server.run(sql), sql).rejects.toMatchObject({ message: expect.stringMatching(refusals) });
  }
});
