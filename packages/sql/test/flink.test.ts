import { newPrinter } from 'sql-dialects';
import { flink, parseQuery, parseStatements } from 'sql-dialects/flink';
import { describe, expect, it } from 'vitest';
import { withoutPositions } from './round-trip.ts';

const printer = newPrinter(flink);

it('reads the statements of a job with the lines where they begin', () => {
  const statements = parseStatements(
    `SET 'a' = 'b';
-- a source
CREATE TABLE t (
  record BYTES,
  arrived_at TIMESTAMP_LTZ(3) NOT NULL METADATA FROM 'timestamp' VIRTUAL,
  judged AS f(record).x,
  WATERMARK FOR arrived_at AS arrived_at - INTERVAL '10' SECOND,
  PRIMARY KEY (record) NOT ENFORCED
) PARTITIONED BY (record) WITH ('connector' = 'c');
CREATE VIEW v AS SELECT * FROM t;
INSERT INTO t SELECT * FROM v;`,
  );
  expect(statements.map(({ kind, line }) => [kind, line])).toEqual([
    ['set', 1],
    ['create-table', 3],
    ['create-view', 10],
    ['insert', 11],
  ]);
  const [, table] = statements;
  expect(withoutPositions(table)).toMatchObject({
    columns: [
      { kind: 'physical' },
      { kind: 'metadata', key: 'timestamp', type: { notNull: true } },
      { kind: 'computed' },
    ],
    watermark: { column: { text: 'arrived_at' } },
    primaryKey: [{ text: 'record' }],
    options: [{ key: 'connector', value: 'c' }],
  });
});

describe('a query that is printed and parsed again is the same', () => {
  it.each([
    "SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(c), INTERVAL '1' MINUTE)) AS w",
    'SELECT FLOOR(CAST(c AS TIMESTAMP(3)) TO MINUTE), CEIL(x), f(a, b).c IS NOT TRUE FROM t',
    "SELECT JSON_OBJECT(KEY 'a' VALUE JSON_VALUE(d, '$.x' RETURNING STRING), KEY 'b' VALUE 1 ABSENT ON NULL) FROM t",
    'SELECT ROW_NUMBER() OVER (PARTITION BY a ORDER BY b) AS n, CHAR_LENGTH(c), COUNT(*) FROM `order` GROUP BY a',
    'SELECT CAST(a AS ROW<b INT NOT NULL, c ARRAY<STRING>>), CAST(a AS MAP<STRING, DECIMAL(38, 6)>) FROM t',
  ])('%s', (sql) => {
    const tree = parseQuery(sql);
    expect(withoutPositions(parseQuery(printer.query(tree)))).toEqual(withoutPositions(tree));
  });
});

describe('what Flink refuses is refused', () => {
  it.each([
    ['SELECT a != 1 FROM t', 'line 1:10: != is not Flink SQL: <>'],
    ['SELECT "a" FROM t', "line 1:8: mismatched input '\"'"],
    ['SELECT value FROM t', "line 1:8: mismatched input 'value'. Expecting: <identifier>"],
    [
      "SELECT * FROM t /*+ OPTIONS('a' = 'b') */",
      "line 1:17: the hint /*+ OPTIONS('a' = 'b') */ is not supported here",
    ],
    ['SELECT x -> x FROM t', "line 1:10: mismatched input '->'. Expecting: <EOF>"],
  ])('%s', (sql, message) => {
    expect(() => parseQuery(sql)).toThrow(message);
  });
});

it('a statement that is not known is refused by its first words', () => {
  expect(() => parseStatements("SET 'a' = 'b';\nDROP VIEW v;")).toThrow('line 2:1: DROP VIEW is not supported here');
});
