import type { Expression, ExpressionOf } from '../syntax/tree.ts';
import { precedence, precedenceOf } from './precedence.ts';
import { printCall } from './print-call.ts';
import { printDottedName, printName, printNames, printText, printType } from './print-names.ts';
import type { Printer } from './printer.ts';

const currentWords = {
  date: 'CURRENT_DATE',
  timestamp: 'CURRENT_TIMESTAMP',
  localtimestamp: 'LOCALTIMESTAMP',
} as const;

export function printExpression(expression: Expression, printer: Printer): string {
  const { dialect } = printer;
  const print = (part: Expression, atLeast?: number) => printer.expression(part, atLeast);
  const list = (parts: readonly Expression[]) => parts.map((part) => print(part)).join(', ');
  const { predicate, sum, unary, postfix } = precedence;
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression, printer);
    case 'typed-literal':
      return `${expression.type.toUpperCase()} ${printText(expression.text, dialect)}`;
    case 'interval': {
      const sign = expression.negative ? '-' : '';
      return `INTERVAL ${sign}${printText(expression.text, dialect)} ${expression.unit.toUpperCase()}`;
    }
    case 'column':
      return printDottedName(expression.parts, dialect);
    case 'call':
      return printCall(expression, printer);
    case 'unary':
      return `${expression.op}${expression.operand.kind === 'unary' ? ' ' : ''}${print(expression.operand, unary)}`;
    case 'binary': {
      const level = precedenceOf(expression);
      const right = level === precedence.predicate ? sum : level + 1;
      return `${print(expression.left, level)} ${expression.op.toUpperCase()} ${print(expression.right, right)}`;
    }
    case 'not':
      return `NOT ${print(expression.operand, precedence.not)}`;
    case 'is-null':
      return `${print(expression.operand, predicate)} IS ${not(expression)}NULL`;
    case 'is-truth':
      return `${print(expression.operand, predicate)} IS ${not(expression)}${expression.value.toUpperCase()}`;
    case 'is-distinct':
      return `${print(expression.left, predicate)} IS ${not(expression)}DISTINCT FROM ${print(expression.right, sum)}`;
    case 'between': {
      const { operand, low, high } = expression;
      return `${print(operand, predicate)} ${not(expression)}BETWEEN ${print(low, sum)} AND ${print(high, sum)}`;
    }
    case 'in': {
      const among = 'kind' in expression.among ? printer.query(expression.among) : list(expression.among);
      return `${print(expression.operand, predicate)} ${not(expression)}IN (${among})`;
    }
    case 'like': {
      const escaping = expression.escape === undefined ? '' : ` ESCAPE ${print(expression.escape, sum)}`;
      return `${print(expression.operand, predicate)} ${not(expression)}LIKE ${print(expression.pattern, sum)}${escaping}`;
    }
    case 'quantified': {
      const { operand, op, quantifier, query } = expression;
      return `${print(operand, predicate)} ${op} ${quantifier.toUpperCase()} (${printer.query(query)})`;
    }
    case 'exists':
      return `EXISTS (${printer.query(expression.query)})`;
    case 'subquery':
      return `(${printer.query(expression.query)})`;
    case 'case':
      return printCase(expression, printer);
    case 'cast': {
      const name = expression.isTry ? 'TRY_CAST' : 'CAST';
      return `${name}(${print(expression.operand)} AS ${printType(expression.type, dialect)})`;
    }
    case 'json-object': {
      const members = expression.members.map(({ key, value }) => `KEY ${print(key, sum)} VALUE ${print(value)}`);
      return `JSON_OBJECT(${members.join(', ')}${expression.absentOnNull ? ' ABSENT ON NULL' : ''})`;
    }
    case 'round-time':
      return `${expression.function.toUpperCase()}(${print(expression.operand)} TO ${expression.unit.toUpperCase()})`;
    case 'extract':
      return `EXTRACT(${expression.field.toUpperCase()} FROM ${print(expression.operand)})`;
    case 'at-time-zone':
      return `${print(expression.operand, postfix)} AT TIME ZONE ${print(expression.zone, unary)}`;
    case 'subscript':
      return `${print(expression.base, postfix)}[${print(expression.index)}]`;
    case 'field':
      return `${print(expression.base, postfix)}.${printName(expression.name, dialect)}`;
    case 'array':
      return `ARRAY[${list(expression.items)}]`;
    case 'row':
      return `ROW(${list(expression.items)})`;
    case 'lambda':
      return `(${printNames(expression.params, dialect)}) -> ${print(expression.body)}`;
    case 'now':
      return currentWords[expression.what];
    case 'parameter':
      return '?';
  }
}

function not({ negated }: { readonly negated: boolean }): string {
  return negated ? 'NOT ' : '';
}

function printLiteral({ type, text }: ExpressionOf<'literal'>, { dialect }: Printer): string {
  if (type === 'string') return printText(text, dialect);
  if (type === 'binary') return `X'${text}'`;
  return type === 'null' || type === 'boolean' ? text.toUpperCase() : text;
}

function printCase({ operand, whens, otherwise }: ExpressionOf<'case'>, printer: Printer): string {
  const parts = whens.map(({ when, result }) => `WHEN ${printer.expression(when)} THEN ${printer.expression(result)}`);
  if (operand !== undefined) parts.unshift(printer.expression(operand));
  if (otherwise !== undefined) parts.push(`ELSE ${printer.expression(otherwise)}`);
  return `CASE ${parts.join(' ')} END`;
}
