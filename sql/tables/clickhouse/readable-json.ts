/** What ClickHouse's JSON parser refuses or rounds: digits beyond 64 bits, exponents, and zeros that a text column shows. */
const numbersToKeep = String.raw`[0-9][0-9.]{15}|[0-9][eE]|\\.[0-9]*0(?:[^0-9.]|$)|-0`;

/** A string, a bracket, or what stands between them. */
const token = String.raw`"(?:[^"\\\\]|\\\\.)*"|[\\[\\]{}]|[^"\\[\\]{}]+`;

const number = '-?[0-9][0-9.eE+-]*';

/**
 * An expression for the JSON object in `column` as one that ClickHouse's functions read exactly. They refuse a whole text
 * for one whole number beyond 64 bits, for `1e400` and for 1,025 levels, and round what has more than 15 digits. Such a text
 * becomes an object of texts: each number as it was sent, each list and object as its JSON. All others stay as they are, for
 * the price of a check.
 * https://clickhouse.com/docs/sql-reference/functions/json-functions
 */
export function readableJson(column: string): string {
  const text = `ifNull(${column}, '{}')`;
  const tokens = `extractAll(${text}, '${token}')`;
  const depths = `arrayCumSum(arrayMap(t -> multiIf(t IN ('[', '{'), 1, t IN (']', '}'), -1, 0), ${tokens}))`;
  const inner = String.raw`if(startsWith(t, '"'), replaceAll(replaceAll(t, '\\', '\\\\'), '"', '\\"'), replaceRegexpAll(t, '\\s+', ''))`;
  const cases = [
    `d = 2 AND t IN ('[', '{'), concat('"', t)`,
    `d = 1 AND t IN (']', '}'), concat(t, '"')`,
    `d >= 2, ${inner}`,
    `startsWith(t, '"'), t`,
    String.raw`replaceRegexpAll(t, '${number}', '"\\0"')`,
  ];
  const ofTexts = `arrayStringConcat(arrayMap((t, d) -> multiIf(${cases.join(', ')}), ${tokens}, ${depths}))`;
  return `if(isValidJSON(${text}) AND NOT match(${text}, '${numbersToKeep}'), ${text}, ${ofTexts})`;
}
