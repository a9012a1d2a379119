import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDb } from '../../../../src/duckdb/open-duckdb.ts';
import { localTimestamp, string } from '../../../../src/services/kinesis-analytics/flink/job/flink-type.ts';
import { readJob } from '../../../../src/services/kinesis-analytics/flink/job/read-job.ts';
import { translate } from '../../../../src/services/kinesis-analytics/flink/plan/translate-expression.ts';
import { registerTextFunctions } from '../../../../src/services/kinesis-analytics/flink/run/text-functions.ts';
import { expressionCases, texts } from '../../../../testing/expression-cases.ts';

const time = { sql: `TIMESTAMP '2026-01-26 10:00:59.25'`, type: localTimestamp };

let connection: DuckDBConnection;
beforeAll(async () => {
  const instance = await openDuckDb({ tempDirectory: join(tmpdir(), 'flink-expressions') });
  connection = await instance.connect();
  registerTextFunctions(connection);
});
afterAll(() => connection.closeSync());

async function evaluate(expression: string): Promise<string | null> {
  const [statement] = readJob(`CREATE VIEW v AS SELECT CAST(${expression} AS STRING) AS x FROM y;`);
  const item =
    statement?.kind === 'create_view' && statement.query.kind === 'select' ? statement.query.items[0] : undefined;
  if (item?.kind !== 'expression') throw new Error('no expression');
  const { sql } = translate(item.expression, {
    column: ([name = '']) => (name === 't' ? time : { sql: texts[name] ?? 'NULL', type: string }),
  });
  const reader = await connection.runAndReadAll(`SELECT ${sql}`);
  const value = reader.getRows()[0]?.[0] ?? null;
  return value === null ? null : String(value);
}

describe('expressions are what they are in Flink', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ...expressionCases,
    ['CAST(FLOOR(CAST(t AS TIMESTAMP(3)) TO MINUTE) AS STRING)', '2026-01-26 10:00:00.000'],
    [`CAST(t - INTERVAL '1' DAY AS STRING)`, '2026-01-25 10:00:59.250'],
  ];
  it.each(cases)('%s', async (expression, value) => {
    expect(await evaluate(expression)).toBe(value);
  });

  it('a CAST that cannot read a text fails', async () => {
    await expect(evaluate(`CAST('x' AS DECIMAL(38, 6))`)).rejects.toThrow('CAST cannot read x as DECIMAL(38, 6)');
    await expect(evaluate(`CAST('123' AS DECIMAL(3, 1))`)).rejects.toThrow('CAST cannot read 123 as DECIMAL(3, 1)');
  });
});
