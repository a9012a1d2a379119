import { isQuery, parsePrimary } from './parse-primary.ts';
import { parseQuery } from './parse-query.ts';
import type { Position } from './sql-error.ts';
import type { BinaryOperator, Expression } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

export function parseExpression(reader: TokenReader): Expression {
  return reader.nested(() => parseOr(reader));
}

export function at(reader: TokenReader): Position {
  const { line, column } = reader.peek();
  return { line, column };
}

function parseOr(reader: TokenReader): Expression {
  let left = parseAnd(reader);
  while (reader.takeWord('or')) left = binary('or', left, parseAnd(reader));
  return left;
}

function parseAnd(reader: TokenReader): Expression {
  let left = parseNot(reader);
  while (reader.takeWord('and')) left = binary('and', left, parseNot(reader));
  return left;
}

function parseNot(reader: TokenReader): Expression {
  const position = at(reader);
  if (!reader.takeWord('not')) return parsePredicate(reader);
  return { ...position, kind: 'not', operand: reader.nested(() => parseNot(reader)) };
}

function parsePredicate(reader: TokenReader): Expression {
  let operand = parseSum(reader);
  for (;;) {
    const next = parseComparison(reader, operand) ?? parseNegatable(reader, operand) ?? parseIs(reader, operand);
    if (next === undefined) return operand;
    operand = next;
  }
}

const comparisons = ['=', '<>', '!=', '<=', '>=', '<', '>'];

function parseComparison(reader: TokenReader, left: Expression): Expression | undefined {
  const symbol = comparisons.find((candidate) => reader.isSymbol(candidate));
  if (symbol === undefined) return undefined;
  reader.next();
  const op = (symbol === '!=' ? '<>' : symbol) as BinaryOperator;
  for (const word of ['all', 'any', 'some']) {
    if (!reader.isWord(word) || !reader.isSymbol('(', 1)) continue;
    reader.next();
    const query = reader.parenthesized(() => parseQuery(reader));
    const quantifier = word === 'all' ? 'all' : 'any';
    return { ...positionOf(left), kind: 'quantified', op, operand: left, quantifier, query };
  }
  return binary(op, left, parseSum(reader));
}

function parseNegatable(reader: TokenReader, operand: Expression): Expression | undefined {
  const mark = reader.mark;
  const negated = reader.takeWord('not');
  const position = positionOf(operand);
  if (reader.takeWord('between')) {
    const low = parseSum(reader);
    reader.expectWord('and');
    return { ...position, kind: 'between', operand, low, high: parseSum(reader), negated };
  }
  if (reader.takeWord('in')) {
    const among = reader.parenthesized(() => {
      return isQuery(reader) ? parseQuery(reader) : reader.list(() => parseExpression(reader));
    });
    return { ...position, kind: 'in', operand, among, negated };
  }
  if (reader.takeWord('like')) {
    const pattern = parseSum(reader);
    const escaping = reader.takeWord('escape') ? parseSum(reader) : undefined;
    return { ...position, kind: 'like', operand, pattern, escape: escaping, negated };
  }
  reader.reset(mark);
  return undefined;
}

function parseIs(reader: TokenReader, operand: Expression): Expression | undefined {
  if (!reader.takeWord('is')) return undefined;
  const negated = reader.takeWord('not');
  if (reader.takeWord('null')) return { ...positionOf(operand), kind: 'is-null', operand, negated };
  if (reader.takeWord('true') || reader.isWord('false')) throw reader.unexpected("'NULL', 'DISTINCT'");
  reader.expectWord('distinct', 'from');
  return { ...positionOf(operand), kind: 'is-distinct', left: operand, right: parseSum(reader), negated };
}

/** An expression without comparisons and logic. */
export function parseSum(reader: TokenReader): Expression {
  let left = parseProduct(reader);
  for (;;) {
    const op = (['+', '-', '||'] as const).find((symbol) => reader.takeSymbol(symbol));
    if (op === undefined) return left;
    left = binary(op, left, parseProduct(reader));
  }
}

function parseProduct(reader: TokenReader): Expression {
  let left = parseUnary(reader);
  for (;;) {
    const op = (['*', '/', '%'] as const).find((symbol) => reader.takeSymbol(symbol));
    if (op === undefined) return left;
    left = binary(op, left, parseUnary(reader));
  }
}

function parseUnary(reader: TokenReader): Expression {
  const position = at(reader);
  const op = (['-', '+'] as const).find((symbol) => reader.takeSymbol(symbol));
  if (op === undefined) return parsePostfix(reader);
  return { ...position, kind: 'unary', op, operand: reader.nested(() => parseUnary(reader)) };
}

function parsePostfix(reader: TokenReader): Expression {
  let base = parsePrimary(reader);
  for (;;) {
    const position = positionOf(base);
    if (reader.takeSymbol('[')) {
      const index = parseExpression(reader);
      reader.expectSymbol(']');
      base = { ...position, kind: 'subscript', base, index };
    } else if (reader.isSymbol('.') && reader.isName(1)) {
      reader.next();
      const name = reader.name();
      base =
        base.kind === 'column' ? { ...base, parts: [...base.parts, name] } : { ...position, kind: 'field', base, name };
    } else if (reader.takeWord('at', 'time', 'zone')) {
      base = { ...position, kind: 'at-time-zone', operand: base, zone: parseUnary(reader) };
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
