import type { Expression, ExpressionOf, Name, Query } from 'sql-dialects';
import { type Position, SqlError } from 'sql-dialects';
import type { Context } from './context.ts';
import { atTimeZone, fieldRule } from './functions/time-functions.ts';
import { commonType } from './numeric-types.ts';
import { argumentOf, printCall, siteOf } from './print-call.ts';
import { printCast } from './print-cast.ts';
import { printLiteral, printNow, printTypedLiteral, typed } from './print-literal.ts';
import { booleanOf, comparable, printBinary } from './print-operators.ts';
import { printSubquery } from './print-query.ts';
import { resolveType } from './resolve-type.ts';
import { athenaType, quoted, text, types } from './sql-type.ts';
import type { Typed } from './typed.ts';
import { canCast } from './types/castable.ts';
import { accepts } from './types/check-arguments.ts';
import {
  checkBoolean,
  checkCoercion,
  checkComparison,
  checkNegatable,
  checkOneColumn,
  checkText,
  checkUnified,
  typeMismatch,
} from './types/check-operands.ts';

/** An expression in DuckDB's SQL. Throws SqlError for names and functions that there are not. */
export function printExpression(expression: Expression, at: Context): Typed {
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression);
    case 'typed-literal':
      return printTypedLiteral(expression);
    case 'interval':
      return typed(
        `INTERVAL ${text(`${expression.negative ? '-' : ''}${expression.text} ${expression.unit}`)}`,
        types.interval,
      );
    case 'column':
      return printColumn(expression, at);
    case 'call':
      return printCall(expression, at);
    case 'unary': {
      const operand = printExpression(expression.operand, at);
      checkNegatable(operand, expression);
      return typed(`(${expression.op} ${operand.sql})`, operand.type);
    }
    case 'binary':
      return printBinary(expression, at);
    case 'not':
      return typed(`(NOT ${booleanOf(expression.operand, 'Value of logical NOT expression', at)})`, types.boolean);
    case 'is-null':
      return typed(`(${sqlOf(expression.operand, at)} IS ${expression.negated ? 'NOT ' : ''}NULL)`, types.boolean);
    case 'is-distinct': {
      const operator = expression.negated ? 'IS NOT DISTINCT FROM' : 'IS DISTINCT FROM';
      const [left, right] = comparable('IS DISTINCT FROM', [expression.left, expression.right], at);
      return typed(`(${left} ${operator} ${right})`, types.boolean);
    }
    case 'between': {
      const [operand, low, high] = comparable('<=', [expression.operand, expression.low, expression.high], at);
      return typed(`(${operand} ${expression.negated ? 'NOT ' : ''}BETWEEN ${low} AND ${high})`, types.boolean);
    }
    case 'in':
      return printIn(expression, at);
    case 'like':
      return printLike(expression, at);
    case 'quantified': {
      const [operand, query] = comparedWithQuery(expression.op, expression.operand, expression.query, at);
      return typed(`(${operand} ${expression.op} ${expression.quantifier.toUpperCase()} (${query}))`, types.boolean);
    }
    case 'exists':
      return typed(`EXISTS (${printSubquery(expression.query, at).sql})`, types.boolean);
    case 'subquery': {
      const query = printSubquery(expression.query, at);
      checkOneColumn(query.columns.length, expression);
      return typed(`(${query.sql})`, query.columns[0]?.type);
    }
    case 'case':
      return printCase(expression, at);
    case 'cast':
      return printCastExpression(expression, at);
    case 'extract':
      return printExtract(expression, at);
    case 'at-time-zone': {
      const [value, zone] = [argumentOf(expression.operand, at), argumentOf(expression.zone, at)];
      checkCoercion(value, types.instant, 'Type of value', expression.operand);
      return typed(atTimeZone(value, zone), { name: 'timestamp', zone: false, at: zone.constant });
    }
    case 'subscript':
      return printSubscript(expression, at);
    case 'field':
      return fieldOf(printExpression(expression.base, at), expression.name, expression);
    case 'array': {
      const items = expression.items.map((item) => printExpression(item, at));
      checkUnified(items, 'ARRAY elements', expression);
      return typed(
        `[${items.map(({ sql }) => sql).join(', ')}]`,
        types.array(commonType(items.map(({ type }) => type))),
      );
    }
    case 'row': {
      const items = expression.items.map((item) => printExpression(item, at));
      const fields = items.map(({ sql }, index) => `field${index} := ${sql}`).join(', ');
      return typed(`struct_pack(${fields})`, {
        name: 'row',
        fields: items.map(({ type }) => ({ type })),
      });
    }
    case 'lambda':
      throw new SqlError('Lambda expression should always be used inside a function', expression);
    case 'now':
      return printNow(expression.what, at.analysis.nowMs);
    case 'parameter': {
      const value = at.analysis.parameters[expression.index];
      const count = at.analysis.parameters.length;
      if (value !== undefined) return printExpression(value, at);
      throw new SqlError(
        `Incorrect number of parameters: expected ${expression.index + 1} but found ${count}`,
        expression,
        'INVALID_PARAMETER_USAGE',
      );
    }
    case 'is-truth':
    case 'json-object':
    case 'round-time':
      throw new SqlError(`${expression.kind} expressions are not supported here`, expression, 'NOT_SUPPORTED');
  }
}

