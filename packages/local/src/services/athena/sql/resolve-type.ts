import type { TypeName } from 'sql-dialects';
import { type PlainTypeName, plainTypeNames, type SqlType } from './sql-type.ts';

const synonyms: Readonly<Record<string, PlainTypeName>> = { int: 'integer', float: 'real' };

/** The type that a statement names. */
export function resolveType({ name, sizes, elements, timeZone }: TypeName): SqlType {
  const [first, second] = elements.map(({ type }) => resolveType(type));
  switch (name) {
    case 'array':
      return { name, element: first };
    case 'map':
      return { name, key: first, value: second };
    case 'row':
      return { name, fields: elements.map((field) => ({ name: field.name?.text, type: resolveType(field.type) })) };
    case 'decimal': {
      const [precision = 38, scale = 0] = sizes;
      return { name, precision, scale };
    }
    case 'varchar':
    case 'string':
      return { name: 'varchar', length: sizes[0] };
    case 'timestamp':
      return { name, zone: timeZone === 'with' };
    default: {
      const plain = synonyms[name] ?? plainTypeNames.find((known) => known === name);
      if (plain === undefined) throw new Error(`the type ${name} is parsed but not known here`);
      return { name: plain };
    }
  }
}
