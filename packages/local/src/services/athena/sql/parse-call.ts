import { parseExpression, parseSum } from './parse-expression.ts';
import { parseType } from './parse-type.ts';
import { parseSortItems, parseWindow } from './parse-window.ts';
import type { Position } from './sql-error.ts';
import type { Call, Expression, SortItem } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

/** A name with parentheses: a function, or one of the forms that have words between their arguments. */
export function parseCall(reader: TokenReader, position: Position): Expression {
  const name = reader.next().text;
  if (name === 'cast' || name === 'try_cast') {
    return reader.parenthesized(() => {
      const operand = parseExpression(reader);
      reader.expectWord('as');
      return { ...position, kind: 'cast', operand, type: parseType(reader), isTry: name === 'try_cast' };
    });
  }
  if (name === 'extract') {
    return reader.parenthesized(() => {
      const field = reader.next().text;
      reader.expectWord('from');
      return { ...position, kind: 'extract', field, operand: parseExpression(reader) };
    });
  }
  if (name === 'position') {
    return reader.parenthesized(() => {
      const needle = parseSum(reader);
      reader.expectWord('in');
      return plainCall(position, 'strpos', [parseSum(reader), needle]);
    });
  }
  if (name === 'substring' || name === 'substr') return parseSubstring(reader, position, name);
  if (name === 'trim') return parseTrim(reader, position);
  if (name === 'row') {
    const items = reader.parenthesized(() => reader.list(() => parseExpression(reader)));
    return { ...position, kind: 'row', items };
  }
  return parseFunction(reader, position, name);
}

function parseFunction(reader: TokenReader, position: Position, name: string): Call {
  let star = false;
  let distinct = false;
  let args: Expression[] = [];
  let orderBy: SortItem[] = [];
  reader.expectSymbol('(');
  if (reader.takeSymbol('*')) {
    star = true;
  } else if (!reader.isSymbol(')')) {
    distinct = reader.takeWord('distinct');
    if (!distinct) reader.takeWord('all');
    args = reader.list(() => parseExpression(reader));
    if (reader.takeWord('order', 'by')) orderBy = parseSortItems(reader);
  }
  let ignoreNulls = takeNulls(reader);
  reader.expectSymbol(')');
  if (reader.takeWord('within', 'group')) {
    orderBy = reader.parenthesized(() => {
      reader.expectWord('order', 'by');
      return parseSortItems(reader);
    });
  }
  const filter = reader.takeWord('filter')
    ? reader.parenthesized(() => {
        reader.expectWord('where');
        return parseExpression(reader);
      })
    : undefined;
  ignoreNulls = takeNulls(reader) || ignoreNulls;
  const over = reader.takeWord('over') ? parseWindow(reader) : undefined;
  return { ...position, kind: 'call', name, args, star, distinct, orderBy, filter, ignoreNulls, over };
}

/** `substring(text FROM start [FOR length])` or with commas. */
function parseSubstring(reader: TokenReader, position: Position, name: string): Expression {
  return reader.parenthesized(() => {
    const args = [parseExpression(reader)];
    if (reader.takeWord('from')) {
      args.push(parseExpression(reader));
      if (reader.takeWord('for')) args.push(parseExpression(reader));
    } else while (reader.takeSymbol(',')) args.push(parseExpression(reader));
    return plainCall(position, name, args);
  });
}

function takeNulls(reader: TokenReader): boolean {
  if (reader.takeWord('ignore', 'nulls')) return true;
  reader.takeWord('respect', 'nulls');
  return false;
}

/** `trim([LEADING | TRAILING | BOTH] [characters] FROM text)` or `trim(text [, characters])`. */
function parseTrim(reader: TokenReader, position: Position): Expression {
  return reader.parenthesized(() => {
    let name = 'trim';
    if (reader.takeWord('leading')) name = 'ltrim';
    else if (reader.takeWord('trailing')) name = 'rtrim';
    else reader.takeWord('both');
    const args: Expression[] = [];
    if (!reader.isWord('from')) args.push(...reader.list(() => parseExpression(reader)));
    if (reader.takeWord('from')) args.unshift(parseExpression(reader));
    return plainCall(position, name, args);
  });
}

function plainCall(position: Position, name: string, args: readonly Expression[]): Call {
  return { ...position, kind: 'call', name, args, star: false, distinct: false, orderBy: [], ignoreNulls: false };
}
