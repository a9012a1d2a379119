import { type SqlType, types } from './sql-type.ts';

const named: Readonly<Record<string, SqlType>> = {
  string: types.varchar,
  varchar: types.varchar,
  char: types.varchar,
  int: types.integer,
  integer: types.integer,
  float: types.real,
  binary: types.varbinary,
  timestamp: types.timestamp,
  boolean: types.boolean,
  bigint: types.bigint,
  double: types.double,
  date: types.date,
  tinyint: { name: 'tinyint' },
  smallint: { name: 'smallint' },
};

/**
 * The type of a column in the Glue catalog, which is written as in Hive.
 * https://docs.aws.amazon.com/athena/latest/ug/data-types.html
 */
export function typeOfHive(hive: string): SqlType {
  const [type, rest] = read(hive.trim());
  if (rest !== '') throw new Error(`Glue column type not supported: ${hive}`);
  return type;
}

function read(source: string): [SqlType, string] {
  const name = /^[a-z_]+/i.exec(source)?.[0].toLowerCase() ?? '';
  let rest = source.slice(name.length);
  if (name === 'array') {
    const [element, behind] = read(expect(rest, '<'));
    return [types.array(element), expect(behind, '>')];
  }
  if (name === 'map') {
    const [key, behindKey] = read(expect(rest, '<'));
    const [value, behind] = read(expect(behindKey, ','));
    return [types.map(key, value), expect(behind, '>')];
  }
  if (name === 'struct') {
    const fields: { name: string; type: SqlType }[] = [];
    rest = expect(rest, '<');
    for (;;) {
      const field = /^\s*([^:,<>]+)\s*:/.exec(rest);
      if (field === null) throw new Error(`Glue column type not supported: ${source}`);
      const [type, behind] = read(rest.slice(field[0].length).trimStart());
      fields.push({ name: (field[1] ?? '').trim().toLowerCase(), type });
      rest = behind.trimStart();
      if (!rest.startsWith(',')) break;
      rest = rest.slice(1);
    }
    return [{ name: 'row', fields }, expect(rest, '>')];
  }
  const sizes = /^\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)/.exec(rest);
  if (sizes !== null) rest = rest.slice(sizes[0].length);
  if (name === 'decimal') {
    return [{ name: 'decimal', precision: Number(sizes?.[1] ?? 10), scale: Number(sizes?.[2] ?? 0) }, rest];
  }
  const type = named[name];
  if (type === undefined) throw new Error(`Glue column type not supported: ${source}`);
  return [type, rest];
}

function expect(source: string, symbol: string): string {
  const rest = source.trimStart();
  if (!rest.startsWith(symbol)) throw new Error(`Glue column type not supported: expected ${symbol} before ${source}`);
  return rest.slice(1).trimStart();
}
