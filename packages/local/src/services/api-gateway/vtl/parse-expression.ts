import type { Comparison, ComparisonOperator, Expression } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseReference } from './parse-reference.ts';
import { parseString } from './parse-string.ts';
import { Decimal, wholeNumber } from './values.ts';

/** What stands in `#if(…)` and on the right of `#set`: all operators, by Velocity's precedence. */
export function parseExpression(cursor: Cursor): Expression {
  return cursor.nested(() => parseOr(cursor));
}

const orOperator = /\s*(?:\|\||or\b)/y;
const andOperator = /\s*(?:&&|and\b)/y;
const equalityOperator = /\s*(?:==|!=|eq\b|ne\b)/y;
const relationalOperator = /\s*(?:<=|>=|<|>|(?:le|ge|lt|gt)\b)/y;
const notOperator = /\s*(?:!|not\b)/y;
const sumOperator = /\s*([+-])/y;
const productOperator = /\s*([*/%])/y;

function parseOr(cursor: Cursor): Expression {
  let left = parseAnd(cursor);
  while (cursor.take(orOperator)) left = { type: 'or', left, right: parseAnd(cursor) };
  return left;
}

function parseAnd(cursor: Cursor): Expression {
  let left = parseComparison(cursor, equalityOperator, parseRelation);
  while (cursor.take(andOperator)) {
    left = { type: 'and', left, right: parseComparison(cursor, equalityOperator, parseRelation) };
  }
  return left;
}

function parseRelation(cursor: Cursor): Expression {
  return parseComparison(cursor, relationalOperator, parseSum);
}

const words: Readonly<Record<string, ComparisonOperator>> = {
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  '==': '==',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

function parseComparison(cursor: Cursor, pattern: RegExp, parseOperand: (cursor: Cursor) => Expression): Expression {
  let left = parseOperand(cursor);
  for (let found = cursor.take(pattern); found; found = cursor.take(pattern)) {
    const operator = words[found[0].trim()] ?? '==';
    const comparison: Comparison = { type: 'comparison', operator, left, right: parseOperand(cursor) };
    left = comparison;
  }
  return left;
}

function parseSum(cursor: Cursor): Expression {
  let left = parseProduct(cursor);
  for (let found = cursor.take(sumOperator); found; found = cursor.take(sumOperator)) {
    left = { type: 'arithmetic', operator: found[1] === '+' ? '+' : '-', left, right: parseProduct(cursor) };
  }
  return left;
}

function parseProduct(cursor: Cursor): Expression {
  let left = parseUnary(cursor);
  for (let found = cursor.take(productOperator); found; found = cursor.take(productOperator)) {
    const operator = found[1] === '*' ? '*' : found[1] === '/' ? '/' : '%';
    left = { type: 'arithmetic', operator, left, right: parseUnary(cursor) };
  }
  return left;
}

function parseUnary(cursor: Cursor): Expression {
  if (cursor.take(notOperator)) return cursor.nested(() => ({ type: 'not', operand: parseUnary(cursor) }));
  cursor.skipSpace();
  if (!cursor.takeText('(')) return parsePrimary(cursor);
  const inner = parseExpression(cursor);
  cursor.expect(')', 'to end "("');
  return inner;
}

const number = /-?\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+)?/y;
const word = /(?:true|false)\b/y;

/**
 * What Velocity 1.7 takes as an argument, an index or an element: one literal or reference, no operators
 * (a template that needs one has to `#set` it first, on AWS too).
 */
export function parsePrimary(cursor: Cursor): Expression {
  cursor.skipSpace();
  const place = cursor.place();
  switch (cursor.character) {
    case '"':
    case "'":
      return parseString(cursor);
    case '$':
      return parseReferenceOperand(cursor);
    case '[':
      return cursor.nested(() => parseList(cursor));
    case '{':
      return cursor.nested(() => parseMap(cursor));
  }
  const literal = cursor.take(number);
  if (literal) {
    const text = literal[0];
    const isWhole = /^-?\d+$/.test(text);
    return { type: 'constant', value: isWhole ? wholeNumber(BigInt(text)) : new Decimal(Number(text)), place };
  }
  const truth = cursor.take(word);
  if (truth) return { type: 'constant', value: truth[0] === 'true', place };
  throw cursor.error(`expected a value, found ${cursor.found()}`);
}

function parseReferenceOperand(cursor: Cursor): Expression {
  const reference = parseReference(cursor);
  if (!reference) throw cursor.error('expected the name of a reference behind "$"');
  return reference;
}

function parseList(cursor: Cursor): Expression {
  cursor.takeText('[');
  cursor.skipSpace();
  if (cursor.takeText(']')) return { type: 'list', items: [] };
  const first = parsePrimary(cursor);
  cursor.skipSpace();
  if (cursor.takeText('..')) {
    const to = parsePrimary(cursor);
    cursor.expect(']', 'to end the range');
    return { type: 'range', from: first, to };
  }
  const items = [first];
  while (!cursor.takeText(']')) {
    cursor.expect(',', 'or "]" in the list');
    items.push(parsePrimary(cursor));
    cursor.skipSpace();
  }
  return { type: 'list', items };
}

function parseMap(cursor: Cursor): Expression {
  cursor.takeText('{');
  cursor.skipSpace();
  const entries: (readonly [Expression, Expression])[] = [];
  while (!cursor.takeText('}')) {
    if (entries.length > 0) cursor.expect(',', 'or "}" in the map');
    const key = parsePrimary(cursor);
    cursor.expect(':', 'behind the key');
    entries.push([key, parsePrimary(cursor)]);
    cursor.skipSpace();
  }
  return { type: 'map', entries };
}
