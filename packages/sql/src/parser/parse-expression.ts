import type { Parser } from '../dialect.ts';
import { type Position, SqlError } from '../sql-error.ts';
import type { BinaryOperator, Expression } from '../syntax/tree.ts';
import { isQuery } from './is-query.ts';
import { parsePrimary } from './parse-primary.ts';

export function parseExpression(parser: Parser): Expression {
  return parser.nested(() => parseOr(parser));
}

function parseOr(parser: Parser): Expression {
  let left = parseAnd(parser);
  while (parser.takeWord('or')) left = binary('or', left, parseAnd(parser));
  return left;
}

function parseAnd(parser: Parser): Expression {
  let left = parseNot(parser);
  while (parser.takeWord('and')) left = binary('and', left, parseNot(parser));
  return left;
}

function parseNot(parser: Parser): Expression {
  const position = parser.position;
  if (!parser.takeWord('not')) return parsePredicate(parser);
  return { ...position, kind: 'not', operand: parser.nested(() => parseNot(parser)) };
}

function parsePredicate(parser: Parser): Expression {
  let operand = parseSum(parser);
  for (;;) {
    const next = parseComparison(parser, operand) ?? parseNegatable(parser, operand) ?? parseIs(parser, operand);
    if (next === undefined) return operand;
    operand = next;
  }
}

const comparisons = ['=', '<>', '!=', '<=', '>=', '<', '>'];

function parseComparison(parser: Parser, left: Expression): Expression | undefined {
  const symbol = comparisons.find((candidate) => parser.isSymbol(candidate));
  if (symbol === undefined) return undefined;
  const position = parser.position;
  parser.next();
  if (symbol === '!=' && !parser.dialect.syntax.bangEquals) {
    throw new SqlError(`!= is not ${parser.dialect.name} SQL: <>`, position);
  }
  const op = (symbol === '!=' ? '<>' : symbol) as BinaryOperator;
  for (const word of ['all', 'any', 'some']) {
    if (!parser.isWord(word) || !parser.isSymbol('(', 1)) continue;
    parser.next();
    const query = parser.parenthesized(() => parser.query());
    const quantifier = word === 'all' ? 'all' : 'any';
    return { ...positionOf(left), kind: 'quantified', op, operand: left, quantifier, query };
  }
  return binary(op, left, parseSum(parser));
}

function parseNegatable(parser: Parser, operand: Expression): Expression | undefined {
  const mark = parser.mark;
  const negated = parser.takeWord('not');
  const position = positionOf(operand);
  if (parser.takeWord('between')) {
    const low = parseSum(parser);
    parser.expectWord('and');
    return { ...position, kind: 'between', operand, low, high: parseSum(parser), negated };
  }
  if (parser.takeWord('in')) {
    const among = parser.parenthesized(() => {
      return isQuery(parser) ? parser.query() : parser.list(() => parser.expression());
    });
    return { ...position, kind: 'in', operand, among, negated };
  }
  if (parser.takeWord('like')) {
    const pattern = parseSum(parser);
    const escaping = parser.takeWord('escape') ? parseSum(parser) : undefined;
    return { ...position, kind: 'like', operand, pattern, escape: escaping, negated };
  }
  parser.reset(mark);
  return undefined;
}

function parseIs(parser: Parser, operand: Expression): Expression | undefined {
  if (!parser.takeWord('is')) return undefined;
  const negated = parser.takeWord('not');
  if (parser.takeWord('null')) return { ...positionOf(operand), kind: 'is-null', operand, negated };
  const value = (['true', 'false', 'unknown'] as const).find((word) => parser.isWord(word));
  if (value !== undefined && parser.dialect.syntax.isTruth) {
    parser.next();
    return { ...positionOf(operand), kind: 'is-truth', operand, value, negated };
  }
  if (parser.takeWord('true') || parser.isWord('false')) throw parser.unexpected("'NULL', 'DISTINCT'");
  parser.expectWord('distinct', 'from');
  return { ...positionOf(operand), kind: 'is-distinct', left: operand, right: parseSum(parser), negated };
}

/** An expression without comparisons and logic. */
export function parseSum(parser: Parser): Expression {
  let left = parseProduct(parser);
  for (;;) {
    const op = (['+', '-', '||'] as const).find((symbol) => parser.takeSymbol(symbol));
    if (op === undefined) return left;
    left = binary(op, left, parseProduct(parser));
  }
}

function parseProduct(parser: Parser): Expression {
  let left = parseUnary(parser);
  for (;;) {
    const op = (['*', '/', '%'] as const).find((symbol) => parser.takeSymbol(symbol));
    if (op === undefined) return left;
    left = binary(op, left, parseUnary(parser));
  }
}

function parseUnary(parser: Parser): Expression {
  const position = parser.position;
  const op = (['-', '+'] as const).find((symbol) => parser.takeSymbol(symbol));
  if (op === undefined) return parsePostfix(parser);
  return { ...position, kind: 'unary', op, operand: parser.nested(() => parseUnary(parser)) };
}

function parsePostfix(parser: Parser): Expression {
  let base = parsePrimary(parser);
  for (;;) {
    const position = positionOf(base);
    if (parser.takeSymbol('[')) {
      const index = parser.expression();
      parser.expectSymbol(']');
      base = { ...position, kind: 'subscript', base, index };
    } else if (parser.isSymbol('.') && parser.isName(1)) {
      parser.next();
      const name = parser.name();
      base =
        base.kind === 'column' ? { ...base, parts: [...base.parts, name] } : { ...position, kind: 'field', base, name };
    } else if (parser.takeWord('at', 'time', 'zone')) {
      base = { ...position, kind: 'at-time-zone', operand: base, zone: parseUnary(parser) };
    } else {
      return base;
    }
  }
}

function binary(op: BinaryOperator, left: Expression, right: Expression): Expression {
  return { ...positionOf(left), kind: 'binary', op, left, right };
}

function positionOf({ line, column }: Position): Position {
  return { line, column };
}
