import { FlinkSqlError } from '../job/flink-sql-error.ts';
import {
  bigint,
  boolean,
  type FlinkType,
  int,
  interval,
  isNumber,
  isTime,
  string,
  typeText,
} from '../job/flink-type.ts';
import type { Call, Expression } from '../job/job.ts';
import { cast } from './cast.ts';
import { aggregates, common, functions, unsupported, wrapped } from './functions.ts';
import { duckType, quotedText, type Typed } from './typed.ts';

export interface Scope {
  /** Throws FlinkSqlError for a column that is not there. */
  column(path: readonly string[], line: number): Typed;
  /** What stands for a whole expression: the key of a group, the result of an aggregate. */
  known?(expression: Expression): Typed | undefined;
}

/** Flink's expression → DuckDB's, with Flink's type. Throws FlinkSqlError, naming it, for what is not supported. */
export function translate(expression: Expression, scope: Scope): Typed {
  const known = scope.known?.(expression);
  if (known) return known;
  const { line } = expression;
  const inner = (part: Expression) => translate(part, scope);
  switch (expression.kind) {
    case 'column':
      return scope.column(expression.path, line);
    case 'string':
      return { sql: quotedText(expression.value), type: string };
    case 'number':
      return { sql: expression.text, type: numberType(expression.text) };
    case 'boolean':
      return { sql: String(expression.value), type: boolean };
    case 'null':
      return { sql: 'NULL', type: { kind: 'NULL' } };
    case 'interval':
      return { sql: `INTERVAL (${expression.milliseconds}) MILLISECOND`, type: interval };
    case 'cast':
      return cast(inner(expression.operand), expression.type, expression.tries, line);
    case 'case':
      return translateCase(expression, inner);
    case 'binary':
      return translateBinary(expression, inner(expression.left), inner(expression.right));
    case 'not':
      return { sql: `(NOT ${condition(inner(expression.operand), line)})`, type: boolean };
    case 'negative': {
      const { sql, type } = inner(expression.operand);
      if (!isNumber(type)) throw new FlinkSqlError(`- of ${typeText(type)} is not supported here`, line);
      return { sql: `(-${sql})`, type };
    }
    case 'is': {
      const test = `IS ${expression.negated ? 'NOT ' : ''}${expression.what}`;
      const operand = inner(expression.operand);
      return {
        sql: `(${expression.what === 'NULL' ? operand.sql : condition(operand, line)} ${test})`,
        type: boolean,
      };
    }
    case 'in': {
      const [operand, ...among] = [expression.operand, ...expression.among].map(inner);
      if (!operand) throw new Error('IN without an operand');
      for (const one of among) comparable(operand, one, 'IN', line);
      const list = among.map(({ sql }) => sql).join(', ');
      return { sql: `(${operand.sql} ${expression.negated ? 'NOT ' : ''}IN (${list}))`, type: boolean };
    }
    case 'between': {
      const [operand, low, high] = [inner(expression.operand), inner(expression.low), inner(expression.high)];
      for (const end of [low, high]) comparable(operand, end, 'BETWEEN', line);
      const not = expression.negated ? 'NOT ' : '';
      return { sql: `(${operand.sql} ${not}BETWEEN ${low.sql} AND ${high.sql})`, type: boolean };
    }
    case 'like': {
      const [operand, pattern] = [inner(expression.operand), inner(expression.pattern)];
      if (operand.type.kind !== 'STRING' || pattern.type.kind !== 'STRING')
        throw unsupported('LIKE', [operand, pattern], line);
      return { sql: `(${operand.sql} ${expression.negated ? 'NOT ' : ''}LIKE ${pattern.sql})`, type: boolean };
    }
    case 'json_object':
      return { sql: `CAST(${jsonObject(expression, scope)} AS VARCHAR)`, type: string };
    case 'call':
      return translateCall(expression, scope);
    case 'field': {
      const of = inner(expression.of);
      throw new FlinkSqlError(`.${expression.name} of ${typeText(of.type)} is not supported here`, line);
    }
    case 'row_number':
      throw new FlinkSqlError(
        'ROW_NUMBER is supported here to keep the first of equal rows: WHERE its name = 1 around it',
        line,
      );
  }
}

/** The SQL of an expression that must be true or false. */
export function condition({ sql, type }: Typed, line: number): string {
  if (type.kind === 'BOOLEAN' || type.kind === 'NULL') return sql;
  throw new FlinkSqlError(`a condition is wanted here, not ${typeText(type)}`, line);
}

function translateCall(call: Call, scope: Scope): Typed {
  const { args, line } = call;
  const name = call.name.toUpperCase();
  const [first, unit] = args;
  if (name === 'FLOOR' && first && unit?.kind === 'column') return floorTime(translate(first, scope), unit.path, line);
  if (Object.hasOwn(aggregates, name)) {
    throw new FlinkSqlError(`${name} stands where no aggregate can be`, line);
  }
  const translateArgs = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!translateArgs || call.distinct || call.star) {
    throw new FlinkSqlError(
      `the function ${call.name} is not supported here; there are ${Object.keys(functions).join(', ')}, ` +
        `FLOOR, JSON_OBJECT, and the aggregates ${Object.keys(aggregates).join(', ')}`,
      line,
    );
  }
  return translateArgs(
    args.map((arg) => translate(arg, scope)),
    line,
  );
}

const floorUnits = ['SECOND', 'MINUTE', 'HOUR', 'DAY'];

