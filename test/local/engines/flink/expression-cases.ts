/**
 * Expressions with what they give, cast to STRING, null for NULL, over `data`, `broken` and `nothing` (see `texts`): seen from
 * Apache Flink 1.20 itself where test/parity/expressions.test.ts can run it.
 */
export const expressionCases: readonly (readonly [expression: string, value: string | null])[] = [
  [`JSON_VALUE(data, '$.a.b')`, 'x'],
  [`JSON_VALUE(data, '$.a')`, null],
  [`JSON_VALUE(data, '$.l')`, null],
  [`JSON_VALUE(data, '$.n')`, '12.5'],
  [`JSON_VALUE(data, '$.t')`, 'true'],
  [`JSON_VALUE(data, '$.z')`, null],
  [`JSON_VALUE(data, '$.absent')`, null],
  [`JSON_VALUE(broken, '$.a')`, null],
  [`JSON_OBJECT(KEY 'a' VALUE JSON_VALUE(data, '$.s'), KEY 'n' VALUE nothing)`, '{"a":"q\\"é","n":null}'],
  [`JSON_OBJECT(KEY 'a' VALUE 1, KEY 'n' VALUE nothing ABSENT ON NULL)`, '{"a":1}'],
  [`MD5(CONCAT_WS('|', 'a', nothing, 'b'))`, 'd0726241020676b14aa6298ce6a18b21'],
  [`CAST('12.3456785' AS DECIMAL(38, 6))`, '12.345679'],
  [`TRY_CAST('123' AS DECIMAL(3, 1))`, null],
  [`TRY_CAST('x' AS DECIMAL(38, 6))`, null],
  [`CAST('12.9' AS BIGINT)`, '12'],
  [`TRY_CAST('1e3' AS BIGINT)`, null],
  ['CAST(1.9 AS INT)', '1'],
  [`LEAST('b', nothing)`, null],
  [`LEAST('b', 'a')`, 'a'],
  [`CASE 'b' WHEN 'a' THEN 1 ELSE 2 END`, '2'],
  [`COALESCE(nothing, 'a') || 'b'`, 'ab'],
  [`'a' IN ('b', nothing)`, null],
  [`SUBSTRING('héllo', 2, 2)`, 'él'],
  ['TRUE AND nothing IS NULL', 'TRUE'],
];

/** SQL of what the expressions name. */
export const texts: Readonly<Record<string, string>> = {
  data: `CAST('{"a":{"b":"x"},"l":[1],"n":12.50,"t":true,"z":null,"s":"q\\"é"}' AS STRING)`,
  broken: `CAST('{"a":' AS STRING)`,
  nothing: 'CAST(NULL AS STRING)',
};
