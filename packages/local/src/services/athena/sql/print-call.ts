import type { Call, Expression, ExpressionOf } from 'sql-dialects';
import { type Position, SqlError } from 'sql-dialects';
import { refuseNested } from './aggregates.ts';
import type { Context } from './context.ts';
import { functionRule } from './functions/functions.ts';
import type { CallSite } from './functions/rule.ts';
import { printExpression } from './print-expression.ts';
import { typed } from './print-literal.ts';
import { booleanOf } from './print-operators.ts';
import { printTry } from './print-try.ts';
import { printSortItems, printWindow } from './print-window.ts';
import { isTryable } from './try-able.ts';
import type { Argument, Lambda, Typed } from './typed.ts';
import { checkArguments, unexpectedArguments } from './types/check-arguments.ts';

export function printCall(call: Call, at: Context): Typed {
  if (call.name === 'try') {
    const [operand] = call.args;
    if (operand === undefined || call.args.length > 1) throw unexpectedArguments(call.name, call, []);
    const value = printExpression(operand, { ...at, inTry: true });
    return typed(isTryable(operand) ? printTry(value.sql) : value.sql, value.type);
  }
  const rule = functionRule(call.name);
  if (rule === undefined) throw new SqlError(`Function '${call.name}' not registered`, call, 'FUNCTION_NOT_FOUND');
  const args = call.args.map((arg) => argumentOf(arg, at));
  const [min, max] = rule.arity;
  const isCounted = args.length >= min && args.length <= max && (!call.star || call.name === 'count');
  if (!isCounted) throw unexpectedArguments(call.name, call, args);
  refuseNested(call);
  if (!call.star) checkArguments(call.name, call, args);
  rule.check?.(args, call);
  if (rule.kind === 'window' && call.over === undefined) {
    throw new SqlError(`Window function ${call.name} must have an OVER clause`, call, 'MISSING_OVER');
  }
  if (rule.kind === undefined && (call.distinct || call.over !== undefined || call.filter !== undefined)) {
    throw new SqlError(`${call.name} is not an aggregate function`, call, 'FUNCTION_NOT_AGGREGATE');
  }
  return typed(rule.print(args, siteOf(call, call, at)), rule.type(args));
}

export function siteOf(call: Call | undefined, { line, column }: Position, at: Context): CallSite {
  return {
    line,
    column,
    inTry: at.inTry,
    isTryable: call === undefined || isTryable(call.args),
    nowMs: at.analysis.nowMs,
    aggregate: (name, ...args) => {
      const distinct = call?.distinct ? 'DISTINCT ' : '';
      const list = call?.star ? '*' : args.join(', ');
      const order =
        call === undefined || call.orderBy.length === 0 ? '' : ` ORDER BY ${printSortItems(call.orderBy, at)}`;
      const nulls = call?.ignoreNulls ? ' IGNORE NULLS' : '';
      const filter = call?.filter === undefined ? '' : ` FILTER (WHERE ${booleanOf(call.filter, 'FILTER clause', at)})`;
      const over = call?.over === undefined ? '' : ` OVER (${printWindow(call.over, at)})`;
      return `${name}(${distinct}${list}${order}${nulls})${filter}${over}`;
    },
  };
}

export function argumentOf(expression: Expression, at: Context): Argument {
  const { line, column } = expression;
  if (expression.kind === 'lambda') return { line, column, sql: '', type: undefined, lambda: lambdaOf(expression, at) };
  const constant = constantOf(expression, at);
  return { ...printExpression(expression, at), line, column, constant };
}

function constantOf(expression: Expression, at: Context): string | undefined {
  if (expression.kind === 'literal' && expression.type !== 'null') return expression.text;
  const value = expression.kind === 'parameter' ? at.analysis.parameters[expression.index] : undefined;
  return value === undefined ? undefined : constantOf(value, at);
}

function lambdaOf({ params, body }: ExpressionOf<'lambda'>, at: Context): Lambda {
  return (parameterTypes, bindings) => {
    const names = params.map(() => at.analysis.fresh('athena_l'));
    const lambdas = new Map(at.lambdas);
    for (const [index, param] of params.entries()) {
      lambdas.set(param.key, { sql: bindings?.[index] ?? names[index] ?? '', type: parameterTypes[index] });
    }
    return { ...printExpression(body, { ...at, lambdas }), params: names };
  };
}
