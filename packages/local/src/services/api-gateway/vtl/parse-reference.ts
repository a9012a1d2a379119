import type { Accessor, Expression, Reference } from './ast.ts';
import type { Cursor } from './cursor.ts';

const start = /\$(!?)(\{?)([a-zA-Z_][\w-]*)/y;
const property = /\.([a-zA-Z][\w-]*)/y;

/** Reads the reference that starts here; undefined, and nothing consumed, when `$` is only text. */
export function parseReference(cursor: Cursor): Reference | undefined {
  const from = cursor.at;
  const found = cursor.take(start);
  if (!found) return undefined;
  const accessors: Accessor[] = [];
  for (let accessor = parseAccessor(cursor); accessor; accessor = parseAccessor(cursor)) accessors.push(accessor);
  if (found[2] && !cursor.takeText('}')) {
    throw cursor.error(`expected "}" to end "${found[0]}", found ${cursor.found()}`);
  }
  return {
    type: 'reference',
    root: found[3] ?? '',
    accessors,
    isQuiet: found[1] === '!',
    text: cursor.text.slice(from, cursor.at),
    place: cursor.place(from),
  };
}

function parseAccessor(cursor: Cursor): Accessor | undefined {
  if (cursor.takeText('[')) {
    const index = cursor.nested(() => cursor.grammar.primary(cursor));
    cursor.expect(']', 'behind the index');
    return { type: 'index', index };
  }
  const name = cursor.take(property)?.[1];
  if (name === undefined) return undefined;
  if (!cursor.takeText('(')) return { type: 'property', name };
  const args = cursor.nested(() => parseArguments(cursor, name));
  return { type: 'method', name, args };
}

function parseArguments(cursor: Cursor, name: string): Expression[] {
  const args: Expression[] = [];
  cursor.skipSpace();
  while (!cursor.takeText(')')) {
    if (args.length > 0) cursor.expect(',', `or ")" in the arguments of ${name}`);
    args.push(cursor.grammar.primary(cursor));
    cursor.skipSpace();
  }
  return args;
}
