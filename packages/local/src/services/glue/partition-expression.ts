import type { Expression } from 'sql-dialects';
import { SqlError } from 'sql-dialects';
import { parseExpression } from 'sql-dialects/trino';
import { type LinearPattern, linearPattern } from '../../linear-pattern.ts';
import { ServiceError } from '../../service.ts';
import type { Column } from './entities.ts';

/** What becomes of a condition: NULL where a value is none of the key's type. */
type Truth = boolean | undefined;
type Condition = (values: readonly string[]) => Truth;

const maxExpressionLength = 2048;
const numbers = ['tinyint', 'smallint', 'int', 'integer', 'bigint', 'long', 'decimal'];
const texts = ['string', 'char', 'varchar', 'date', 'timestamp'];

/**
 * Whether a partition's values meet a condition: comparisons, IN, BETWEEN, LIKE and IS NULL of keys and constants, with
 * AND, OR and NOT. https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html
 * Throws `InvalidInputException` for anything else.
 */
export function partitionCondition(
  expression: string,
  keys: readonly Column[],
): (values: readonly string[]) => boolean {
  if (expression.length > maxExpressionLength) throw unsupported(`longer than ${maxExpressionLength} characters`);
  const condition = conditionOf(parsed(expression), keys);
  return (values) => condition(values) === true;
}

function parsed(expression: string): Expression {
  try {
    return parseExpression(expression);
  } catch (error) {
    if (error instanceof SqlError) throw unsupported(error.message);
    throw error;
  }
}

function conditionOf(expression: Expression, keys: readonly Column[]): Condition {
  switch (expression.kind) {
    case 'binary': {
      const { op, left, right } = expression;
      if (op === 'and' || op === 'or') return joined(op, conditionOf(left, keys), conditionOf(right, keys));
      const compare = comparisons[op];
      if (compare === undefined) throw unsupported(op);
      return ordered([left, right], keys, (a, b) => compare(a, b));
    }
    case 'not': {
      const operand = conditionOf(expression.operand, keys);
      return (values) => negated(operand(values));
    }
    case 'in': {
      if ('kind' in expression.among) throw unsupported('a subquery');
      const among = expression.among.map((item) => ordered([expression.operand, item], keys, (a, b) => a === b));
      const any = among.reduce((a, b) => joined('or', a, b));
      return expression.negated ? (values) => negated(any(values)) : any;
    }
    case 'between': {
      const { operand, low, high } = expression;
      const within = joined(
        'and',
        ordered([operand, low], keys, (a, b) => a >= b),
        ordered([operand, high], keys, (a, b) => a <= b),
      );
      return expression.negated ? (values) => negated(within(values)) : within;
    }
    case 'like': {
      if (expression.escape !== undefined) throw unsupported('ESCAPE');
      const matches = ordered([expression.operand, expression.pattern], keys, (value, pattern) => {
        return likePattern(String(pattern)).test(String(value));
      });
      return expression.negated ? (values) => negated(matches(values)) : matches;
    }
    case 'is-null': {
      const operand = operandOf(expression.operand, keys);
      return (values) => (operand.value(values) === undefined) !== expression.negated;
    }
    default:
      throw unsupported(expression.kind);
  }
}

type Value = string | number;

const comparisons: Readonly<Record<string, (a: Value, b: Value) => boolean>> = {
  '=': (a, b) => a === b,
  '<>': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** Two values compared as the key among them is: as numbers or as texts. */
function ordered(
  [left, right]: readonly [Expression, Expression],
  keys: readonly Column[],
  compare: (a: Value, b: Value) => boolean,
): Condition {
  const [a, b] = [operandOf(left, keys), operandOf(right, keys)];
  const isNumber = a.isNumber || b.isNumber;
  return (values) => {
    const [x, y] = [a.value(values), b.value(values)];
    if (x === undefined || y === undefined) return undefined;
    return isNumber ? compare(Number(x), Number(y)) : compare(x, y);
  };
}

interface Operand {
  readonly isNumber: boolean;
  /** Undefined: NULL. */
  readonly value: (values: readonly string[]) => string | undefined;
}

function operandOf(expression: Expression, keys: readonly Column[]): Operand {
  if (expression.kind === 'column') {
    const [name, more] = expression.parts;
    const place = keys.findIndex((key) => key.Name.toLowerCase() === name?.key);
    if (place === -1 || more !== undefined) throw unsupported(`${name?.text} is no partition key`);
    const type = keys[place]?.Type?.toLowerCase().replace(/\(.*/, '') ?? 'string';
    if (!numbers.includes(type) && !texts.includes(type)) throw unsupported(`partition keys of type ${type}`);
    return {
      isNumber: numbers.includes(type),
      value: (values) => (values[place] === '__HIVE_DEFAULT_PARTITION__' ? undefined : values[place]),
    };
  }
  if (expression.kind === 'unary' && expression.op === '-') {
    const { value } = operandOf(expression.operand, keys);
    return { isNumber: true, value: (values) => `-${value(values)}` };
  }
  if (expression.kind !== 'literal' && expression.kind !== 'typed-literal') throw unsupported(expression.kind);
  return { isNumber: false, value: () => expression.text };
}

function joined(op: 'and' | 'or', a: Condition, b: Condition): Condition {
  const decisive = op === 'or';
  return (values) => {
    const [x, y] = [a(values), b(values)];
    if (x === decisive || y === decisive) return decisive;
    return x === undefined || y === undefined ? undefined : !decisive;
  };
}

function negated(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function likePattern(pattern: string): LinearPattern {
  const source = pattern
    .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return linearPattern(`(?s)^${source}$`);
}

function unsupported(detail: string): ServiceError {
  return new ServiceError('InvalidInputException', `Unsupported expression: ${detail}`);
}
