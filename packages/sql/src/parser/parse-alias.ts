import type { Name } from '../syntax/name.ts';
import type { TokenReader } from './token-reader.ts';

/** `[AS] alias`, of a select item or a relation. */
export function parseAlias(reader: TokenReader): Name | undefined {
  return reader.takeWord('as') || (reader.isName() && !startsClause(reader)) ? reader.name() : undefined;
}

/** `(a, b)`; empty where there is no parenthesis. */
export function parseColumnNames(reader: TokenReader): Name[] {
  return reader.isSymbol('(') ? reader.parenthesized(() => reader.list(() => reader.name())) : [];
}

/** Words that may be names but follow a select list or a relation more often. */
function startsClause(reader: TokenReader): boolean {
  const { kind, text } = reader.peek();
  if (kind !== 'word') return false;
  if (text === 'window') return reader.isName(1) && reader.peek(2).text === 'as';
  return ['limit', 'offset', 'fetch'].includes(text) && reader.peek(1).kind !== 'symbol';
}
