import type { SqlType } from '../sql-type.ts';

/** The type of a parameter. */
export type Parameter =
  | { readonly kind: 'type'; readonly type: SqlType }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'array'; readonly element: Parameter }
  | { readonly kind: 'map'; readonly key: Parameter; readonly value: Parameter }
  | { readonly kind: 'row'; readonly fields: readonly Parameter[] }
  | { readonly kind: 'function'; readonly parameters: readonly Parameter[]; readonly result: Parameter };

export interface Signature {
  readonly text: string;
  readonly parameters: readonly Parameter[];
  /** The last parameter may be repeated. */
  readonly isVariadic: boolean;
}

/** `array(T), function(T,boolean)`. */
export function parseSignature(text: string): Signature {
  const isVariadic = text.endsWith('...');
  const list = text.replace(/\.\.\.$/, '');
  return { text, parameters: list === '' ? [] : split(list).map(parseParameter), isVariadic };
}

function parseParameter(text: string): Parameter {
  if (/^[A-Z]\d?$/.test(text)) return { kind: 'variable', name: text };
  const [, name = text, inner] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
  if (inner === undefined) return { kind: 'type', type: plainType(text) };
  const parts = split(inner).map(parseParameter);
  const [first, second] = parts;
  if (name === 'array' && first !== undefined) return { kind: 'array', element: first };
  if (name === 'map' && first !== undefined && second !== undefined) return { kind: 'map', key: first, value: second };
  if (name === 'row') return { kind: 'row', fields: parts };
  const result = parts.at(-1);
  if (name !== 'function' || result === undefined) throw new Error(`${text} is no parameter`);
  return { kind: 'function', parameters: parts.slice(0, -1), result };
}

function plainType(text: string): SqlType {
  switch (text) {
    case 'timestamp':
      return { name: 'timestamp', zone: false };
    case 'timestamp with time zone':
      return { name: 'timestamp', zone: true };
    case 'decimal':
      return { name: 'decimal', precision: 38, scale: 0 };
    case 'varchar':
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
    case 'char':
    case 'varbinary':
    case 'json':
    case 'date':
    case 'time':
    case 'uuid':
    case 'interval':
      return { name: text };
    default:
      throw new Error(`${text} is no type of a parameter`);
  }
}

/** The parts between the outer commas. */
function split(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of list) {
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
      continue;
    }
    if (character === '(') depth++;
    if (character === ')') depth--;
    part += character;
  }
  return [...parts, part.trim()];
}
