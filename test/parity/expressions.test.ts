import { expressionCases, texts } from 'assembly-runtime/testing/expression-cases.ts';
import { expect, test } from 'vitest';
import { ParityRun, present } from './parity-run.ts';

/** The job's source, with each expression as a row of its own: `id` its place, `dimensions` its value. */
function job(sql: string): string {
  const source = sql.slice(0, sql.indexOf('CREATE VIEW judged_records'));
  const start = sql.indexOf('CREATE TABLE metrics');
  const sink = sql.slice(start, sql.indexOf(';', start) + 1);
  const views = expressionCases.map(([expression], place) => {
    const values = Object.entries(texts).reduce(
      (text, [name, value]) => text.replace(new RegExp(`\\b${name}\\b`, 'g'), () => value),
      expression,
    );
    return (
      `CREATE VIEW case${place} AS SELECT '${place}' AS id, 'expression' AS metric, CAST(NULL AS TIMESTAMP(3)) AS window_start, ` +
      `CAST(NULL AS TIMESTAMP(3)) AS window_end, CAST(NULL AS STRING) AS application_id, CAST(${values} AS STRING) AS dimensions, ` +
      `'' AS part, CAST(1 AS BIGINT) AS events, CAST(NULL AS BIGINT) AS players, CAST(NULL AS DECIMAL(38, 6)) AS amount FROM records;`
    );
  });
  const selects = views.map((_, place) => `SELECT * FROM case${place}`).join(' UNION ALL ');
  return [source, sink, ...views, `INSERT INTO metrics ${selects};`].join('\n');
}

test(`expressions give the same on ${present.join(' and ')}`, async () => {
  const run = await ParityRun.open(1, job);
  await run.put(0, ['{}']);
  await run.start();
  await run.until((rows) => {
    const values = new Map(rows.map(({ id, dimensions }) => [id, dimensions]));
    const seen = expressionCases.map(([expression], place) => [expression, values.get(String(place))]);
    expect(seen).toEqual(expressionCases);
  });
});
