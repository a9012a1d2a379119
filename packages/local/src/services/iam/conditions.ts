/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */

import { BlockList, isIP } from 'node:net';
import { ServiceError } from '../../service.ts';
import { isObject } from '../json-object.ts';
import { matchesArn, matchesPattern } from './pattern.ts';
import { type ConditionContext, readVariables } from './variables.ts';

export type { ConditionContext } from './variables.ts';

/** One compiled line of a `Condition` block. */
export interface Condition {
  /** The keys it reads, in lower case: its own and those of variables in its values. */
  readonly keys: readonly string[];
  holds(context: ConditionContext): boolean;
}

type Test = (value: string, expected: string, literals: ReadonlySet<number>) => boolean;

const operators: Readonly<Record<string, Test>> = {
  StringEquals: (value, expected) => value === expected,
  StringEqualsIgnoreCase: (value, expected) => value.toLowerCase() === expected.toLowerCase(),
  StringLike: (value, expected, literals) => matchesPattern(expected, value, literals),
  ArnEquals: (value, expected, literals) => matchesArn(expected, value, literals),
  ArnLike: (value, expected, literals) => matchesArn(expected, value, literals),
  Bool: (value, expected) => isBoolean(value) && value.toLowerCase() === expected.toLowerCase(),
  NumericEquals: (value, expected) => number(value) === number(expected),
  NumericLessThan: (value, expected) => number(value) < number(expected),
  NumericLessThanEquals: (value, expected) => number(value) <= number(expected),
  NumericGreaterThan: (value, expected) => number(value) > number(expected),
  NumericGreaterThanEquals: (value, expected) => number(value) >= number(expected),
  DateEquals: (value, expected) => instant(value) === instant(expected),
  DateLessThan: (value, expected) => instant(value) < instant(expected),
  DateLessThanEquals: (value, expected) => instant(value) <= instant(expected),
  DateGreaterThan: (value, expected) => instant(value) > instant(expected),
  DateGreaterThanEquals: (value, expected) => instant(value) >= instant(expected),
  IpAddress: inRange,
};

/** Negated operators: true when no listed value fits, and when the key is absent. */
const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
};

/** Throws ServiceError `MalformedPolicyDocument`, naming the operator, for one that is not supported. */
export function compileConditions(block: unknown, hasVariables: boolean): Condition[] {
  if (block === undefined) return [];
  const conditions: Condition[] = [];
  for (const [operator, lines] of Object.entries(asRecord(block, 'Condition'))) {
    for (const [key, expected] of Object.entries(asRecord(lines, operator))) {
      conditions.push(compileCondition(operator, key, asTexts(expected, `${operator} ${key}`), hasVariables));
    }
  }
  return conditions;
}

function compileCondition(
  operator: string,
  keyName: string,
  expected: readonly string[],
  hasVariables: boolean,
): Condition {
  const key = keyName.toLowerCase();
  // No call here says which items it touches: such a condition would hold by its key's absence.
  if (key.startsWith('dynamodb:') && key !== 'dynamodb:enclosingoperation')
    throw malformed(`condition key ${keyName} is not supported by the local runtime`);
  const [, quantifier, name = ''] = /^(ForAnyValue:|ForAllValues:)?(.*)$/.exec(operator) ?? [];
  if (name === 'Null') {
    checkValues('Bool', `${operator} ${keyName}`, expected);
    const absent = expected.some((text) => text.toLowerCase() === 'true');
    return { keys: [key], holds: (context) => (context[key] === undefined) === absent };
  }
  const ifExists = name.endsWith('IfExists');
  const base = ifExists ? name.slice(0, -'IfExists'.length) : name;
  const positive = negations[base];
  const test = operators[positive ?? base];
  if (!test) throw malformed(`condition operator ${operator} is not supported by the local runtime`);
  checkValues(positive ?? base, `${operator} ${keyName}`, expected);
  const patterns = expected.map((text) => readVariables(text, hasVariables));
  const whenAbsent = ifExists || quantifier === 'ForAllValues:' || (positive !== undefined && quantifier === undefined);
  const fits = (value: string, context: ConditionContext) =>
    patterns.some((pattern) => {
      const filled = pattern.fill(context);
      return filled !== undefined && test(value, filled.text, filled.literals);
    });
  return {
    keys: [key, ...patterns.flatMap(({ keys }) => keys)],
    holds: (context) => {
      const value = context[key];
      if (value === undefined) return whenAbsent;
      return fits(value, context) !== (positive !== undefined);
    },
  };
}

/** A value that its operator could never fit is a mistake. Variables are only known with the request. */
function checkValues(operator: string, where: string, values: readonly string[]): void {
  const isOfType = operator === 'Bool' ? isBoolean : operator.startsWith('Numeric') ? isNumber : () => true;
  const wrong = values.find((value) => !isOfType(value) && !value.includes('${'));
  if (wrong === undefined) return;
  throw malformed(`${where} must be ${operator === 'Bool' ? 'true or false' : 'a number'}, not ${wrong}`);
}

function isBoolean(text: string): boolean {
  return /^(?:true|false)$/i.test(text);
}

function isNumber(text: string): boolean {
  return /^[+-]?\d+(?:\.\d+)?$/.test(text);
}

/** NaN, which is in no order with any number, for what is none: an empty text, `0x10`, `Infinity`. */
function number(text: string): number {
  return isNumber(text) ? Number(text) : Number.NaN;
}

function instant(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function inRange(value: string, range: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(value) !== family) return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(network, Number(bits ?? (family === 6 ? 128 : 32)), type);
  return list.check(value, type);
}

/** A value or a list of values of a policy document, as text (`true` and `5` stand for themselves). */
export function asTexts(value: unknown, where: string): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.map((item) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'boolean' || typeof item === 'number') return String(item);
    throw malformed(`${where} must be text or a list of texts`);
  });
}

export function asRecord(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value;
  throw malformed(`${where} must be an object`);
}

export function malformed(message: string): ServiceError {
  return new ServiceError('MalformedPolicyDocument', message);
}