export function sqlOf(expression: Expression, at: Context): string {
  return printExpression(expression, at).sql;
}

function printColumn(expression: ExpressionOf<'column'>, at: Context): Typed {
  const [first, ...rest] = expression.parts;
  const bound = first === undefined ? undefined : at.lambdas.get(first.key);
  if (bound !== undefined) return rest.reduce((base, name) => fieldOf(base, name, expression), bound);
  const { column, fields } = at.scope.resolve(expression.parts, expression);
  at.analysis.note(column);
  return fields.reduce((base: Typed, name) => fieldOf(base, name, expression), typed(column.sql, column.type));
}

function fieldOf(base: Typed, name: Name, position: Position): Typed {
  if (base.type === undefined) return typed(`(${base.sql}).${quoted(name.text)}`, undefined);
  if (base.type.name !== 'row')
    throw new SqlError(`Expression ${name.text} is not of type ROW`, position, 'TYPE_MISMATCH');
  const field = base.type.fields.find((candidate) => candidate.name?.toLowerCase() === name.key);
  if (field !== undefined) return typed(`(${base.sql}).${quoted(field.name ?? '')}`, field.type);
  const index = /^field(\d+)$/.exec(name.key)?.[1];
  if (index !== undefined)
    return typed(`struct_extract(${base.sql}, 'field${Number(index)}')`, base.type.fields[Number(index)]?.type);
  throw new SqlError(`Column '${name.text}' cannot be resolved`, position, 'COLUMN_NOT_FOUND');
}

function printSubscript({ base, index, ...position }: ExpressionOf<'subscript'>, at: Context): Typed {
  const [list, key] = [printExpression(base, at), printExpression(index, at)];
  if (list.type?.name === 'map') {
    checkCoercion(key, list.type.key, 'The key of a map', index);
    return typed(`(${list.sql})[${key.sql}]`, list.type.value);
  }
  if (list.type?.name === 'row') {
    const place = index.kind === 'literal' && index.type === 'integer' ? Number(index.text) : Number.NaN;
    const field = list.type.fields[place - 1];
    if (field === undefined) throw new SqlError('Invalid subscript of a row', position);
    return typed(`struct_extract(${list.sql}, ${text(field.name ?? `field${place - 1}`)})`, field.type);
  }
  if (list.type === undefined) return typed(`(${list.sql})[${key.sql}]`, undefined);
  if (list.type.name !== 'array') {
    throw new SqlError(`Cannot subscript a value of type ${athenaType(list.type)}`, position, 'TYPE_MISMATCH');
  }
  checkCoercion(key, types.bigint, 'The index of an array', index);
  return typed(`list_extract(${list.sql}, CAST(${key.sql} AS BIGINT))`, list.type.element);
}

