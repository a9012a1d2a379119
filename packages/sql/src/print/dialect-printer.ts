import type { Dialect } from '../dialect.ts';
import type { Expression, Query } from '../syntax/tree.ts';
import { precedenceOf } from './precedence.ts';
import { printExpression } from './print-expression.ts';
import { printQuery } from './print-query.ts';
import type { Printer } from './printer.ts';

/** Prints a tree as SQL of the dialect. Names of functions and types are those of the tree. */
export function newPrinter(dialect: Dialect): Printer {
  const printer: Printer = {
    dialect,
    expression(expression: Expression, atLeast = 0) {
      const text = printExpression(expression, printer);
      return precedenceOf(expression) < atLeast ? `(${text})` : text;
    },
    query: (query: Query) => printQuery(query, printer),
  };
  return printer;
}
