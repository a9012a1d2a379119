import { type PlainTypeName, plainTypeNames, type RowField, type SqlType } from './sql-type.ts';
import type { TokenReader } from './token-reader.ts';

const synonyms: Readonly<Record<string, PlainTypeName>> = { int: 'integer', float: 'real' };

/** A type as SQL writes it: `varchar`, `decimal(10,2)`, `timestamp(3) with time zone`, `array(row(a bigint))`. */
export function parseType(reader: TokenReader): SqlType {
  const mark = reader.mark;
  const name = reader.name().key;
  switch (name) {
    case 'array':
      return { name, element: wrapped(reader, () => parseType(reader)) };
    case 'map':
      return wrapped(reader, () => {
        const key = parseType(reader);
        reader.expectSymbol(',');
        return { name, key, value: parseType(reader) };
      });
    case 'row':
      return { name, fields: reader.parenthesized(() => reader.list(() => parseField(reader))) };
    case 'decimal': {
      const [precision = 38, scale = 0] = parseSizes(reader);
      return { name, precision, scale };
    }
    case 'varchar':
    case 'string':
      return { name: 'varchar', length: parseSizes(reader)[0] };
    case 'timestamp': {
      parseSizes(reader);
      const zone = reader.takeWord('with', 'time', 'zone');
      reader.takeWord('without', 'time', 'zone');
      return { name, zone };
    }
    case 'double':
      reader.takeWord('precision');
      return { name };
    default: {
      const plain = synonyms[name] ?? plainTypeNames.find((known) => known === name);
      if (plain === undefined || plain === 'unknown' || plain === 'interval') {
        reader.reset(mark);
        throw reader.unexpected('<type>');
      }
      if (plain === 'char' || plain === 'time') parseSizes(reader);
      return { name: plain };
    }
  }
}

function parseField(reader: TokenReader): RowField {
  const mark = reader.mark;
  const name = reader.name();
  if (reader.isName()) return { name: name.text, type: parseType(reader) };
  reader.reset(mark);
  return { type: parseType(reader) };
}

function parseSizes(reader: TokenReader): number[] {
  if (!reader.isSymbol('(')) return [];
  return reader.parenthesized(() =>
    reader.list(() => {
      if (reader.peek().kind !== 'integer') throw reader.unexpected('<integer>');
      return Number(reader.next().text);
    }),
  );
}

/** In parentheses, or in angle brackets as older Presto wrote it. */
function wrapped<Item>(reader: TokenReader, read: () => Item): Item {
  const close = reader.takeSymbol('<') ? '>' : ')';
  if (close === ')') reader.expectSymbol('(');
  const item = read();
  reader.expectSymbol(close);
  return item;
}