function printCase(expression: ExpressionOf<'case'>, at: Context): Typed {
  const operand = expression.operand && printExpression(expression.operand, at);
  const results: Typed[] = [];
  const whens = expression.whens.map(({ when, result }) => {
    const test = printExpression(when, at);
    if (operand === undefined) checkBoolean(test, 'CASE WHEN clause', when);
    else checkComparison('=', operand.type, test.type, when);
    const printed = printExpression(result, at);
    results.push(printed);
    return ` WHEN ${test.sql} THEN ${printed.sql}`;
  });
  const otherwise = expression.otherwise && printExpression(expression.otherwise, at);
  if (otherwise !== undefined) results.push(otherwise);
  checkUnified(results, 'CASE results', expression);
  const first = operand === undefined ? '' : ` ${operand.sql}`;
  const last = otherwise === undefined ? '' : ` ELSE ${otherwise.sql}`;
  return typed(`CASE${first}${whens.join('')}${last} END`, commonType(results.map(({ type }) => type)));
}

function printCastExpression(expression: ExpressionOf<'cast'>, at: Context): Typed {
  const [operand, target] = [printExpression(expression.operand, at), resolveType(expression.type)];
  if (!canCast(operand.type, target)) {
    throw typeMismatch(`Cannot cast ${athenaType(operand.type)} to ${athenaType(target)}`, expression);
  }
  return printCast(operand, target, expression.isTry || at.inTry);
}

function printLike(expression: ExpressionOf<'like'>, at: Context): Typed {
  const textOf = (part: Expression, what: string) => {
    const value = printExpression(part, at);
    checkText(value, what, part);
    return value.sql;
  };
  const operand = textOf(expression.operand, 'Left side of LIKE expression');
  const pattern = textOf(expression.pattern, 'Pattern for LIKE expression');
  const escaped =
    expression.escape === undefined ? '' : ` ESCAPE ${textOf(expression.escape, 'Escape for LIKE expression')}`;
  return typed(`(${operand} ${expression.negated ? 'NOT ' : ''}LIKE ${pattern}${escaped})`, types.boolean);
}

function printIn(expression: ExpressionOf<'in'>, at: Context): Typed {
  const not = expression.negated ? 'NOT ' : '';
  if ('kind' in expression.among) {
    const [operand, query] = comparedWithQuery('=', expression.operand, expression.among, at);
    return typed(`(${operand} ${not}IN (${query}))`, types.boolean);
  }
  const [operand, ...among] = comparable('=', [expression.operand, ...expression.among], at);
  return typed(`(${operand} ${not}IN (${among.join(', ')}))`, types.boolean);
}

function printExtract(expression: ExpressionOf<'extract'>, at: Context): Typed {
  const rule = fieldRule(expression.field);
  if (rule === undefined) throw new SqlError(`Invalid EXTRACT field: ${expression.field}`, expression);
  const operand = argumentOf(expression.operand, at);
  // The function takes a date for a timestamp, EXTRACT does not.
  const isTimeOfDate = operand.type?.name === 'date' && ['hour', 'minute', 'second'].includes(expression.field);
  if (isTimeOfDate || !accepts(expression.field, [operand])) {
    const message = `Cannot extract ${expression.field.toUpperCase()} from ${athenaType(operand.type)}`;
    throw typeMismatch(message, expression);
  }
  return typed(rule.print([operand], siteOf(undefined, expression, at)), types.bigint);
}

/** A value and the query that it is compared with the rows of. */
function comparedWithQuery(op: string, value: Expression, query: Query, at: Context): [string, string] {
  const [operand, printed] = [printExpression(value, at), printSubquery(query, at)];
  const width = operand.type?.name === 'row' ? operand.type.fields.length : 1;
  if (width === 1) {
    if (printed.columns.length !== 1) {
      throw typeMismatch(`Subquery must return one column to be compared, not ${printed.columns.length}`, value);
    }
    checkComparison(op, operand.type, printed.columns[0]?.type, value);
  }
  return [operand.sql, printed.sql];
}
