import type { Parser } from '../dialect.ts';
import type { Position } from '../sql-error.ts';
import type { Call, Expression, SortItem } from '../syntax/tree.ts';
import { parseSortItems, parseWindow } from './parse-window.ts';

/** A name with parentheses: a function, or one of the dialect's forms that have words between their arguments. */
export function parseCall(parser: Parser, position: Position): Expression {
  const name = parser.peek().text;
  const forms = parser.dialect.callForms;
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  return form === undefined ? parseFunction(parser, position) : form(parser, position);
}

function parseFunction(parser: Parser, position: Position): Call {
  const { text: name, source: text } = parser.next();
  let star = false;
  let distinct = false;
  let args: Expression[] = [];
  let orderBy: SortItem[] = [];
  parser.expectSymbol('(');
  if (parser.takeSymbol('*')) {
    star = true;
  } else if (!parser.isSymbol(')')) {
    distinct = parser.takeWord('distinct');
    if (!distinct) parser.takeWord('all');
    args = parser.list(() => parser.expression());
    if (parser.takeWord('order', 'by')) orderBy = parseSortItems(parser);
  }
  let ignoreNulls = takeNulls(parser);
  parser.expectSymbol(')');
  if (parser.takeWord('within', 'group')) {
    orderBy = parser.parenthesized(() => {
      parser.expectWord('order', 'by');
      return parseSortItems(parser);
    });
  }
  const filter = parser.takeWord('filter')
    ? parser.parenthesized(() => {
        parser.expectWord('where');
        return parser.expression();
      })
    : undefined;
  ignoreNulls = takeNulls(parser) || ignoreNulls;
  const over = parser.takeWord('over') ? parseWindow(parser) : undefined;
  return { ...position, kind: 'call', name, text, args, star, distinct, orderBy, filter, ignoreNulls, over };
}

function takeNulls(parser: Parser): boolean {
  if (parser.takeWord('ignore', 'nulls')) return true;
  parser.takeWord('respect', 'nulls');
  return false;
}
