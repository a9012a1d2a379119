import { newPrinter } from 'sql-dialects';
import { parseExpression, parseQuery, parseStatement, trino } from 'sql-dialects/trino';
import { describe, expect, it } from 'vitest';
import { withoutPositions } from './round-trip.ts';

const printer = newPrinter(trino);

describe('an expression is printed with the parentheses that it needs, and no others', () => {
  it.each([
    ['(a + b) * c', '(a + b) * c'],
    ['a + (b * c)', 'a + b * c'],
    ['a - (b - c)', 'a - (b - c)'],
    ['(a - b) - c', 'a - b - c'],
    ['not (a and b) or c', 'NOT (a AND b) OR c'],
    ['(a or b) and not c', '(a OR b) AND NOT c'],
    ['a = (b = c)', 'a = (b = c)'],
    ['- (-1)', '- -1'],
    ['-(a + 1)', '-(a + 1)'],
    ['(a + b)[1].c', '(a + b)[1].c'],
    ['(a || b) at time zone c', '(a || b) AT TIME ZONE c'],
    ['x -> x + 1', '(x) -> x + 1'],
    ['a between 1 and 2 + 3', 'a BETWEEN 1 AND 2 + 3'],
    ["a like 'x!%' escape '!'", "a LIKE 'x!%' ESCAPE '!'"],
    ["'it''s'", "'it''s'"],
    ['"select" . "A b"', '"select"."A b"'],
    [
      'cast(a as array(row(x decimal(10,2), timestamp(3) with time zone)))',
      'CAST(a AS array(row(x decimal(10, 2), timestamp(3) with time zone)))',
    ],
    ["interval -'1' day", "INTERVAL -'1' DAY"],
    ['count(distinct a) filter (where b > 1)', 'count(DISTINCT a) FILTER (WHERE b > 1)'],
    ["listagg(a, ',') within group (order by b desc)", "listagg(a, ',') WITHIN GROUP (ORDER BY b DESC)"],
    [
      'sum(a) over (partition by b order by c rows between 1 preceding and current row)',
      'sum(a) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)',
    ],
    ['case a when 1 then 2 else 3 end', 'CASE a WHEN 1 THEN 2 ELSE 3 END'],
    ['a in (select b from c)', 'a IN (SELECT b FROM c)'],
    ['a > all (select b from c)', 'a > ALL (SELECT b FROM c)'],
    ['try_cast(a as bigint) is not distinct from b', 'TRY_CAST(a AS bigint) IS NOT DISTINCT FROM b'],
  ])('%s', (sql, printed) => {
    const tree = parseExpression(sql);
    expect(printer.expression(tree)).toBe(printed);
    expect(withoutPositions(parseExpression(printed))).toEqual(withoutPositions(tree));
  });
});

describe('a query that is printed and parsed again is the same', () => {
  it.each([
    'SELECT *, t.*, a AS "B c" FROM db.t AS t (x, y) WHERE a > 1 GROUP BY 1, x HAVING count(*) > 1',
    'SELECT DISTINCT a FROM t GROUP BY GROUPING SETS ((a, b), (a), ())',
    'SELECT a FROM t GROUP BY ROLLUP ((a), (b))',
    'WITH a (x) AS (SELECT 1), b AS (SELECT x FROM a) SELECT * FROM b ORDER BY x DESC NULLS FIRST OFFSET 1 LIMIT 2',
    '(SELECT 1 UNION ALL SELECT 2) INTERSECT SELECT 3',
    'SELECT 1 UNION SELECT 2 EXCEPT ALL SELECT 3',
    'SELECT 1 EXCEPT (SELECT 2 EXCEPT SELECT 3)',
    "VALUES (1, 'a'), (2, 'b')",
    'SELECT * FROM a JOIN b ON a.x = b.x LEFT JOIN c USING (y, z) CROSS JOIN UNNEST(d, e) WITH ORDINALITY AS u (v, w)',
    'SELECT * FROM a JOIN (b CROSS JOIN c) ON true',
    'SELECT sum(x) OVER w FROM t WINDOW w AS (PARTITION BY y)',
    "SELECT EXTRACT(year FROM d), ARRAY[1, 2], ROW(1, 'x'), EXISTS (SELECT 1), (SELECT 2), ?",
  ])('%s', (sql) => {
    const tree = parseQuery(sql);
    expect(withoutPositions(parseQuery(printer.query(tree)))).toEqual(withoutPositions(tree));
  });
});

describe('an error names the line and column', () => {
  it.each([
    ['SELECT a,\n  b c d FROM t', "line 2:7: mismatched input 'd'. Expecting: <EOF>"],
    ['SELECT a FROM t WHERE', "line 1:22: mismatched input '<EOF>'. Expecting: <expression>"],
    ["SELECT 'open", "line 1:8: mismatched input '''"],
    ['SELECT cast(a AS nothing)', "line 1:18: mismatched input 'nothing'. Expecting: <type>"],
    ['SELECT * FROM select', "line 1:15: mismatched input 'select'. Expecting: <identifier>"],
    [`SELECT ${'('.repeat(300)}1${')'.repeat(300)}`, 'The statement is nested too deeply.'],
  ])('%s', (sql, message) => {
    expect(() => parseStatement(sql)).toThrow(message);
  });
});
