import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QueryDatabase } from '../../../src/services/athena/query-database.ts';

let directory: string;
let database: QueryDatabase;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'query-database-'));
  database = new QueryDatabase(directory);
});

afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true });
});

const tables = async () => {
  const connection = await database.connectPlainly();
  const rows = await (await connection.run('SELECT table_name FROM duckdb_tables()')).getRows();
  connection.closeSync();
  return rows.flat();
};

it('has the functions of Athena on every connection', async () => {
  for (const connection of [await database.connect(), await database.connect()]) {
    const [row] = await (await connection.run("SELECT athena_substr('player', -2), 1e0 / 0")).getRows();
    expect(row).toEqual(['er', Number.POSITIVE_INFINITY]);
    connection.closeSync();
  }
});

it('shows a table that is not temporary to every connection, until it is dropped', async () => {
  const [one, other] = [await database.connect(), await database.connectPlainly()];
  await one.run('CREATE TABLE shared AS SELECT 1 AS a');
  expect(await (await other.run('SELECT a FROM shared')).getRows()).toEqual([[1]]);
  await database.drop('shared');
  await database.drop('shared');
  expect(await tables()).toEqual([]);
});

it('drops a table whose connections were interrupted while they read it', async () => {
  const [one, other] = [await database.connect(), await database.connectPlainly()];
  await one.run('CREATE TABLE read AS SELECT range AS a FROM range(100000)');
  const reading = [one, other].map((connection) =>
    connection.run('SELECT count(*) FROM read x, read y WHERE x.a < y.a'),
  );
  const ends = Promise.allSettled(reading);
  const interrupting = setInterval(() => {
    for (const connection of [one, other]) connection.interrupt();
  }, 5);
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  clearInterval(interrupting);
  await database.drop('read');
  expect(await tables()).toEqual([]);
  for (const connection of [one, other]) connection.closeSync();
});
