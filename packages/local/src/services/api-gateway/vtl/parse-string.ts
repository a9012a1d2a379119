import type { Expression } from './ast.ts';
import { Cursor } from './cursor.ts';

const doubleQuoted = /"[^"]*(?:""[^"]*)*"/y;
const singleQuoted = /'[^']*(?:''[^']*)*'/y;

/**
 * A string literal. A quote inside is written twice, a backslash does not escape it. Only double quotes interpolate, and
 * only they know `\uXXXX`. The content is read here, once: rendering never reads template syntax again.
 */
export function parseString(cursor: Cursor): Expression {
  const place = cursor.place();
  const from = cursor.at;
  const isDouble = cursor.character === '"';
  const literal = cursor.take(isDouble ? doubleQuoted : singleQuoted)?.[0];
  if (literal === undefined) throw cursor.error('the string is not ended', from);
  const content = unquote(cursor, literal, from, isDouble);
  if (!isDouble || !/[$#]/.test(content.text)) return { type: 'constant', value: content.text, place };
  const inner = new Cursor(content.text, cursor.grammar, { cursor, offsets: content.offsets });
  const body = inner.nested(() => cursor.grammar.block(inner));
  if (body.some((statement) => statement.type !== 'text')) return { type: 'interpolation', body, place };
  const value = body.map((statement) => (statement.type === 'text' ? statement.text : '')).join('');
  return { type: 'constant', value, place };
}

function unquote(cursor: Cursor, literal: string, from: number, isDouble: boolean) {
  const pattern = isDouble ? /""|\\u([0-9a-fA-F]{4})/y : /''/y;
  const offsets: number[] = [];
  let text = '';
  let at = 1;
  while (at < literal.length - 1) {
    offsets.push(cursor.offset(from + at));
    pattern.lastIndex = at;
    const found = pattern.exec(literal);
    const code = found?.[1];
    text += code === undefined ? literal[at] : String.fromCharCode(Number.parseInt(code, 16));
    at += found ? found[0].length : 1;
  }
  offsets.push(cursor.offset(from + at));
  return { text, offsets };
}
