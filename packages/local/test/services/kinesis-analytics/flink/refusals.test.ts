import { describe, expect, it } from 'vitest';
import { readJob } from '../../../../src/services/kinesis-analytics/flink/job/read-job.ts';
import { substituteProperties } from '../../../../src/services/kinesis-analytics/flink/job/substitute-properties.ts';
import { planJob } from '../../../../src/services/kinesis-analytics/flink/plan/plan-job.ts';
import { functionTypes } from '../../../../src/services/kinesis-analytics/flink/run/job-functions.ts';
import { judgeFunctions, metricSql, sourceSql } from './running-job.ts';

async function plan(sql: string, source = sourceSql) {
  return planJob(substituteProperties(readJob(source + sql), { TTL: '1 d' }), functionTypes(judgeFunctions));
}

const line = sourceSql.split('\n').length;
const view = (select: string) => `CREATE VIEW v AS ${select};\n${metricSql('m', { from: 'v' })}`;

describe('what the window runner does not do stops the job by its name and line', () => {
  it.each([
    ['SELECT * FROM events JOIN late ON TRUE', 'a query reads one table here, without joins'],
    ['SELECT *, REVERSE(kind) AS k FROM by_minute', 'the function REVERSE is not supported here; there are COALESCE,'],
    ['SELECT DISTINCT kind FROM by_minute', 'SELECT DISTINCT is not supported here'],
    ['SELECT * FROM by_minute ORDER BY kind', 'ORDER BY of a query is not supported here'],
    ['SELECT * FROM by_minute LIMIT 1', 'LIMIT of a query is not supported here'],
    ['SELECT *, kind + 1 AS k FROM by_minute', 'STRING + INT is not supported here'],
    ['SELECT * FROM by_minute WHERE kind = 1', 'STRING = INT is not supported here: both sides must be of one type'],
    [
      "SELECT *, JSON_VALUE(data, '$.a[0]') AS k FROM by_minute",
      "JSON_VALUE takes a text and a path like '$.a.b' here",
    ],
    ['SELECT *, CAST(kind AS DATE) AS k FROM by_minute', 'the type DATE is not supported here'],
    [
      "SELECT * FROM TABLE(HOP(TABLE events, DESCRIPTOR(event_time), INTERVAL '2' MINUTE, INTERVAL '3' MINUTE))",
      'HOP: the size must be a multiple of the slide',
    ],
    [
      "SELECT * FROM TABLE(SESSION(TABLE events, DESCRIPTOR(event_time), INTERVAL '2' MINUTE))",
      'the table function SESSION is not supported here',
    ],
    [
      "SELECT * FROM TABLE(TUMBLE(TABLE by_minute, DESCRIPTOR(event_time), INTERVAL '2' MINUTE))",
      'a window of windows is not supported here',
    ],
    ['SELECT *, FLOOR(event_time TO MINUTE) AS k FROM events', 'Flink cannot do FLOOR(TIMESTAMP_LTZ(3) TO MINUTE)'],
    ["SELECT *, JSON_OBJECT(KEY 'a' VALUE kind, KEY 'a' VALUE part) AS k FROM by_minute", "has the key 'a' twice"],
    ["SELECT *, IF(kind = 'a', 'b', NULL) AS k FROM by_minute", 'IF(BOOLEAN, STRING, NULL) is not supported here'],
    ['SELECT *, NULL AS k FROM by_minute', 'k: NULL has no type in Flink: CAST(NULL AS …)'],
    ["SELECT * FROM by_minute WHERE kind != 'a'", '!= is not Flink SQL: <>'],
    ["SELECT * FROM by_minute /*+ OPTIONS('a' = 'b') */", "the hint /*+ OPTIONS('a' = 'b') */ is not supported here"],
    ['SELECT *, CAST(kind AS DECIMAL(39, 0)) AS k FROM by_minute', 'the type DECIMAL(39,0) is not supported here'],
    ['SELECT part, COUNT(*) AS n FROM late GROUP BY part, 1', 'a number in GROUP BY names no column in Flink'],
    ['SELECT COUNT(*) FILTER (WHERE TRUE) AS n FROM by_minute', 'FILTER is not supported here'],
    ['SELECT *, nothing AS k FROM by_minute', 'there is no column nothing; there are kind, event_key'],
    ['SELECT * FROM nowhere', 'there is no table or view nowhere'],
    ['SELECT * FROM numbered', 'ROW_NUMBER: WHERE copy = 1 is missing'],
    [
      'SELECT window_start, window_end, MAX(n) AS n FROM (SELECT window_start, window_end, part, COUNT(*) AS n FROM by_minute GROUP BY window_start, window_end, part) GROUP BY window_start, window_end',
      'an aggregation of aggregated rows is not supported here',
    ],
  ])('%s', async (select, message) => {
    await expect(plan(view(select))).rejects.toThrow(message);
    await expect(plan(view(select))).rejects.toMatchObject({ line });
  });

  it.each(["'120' MINUTE", "'1' WEEK", "'5' MILLISECOND", "'1.5' MINUTE", "'1.2345' SECOND"])(
    'INTERVAL %s',
    async (interval) => {
      const select = `SELECT * FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(event_time), INTERVAL ${interval}))`;
      await expect(plan(view(select))).rejects.toThrow(
        `INTERVAL ${interval} is not supported here: at most two digits`,
      );
    },
  );

  it.each([
    [`SET 'parallelism.default' = '4';`, `SET 'parallelism.default' is not supported here`],
    [`SET 'table.local-time-zone' = 'CET';`, 'UTC is what is supported here'],
    ['DROP VIEW late;', 'DROP VIEW is not supported here'],
    [
      "INSERT INTO metrics SELECT 'x', window_start, window_end, part, CAST(1 AS INT), events, players, amount FROM (SELECT window_start, window_end, part, COUNT(*) AS events, COUNT(DISTINCT player) AS players, CAST(NULL AS DECIMAL(38, 6)) AS amount FROM by_minute GROUP BY window_start, window_end, part);",
      'dimensions is STRING, and is given INT',
    ],
    [
      metricSql('m', { from: 'late_by_minute', players: 'COUNT(DISTINCT player)' }),
      'COUNT(DISTINCT …) is supported here over a window function only',
    ],
    ['INSERT INTO metrics SELECT part FROM by_minute;', '1 columns for the 8 of metrics'],
  ])('%s', async (sql, message) => {
    await expect(plan(sql)).rejects.toThrow(message);
  });

  it('a property that the application does not have', async () => {
    const statements = readJob(`${sourceSql}SET 'table.exec.state.ttl' = '\${OTHER}';`);
    expect(() => substituteProperties(statements, { TTL: '1 d' })).toThrow(
      `line ${line}: the application has no runtime property OTHER`,
    );
  });
});
