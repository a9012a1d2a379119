import type { Parser } from '../dialect.ts';
import { type Position, SqlError } from '../sql-error.ts';
import type { Name } from '../syntax/name.ts';
import type { Expression, Query } from '../syntax/tree.ts';
import { isQuery } from './is-query.ts';
import { parseCall } from './parse-call.ts';

export function parsePrimary(parser: Parser): Expression {
  const token = parser.peek();
  const position = parser.position;
  switch (token.kind) {
    case 'integer':
    case 'decimal':
    case 'double':
    case 'string':
    case 'binary':
      parser.next();
      return { ...position, kind: 'literal', type: token.kind, text: token.text };
    case 'unicode':
      parser.next();
      return { ...position, kind: 'literal', type: 'string', text: token.text };
    case 'symbol':
      if (parser.takeSymbol('?')) return { ...position, kind: 'parameter', index: parser.parameters++ };
      if (parser.isSymbol('(')) return parseParenthesis(parser, position);
      throw parser.unexpected('<expression>');
    case 'word':
      return parseWord(parser, token.text, position);
    case 'quoted':
      return parseName(parser, position);
    default:
      throw parser.unexpected('<expression>');
  }
}

const currentWords = {
  current_date: 'date',
  current_timestamp: 'timestamp',
  localtimestamp: 'localtimestamp',
} as const;

function parseWord(parser: Parser, word: string, position: Position): Expression {
  if (word === 'null' || word === 'true' || word === 'false') {
    parser.next();
    return { ...position, kind: 'literal', type: word === 'null' ? 'null' : 'boolean', text: word };
  }
  if (word === 'current_date' || word === 'current_timestamp' || word === 'localtimestamp') {
    parser.next();
    if (parser.takeSymbol('(')) {
      parser.next();
      parser.expectSymbol(')');
    }
    return { ...position, kind: 'now', what: currentWords[word] };
  }
  if (word === 'case') return parseCase(parser, position);
  if (word === 'exists') {
    parser.next();
    return { ...position, kind: 'exists', query: parser.parenthesized(() => parser.query()) };
  }
  if (word === 'interval' && (parser.peek(1).kind === 'string' || parser.isSymbol('-', 1) || parser.isSymbol('+', 1))) {
    return parseInterval(parser, position);
  }
  if (word === 'array' && parser.isSymbol('[', 1)) {
    parser.next();
    parser.next();
    const items = parser.isSymbol(']') ? [] : parser.list(() => parser.expression());
    parser.expectSymbol(']');
    return { ...position, kind: 'array', items };
  }
  if (parser.isSymbol('(', 1)) return parseCall(parser, position);
  return parseTypedLiteral(parser, position) ?? parseName(parser, position);
}

function parseTypedLiteral(parser: Parser, position: Position): Expression | undefined {
  if (!parser.dialect.literalTypes.has(parser.peek().text) || parser.peek(1).kind !== 'string') return undefined;
  const type = parser.next().text;
  return { ...position, kind: 'typed-literal', type, text: parser.text() };
}

function parseInterval(parser: Parser, position: Position): Expression {
  parser.next();
  const negative = parser.takeSymbol('-');
  if (!negative) parser.takeSymbol('+');
  const text = parser.text();
  const units = parser.dialect.intervalUnits;
  const word = Object.keys(units).find((candidate) => parser.takeWord(candidate));
  const unit = word === undefined ? undefined : units[word];
  if (unit === undefined) {
    throw parser.unexpected(
      Object.keys(units)
        .map((name) => `'${name.toUpperCase()}'`)
        .join(', '),
    );
  }
  if (parser.isWord('to'))
    throw new SqlError('Intervals of more than one unit are not supported here', parser.position, 'NOT_SUPPORTED');
  return { ...position, kind: 'interval', negative, text, unit };
}

function parseCase(parser: Parser, position: Position): Expression {
  parser.next();
  const operand = parser.isWord('when') ? undefined : parser.expression();
  const whens: { when: Expression; result: Expression }[] = [];
  while (parser.takeWord('when')) {
    const when = parser.expression();
    parser.expectWord('then');
    whens.push({ when, result: parser.expression() });
  }
  const otherwise = parser.takeWord('else') ? parser.expression() : undefined;
  if (whens.length === 0) throw parser.unexpected("'WHEN'");
  parser.expectWord('end');
  return { ...position, kind: 'case', operand, whens, otherwise };
}

function parseParenthesis(parser: Parser, position: Position): Expression {
  const lambda = parseLambda(parser, position);
  if (lambda !== undefined) return lambda;
  return parser.parenthesized(() => {
    const query = isQuery(parser) ? tryQuery(parser) : undefined;
    if (query !== undefined) return { ...position, kind: 'subquery', query };
    const items = parser.list(() => parser.expression());
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { ...position, kind: 'row', items };
  });
}

/** A query up to a closing parenthesis; undefined when it is the beginning of an expression: `(SELECT 1) + 2`. */
function tryQuery(parser: Parser): Query | undefined {
  const mark = parser.mark;
  const isDirect = !parser.isSymbol('(');
  try {
    const query = parser.query();
    if (isDirect || parser.isSymbol(')')) return query;
  } catch (error) {
    if (isDirect) throw error;
  }
  parser.reset(mark);
  return undefined;
}

function parseLambda(parser: Parser, position: Position): Expression | undefined {
  if (!parser.dialect.syntax.lambdas) return undefined;
  const mark = parser.mark;
  parser.next();
  const params: Name[] = [];
  while (parser.isName()) {
    params.push(parser.name());
    if (!parser.takeSymbol(',')) break;
  }
  if (parser.takeSymbol(')') && parser.takeSymbol('->')) {
    return { ...position, kind: 'lambda', params, body: parser.expression() };
  }
  parser.reset(mark);
  return undefined;
}

function parseName(parser: Parser, position: Position): Expression {
  const name = parser.name();
  if (parser.dialect.syntax.lambdas && parser.takeSymbol('->'))
    return { ...position, kind: 'lambda', params: [name], body: parser.expression() };
  return { ...position, kind: 'column', parts: [name] };
}
