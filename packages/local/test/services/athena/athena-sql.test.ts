import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { parseStatement } from 'sql-dialects/trino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QueryDatabase } from '../../../src/services/athena/query-database.ts';
import { valueFormat } from '../../../src/services/athena/results/format-value.ts';
import { functionNames } from '../../../src/services/athena/sql/functions/functions.ts';
import { translate } from '../../../src/services/athena/sql/translate.ts';
import { expressions, queries, refusals, viewFunctions } from './sql-cases.ts';

let directory: string;
let database: QueryDatabase;
let connection: DuckDBConnection;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'athena-'));
  database = new QueryDatabase(directory);
  connection = await database.connect();
});

afterAll(async () => {
  connection.closeSync();
  await database.close();
  await rm(directory, { recursive: true });
});

function translated(sql: string) {
  const statement = parseStatement(sql);
  if (statement.kind !== 'select') throw new Error(`${statement.kind} is no query`);
  const nowMs = Date.UTC(2026, 0, 28, 12);
  const error = new Error('there are no tables');
  const input = { query: statement.query, database: 'default', parameters: [], nowMs };
  return translate({ ...input, table: () => ({ kind: 'error', error }) });
}

async function run(sql: string): Promise<string[][]> {
  const { sql: duckSql, columns } = translated(sql);
  const result = await connection.run(duckSql);
  const formats = result.columnTypes().map((type, index) => valueFormat(type, columns[index]?.type));
  return (await result.getRows()).map((row) => row.map((value, index) => formats[index]?.(value) ?? 'null'));
}

describe('an expression', () => {
  it.each([...expressions, ...viewFunctions])('%s is %s', async (sql, value) => {
    expect(await run(`SELECT ${sql}`)).toEqual([[value]]);
  });

  it('may ask for the moment, which is one for the whole query', async () => {
    const sql = 'SELECT now(), current_timestamp, localtimestamp, current_date, now() = current_timestamp';
    const instant = '2026-01-28 12:00:00.000';
    expect(await run(sql)).toEqual([[`${instant} UTC`, `${instant} UTC`, instant, '2026-01-28', 'true']]);
  });
});

describe('a query', () => {
  it.each(queries)('%s', async (sql, rows) => {
    const answer = await run(sql);
    const isOrdered = / ORDER BY [^)]*$/i.test(sql);
    const sorted = (list: readonly (readonly string[])[]) => list.map((row) => row.join(' | ')).sort();
    if (isOrdered) expect(answer).toEqual(rows);
    else expect(sorted(answer)).toEqual(sorted(rows));
  });
});

describe('what is refused', () => {
  it.each(refusals)('%s', (sql, message) => {
    expect(() => translated(sql)).toThrow(message);
  });
});

it('knows the functions that analysts use most', () => {
  const common = ['approx_percentile', 'count_if', 'date_trunc', 'json_extract_scalar', 'max_by', 'try', 'transform'];
  expect(functionNames).toEqual(expect.arrayContaining(common));
});
