import { parseCall } from './parse-call.ts';
import { at, parseExpression } from './parse-expression.ts';
import { parseQuery } from './parse-query.ts';
import { type Position, SqlError } from './sql-error.ts';
import type { Expression, IntervalUnit, Name, Query } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

export function parsePrimary(reader: TokenReader): Expression {
  const token = reader.peek();
  const position = at(reader);
  switch (token.kind) {
    case 'integer':
    case 'decimal':
    case 'double':
    case 'string':
    case 'binary':
      reader.next();
      return { ...position, kind: 'literal', type: token.kind, text: token.text };
    case 'unicode':
      reader.next();
      return { ...position, kind: 'literal', type: 'string', text: token.text };
    case 'symbol':
      if (reader.takeSymbol('?')) return { ...position, kind: 'parameter', index: reader.parameters++ };
      if (reader.isSymbol('(')) return parseParenthesis(reader, position);
      throw reader.unexpected('<expression>');
    case 'word':
      return parseWord(reader, token.text, position);
    case 'quoted':
      return parseName(reader, position);
    default:
      throw reader.unexpected('<expression>');
  }
}

const currentWords = {
  current_date: 'date',
  current_timestamp: 'timestamp',
  localtimestamp: 'localtimestamp',
} as const;

function parseWord(reader: TokenReader, word: string, position: Position): Expression {
  if (word === 'null' || word === 'true' || word === 'false') {
    reader.next();
    return { ...position, kind: 'literal', type: word === 'null' ? 'null' : 'boolean', text: word };
  }
  if (word === 'current_date' || word === 'current_timestamp' || word === 'localtimestamp') {
    reader.next();
    if (reader.takeSymbol('(')) {
      reader.next();
      reader.expectSymbol(')');
    }
    return { ...position, kind: 'now', what: currentWords[word] };
  }
  if (word === 'case') return parseCase(reader, position);
  if (word === 'exists') {
    reader.next();
    return { ...position, kind: 'exists', query: reader.parenthesized(() => parseQuery(reader)) };
  }
  if (word === 'interval' && (reader.peek(1).kind === 'string' || reader.isSymbol('-', 1) || reader.isSymbol('+', 1))) {
    return parseInterval(reader, position);
  }
  if (word === 'array' && reader.isSymbol('[', 1)) {
    reader.next();
    reader.next();
    const items = reader.isSymbol(']') ? [] : reader.list(() => parseExpression(reader));
    reader.expectSymbol(']');
    return { ...position, kind: 'array', items };
  }
  if (reader.isSymbol('(', 1)) return parseCall(reader, position);
  return parseTypedLiteral(reader, position) ?? parseName(reader, position);
}

const literalTypes = new Set([
  'date',
  'timestamp',
  'time',
  'json',
  'decimal',
  'double',
  'real',
  'bigint',
  'varchar',
  'uuid',
  'char',
]);

function parseTypedLiteral(reader: TokenReader, position: Position): Expression | undefined {
  if (!literalTypes.has(reader.peek().text) || reader.peek(1).kind !== 'string') return undefined;
  const type = reader.next().text;
  return { ...position, kind: 'typed-literal', type, text: reader.text() };
}

const intervalUnits: readonly IntervalUnit[] = ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'];

function parseInterval(reader: TokenReader, position: Position): Expression {
  reader.next();
  const negative = reader.takeSymbol('-');
  if (!negative) reader.takeSymbol('+');
  const text = reader.text();
  const unit = intervalUnits.find((candidate) => reader.takeWord(candidate));
  if (unit === undefined) throw reader.unexpected(intervalUnits.map((name) => `'${name.toUpperCase()}'`).join(', '));
  if (reader.isWord('to'))
    throw new SqlError('Intervals of more than one unit are not supported here', at(reader), 'NOT_SUPPORTED');
  return { ...position, kind: 'interval', negative, text, unit };
}

function parseCase(reader: TokenReader, position: Position): Expression {
  reader.next();
  const operand = reader.isWord('when') ? undefined : parseExpression(reader);
  const whens: { when: Expression; result: Expression }[] = [];
  while (reader.takeWord('when')) {
    const when = parseExpression(reader);
    reader.expectWord('then');
    whens.push({ when, result: parseExpression(reader) });
  }
  const otherwise = reader.takeWord('else') ? parseExpression(reader) : undefined;
  if (whens.length === 0) throw reader.unexpected("'WHEN'");
  reader.expectWord('end');
  return { ...position, kind: 'case', operand, whens, otherwise };
}

function parseParenthesis(reader: TokenReader, position: Position): Expression {
  const lambda = parseLambda(reader, position);
  if (lambda !== undefined) return lambda;
  return reader.parenthesized(() => {
    const query = isQuery(reader) ? tryQuery(reader) : undefined;
    if (query !== undefined) return { ...position, kind: 'subquery', query };
    const items = reader.list(() => parseExpression(reader));
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { ...position, kind: 'row', items };
  });
}

/** A query up to a closing parenthesis; undefined when it is the beginning of an expression: `(SELECT 1) + 2`. */
function tryQuery(reader: TokenReader): Query | undefined {
  const mark = reader.mark;
  const isDirect = !reader.isSymbol('(');
  try {
    const query = parseQuery(reader);
    if (isDirect || reader.isSymbol(')')) return query;
  } catch (error) {
    if (isDirect) throw error;
  }
  reader.reset(mark);
  return undefined;
}

function parseLambda(reader: TokenReader, position: Position): Expression | undefined {
  const mark = reader.mark;
  reader.next();
  const params: Name[] = [];
  while (reader.isName()) {
    params.push(reader.name());
    if (!reader.takeSymbol(',')) break;
  }
  if (reader.takeSymbol(')') && reader.takeSymbol('->')) {
    return { ...position, kind: 'lambda', params, body: parseExpression(reader) };
  }
  reader.reset(mark);
  return undefined;
}

function parseName(reader: TokenReader, position: Position): Expression {
  const name = reader.name();
  if (reader.takeSymbol('->')) return { ...position, kind: 'lambda', params: [name], body: parseExpression(reader) };
  return { ...position, kind: 'column', parts: [name] };
}

/** Whether a query begins here, after any number of parentheses. */
export function isQuery(reader: TokenReader): boolean {
  let ahead = 0;
  while (reader.isSymbol('(', ahead)) ahead++;
  const { kind, text } = reader.peek(ahead);
  return kind === 'word' && ['select', 'with', 'values', 'table'].includes(text);
}
