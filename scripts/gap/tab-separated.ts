import type { Column, QueryResult, Row } from './output.ts';

/**
 * What ClickHouse writes as TabSeparatedWithNamesAndTypes: names, types, then a line for each row.
 * https://clickhouse.com/docs/interfaces/formats/TabSeparated
 */
export function readTabSeparated(text: string): QueryResult {
  const [names, types, ...rows] = text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t').map(fieldText));
  if (names === undefined || types === undefined) return { columns: [], rows: [] };
  const columns = names.map((name, index): Column => ({ name: name ?? '', kind: kindOf(types[index] ?? '') }));
  const timed = types.map((type) => /^DateTime(64)?\b/.test(valueType(type ?? '')));
  return {
    columns,
    rows: rows.map((row): Row => row.map((value, index) => (timed[index] ? milliseconds(value) : value))),
  };
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', r: '\r', n: '\n', t: '\t', '0': '\0' };

function fieldText(field: string): string | undefined {
  if (field === '\\N') return undefined;
  return field.includes('\\')
    ? field.replace(/\\(.)/gs, (_, character: string) => escapes[character] ?? character)
    : field;
}

/** `LowCardinality(Nullable(String))` → `String` */
function valueType(type: string): string {
  return type.replace(/^(?:LowCardinality\(|Nullable\()+/, '');
}

function kindOf(type: string): Column['kind'] {
  const value = valueType(type);
  if (/^(U?Int|Float|BFloat|Decimal)\d*\b/.test(value)) return 'number';
  return value.startsWith('Bool') ? 'boolean' : 'text';
}

/** Athena's timestamps have milliseconds; ClickHouse's have as many digits as their type. */
function milliseconds(time: string | undefined): string | undefined {
  if (time === undefined) return undefined;
  const [seconds = '', fraction = ''] = time.split('.');
  return `${seconds}.${fraction.padEnd(3, '0')}`;
}
