import type { CallForm, Parser } from '../dialect.ts';
import type { Position } from '../sql-error.ts';
import type { Call, Expression } from '../syntax/tree.ts';
import { parseType } from './parse-type.ts';

/** The call forms of standard SQL, which every dialect has. */
export const standardCallForms: Readonly<Record<string, CallForm>> = {
  cast: parseCast,
  try_cast: parseCast,
  extract: parseExtract,
  position: parsePosition,
  substring: parseSubstring,
  trim: parseTrim,
  row: parseRow,
};

function parseCast(parser: Parser, position: Position): Expression {
  const isTry = parser.next().text === 'try_cast';
  return parser.parenthesized(() => {
    const operand = parser.expression();
    parser.expectWord('as');
    return { ...position, kind: 'cast', operand, type: parseType(parser), isTry };
  });
}

function parseExtract(parser: Parser, position: Position): Expression {
  parser.next();
  return parser.parenthesized(() => {
    const field = parser.next().text;
    parser.expectWord('from');
    return { ...position, kind: 'extract', field, operand: parser.expression() };
  });
}

/** `position(needle IN text)`, which is `strpos(text, needle)`. */
function parsePosition(parser: Parser, position: Position): Expression {
  parser.next();
  return parser.parenthesized(() => {
    const needle = parser.sum();
    parser.expectWord('in');
    return plainCall(position, 'strpos', [parser.sum(), needle]);
  });
}

function parseRow(parser: Parser, position: Position): Expression {
  parser.next();
  return { ...position, kind: 'row', items: parser.parenthesized(() => parser.list(() => parser.expression())) };
}

/** `substring(text FROM start [FOR length])` or with commas. */
export function parseSubstring(parser: Parser, position: Position): Expression {
  const { source } = parser.next();
  return parser.parenthesized(() => {
    const args = [parser.expression()];
    if (parser.takeWord('from')) {
      args.push(parser.expression());
      if (parser.takeWord('for')) args.push(parser.expression());
    } else while (parser.takeSymbol(',')) args.push(parser.expression());
    return plainCall(position, source, args);
  });
}

/** `trim([LEADING | TRAILING | BOTH] [characters] FROM text)` or `trim(text [, characters])`. */
function parseTrim(parser: Parser, position: Position): Expression {
  parser.next();
  return parser.parenthesized(() => {
    let name = 'trim';
    if (parser.takeWord('leading')) name = 'ltrim';
    else if (parser.takeWord('trailing')) name = 'rtrim';
    else parser.takeWord('both');
    const args: Expression[] = [];
    if (!parser.isWord('from')) args.push(...parser.list(() => parser.expression()));
    if (parser.takeWord('from')) args.unshift(parser.expression());
    return plainCall(position, name, args);
  });
}

/** A call as written, without any of its clauses. */
export function plainCall(position: Position, text: string, args: readonly Expression[]): Call {
  return {
    ...position,
    kind: 'call',
    name: text.toLowerCase(),
    text,
    args,
    star: false,
    distinct: false,
    orderBy: [],
    ignoreNulls: false,
  };
}