function floorTime({ sql, type }: Typed, [unit = '']: readonly string[], line: number): Typed {
  if (!isTime(type) || !floorUnits.includes(unit.toUpperCase())) {
    throw new FlinkSqlError(`FLOOR(${typeText(type)} TO ${unit}) is not supported here`, line);
  }
  if (type.kind === 'TIMESTAMP_LTZ' && ['SECOND', 'MINUTE'].includes(unit.toUpperCase())) {
    throw new FlinkSqlError(`Flink cannot do FLOOR(${typeText(type)} TO ${unit}): cast to TIMESTAMP(3) first`, line);
  }
  return { sql: `date_trunc('${unit.toLowerCase()}', ${sql})`, type };
}

function numberType(text: string): FlinkType {
  if (/^-?\d+$/.test(text)) return Math.abs(Number(text)) <= 2_147_483_647 ? int : bigint;
  const [, whole = '', fraction = ''] = /^-?(\d*)\.(\d+)$/.exec(text) ?? [];
  if (fraction === '') return { kind: 'DOUBLE' };
  return { kind: 'DECIMAL', precision: whole.replace(/^0+/, '').length + fraction.length, scale: fraction.length };
}

function translateCase(
  { operand, branches, otherwise, line }: Extract<Expression, { kind: 'case' }>,
  inner: (part: Expression) => Typed,
): Typed {
  const value = operand && inner(operand);
  const tests = branches.map(({ when }) => {
    const test = inner(when);
    if (!value) return condition(test, line);
    comparable(value, test, 'CASE', line);
    return `${value.sql} = ${test.sql}`;
  });
  const results = [...branches.map(({ result }) => result), ...(otherwise ? [otherwise] : [])].map(inner);
  const type = common(results, 'CASE', line);
  const words = branches.map((_, index) => `WHEN ${tests[index]} THEN ${results[index]?.sql}`).join(' ');
  const last = otherwise ? ` ELSE ${results.at(-1)?.sql}` : '';
  return { sql: `CASE ${words}${last} END`, type };
}

const comparisons = ['=', '<>', '<', '>', '<=', '>='];

function translateBinary(
  { operator, line }: Extract<Expression, { kind: 'binary' }>,
  left: Typed,
  right: Typed,
): Typed {
  const print = (type: FlinkType) => ({ sql: `(${left.sql} ${operator} ${right.sql})`, type });
  if (operator === '!=') throw new FlinkSqlError('!= is not Flink SQL: <>', line);
  if (operator === 'AND' || operator === 'OR') {
    return { sql: `(${condition(left, line)} ${operator} ${condition(right, line)})`, type: boolean };
  }
  if (comparisons.includes(operator)) {
    comparable(left, right, operator, line);
    return print(boolean);
  }
  if (operator === '||' && left.type.kind === 'STRING' && right.type.kind === 'STRING') return print(string);
  if ((operator === '+' || operator === '-') && isTime(left.type) && right.type.kind === 'INTERVAL') {
    return print(left.type);
  }
  const kinds = [left.type.kind, right.type.kind];
  if (isNumber(left.type) && isNumber(right.type)) {
    const isDouble = kinds.includes('DOUBLE');
    if (['+', '-', '*'].includes(operator) && (isDouble || !kinds.includes('DECIMAL'))) {
      const type = common([left, right], operator, line);
      if (isDouble) return print(type);
      const wider = type.kind === 'INT' ? 'BIGINT' : 'HUGEINT';
      return { sql: wrapped(`(CAST(${left.sql} AS ${wider}) ${operator} CAST(${right.sql} AS ${wider}))`, type), type };
    }
    if (operator === '/' && isDouble) return print({ kind: 'DOUBLE' });
    if ((operator === '+' || operator === '-') && !isDouble) {
      const type = common([left, right], operator, line);
      const [a, b] = [left, right].map(({ sql }) => `CAST(${sql} AS ${duckType(type)})`);
      return { sql: `TRY(CAST(${a} ${operator} ${b} AS ${duckType(type)}))`, type };
    }
  }
  throw new FlinkSqlError(
    `${typeText(left.type)} ${operator} ${typeText(right.type)} is not supported here: cast to DOUBLE`,
    line,
  );
}

function comparable(left: Typed, right: Typed, operator: string, line: number): void {
  const kinds = [left, right].map(({ type }) => (isNumber(type) ? 'number' : isTime(type) ? 'time' : type.kind));
  if (kinds[0] === kinds[1] || kinds.includes('NULL')) return;
  const types = `${typeText(left.type)} ${operator} ${typeText(right.type)}`;
  throw new FlinkSqlError(`${types} is not supported here: both sides must be of one type`, line);
}

function jsonObject(
  { entries, absentOnNull, line }: Extract<Expression, { kind: 'json_object' }>,
  scope: Scope,
): string {
  const twice = entries.find(({ key }, index) => entries.findIndex((other) => other.key === key) < index);
  if (twice) throw new FlinkSqlError(`JSON_OBJECT has the key '${twice.key}' twice`, line);
  // Flink writes members in the order of their names.
  const members = entries
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, value }) => {
      if (value.kind === 'json_object') return `${quotedText(key)}, ${jsonObject(value, scope)}`;
      const { sql, type } = translate(value, scope);
      if (!['STRING', 'INT', 'BIGINT', 'BOOLEAN', 'NULL'].includes(type.kind)) {
        throw new FlinkSqlError(`JSON_OBJECT with a value of ${typeText(type)} is not supported here`, line);
      }
      return `${quotedText(key)}, ${sql}`;
    });
  const object = `json_object(${members.join(', ')})`;
  return absentOnNull ? `json_merge_patch('{}', ${object})` : object;
}
