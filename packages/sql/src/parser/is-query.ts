import type { TokenReader } from './token-reader.ts';

/** Whether a query begins here, after any number of parentheses. */
export function isQuery(reader: TokenReader): boolean {
  let ahead = 0;
  while (reader.isSymbol('(', ahead)) ahead++;
  const { kind, text } = reader.peek(ahead);
  return kind === 'word' && ['select', 'with', 'values', 'table'].includes(text);
}
