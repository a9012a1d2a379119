import type { Dialect, Parser } from '../dialect.ts';
import type { Expression, Query } from '../syntax/tree.ts';
import { parseExpression, parseSum } from './parse-expression.ts';
import { parseQuery } from './parse-query.ts';
import { TokenReader } from './token-reader.ts';

/** Parses the expressions and queries of a text in one dialect. */
export class DialectParser extends TokenReader implements Parser {
  readonly dialect: Dialect;

  constructor(sql: string, dialect: Dialect) {
    super(sql, dialect);
    this.dialect = dialect;
  }

  expression(): Expression {
    return parseExpression(this);
  }

  sum(): Expression {
    return parseSum(this);
  }

  query(): Query {
    return parseQuery(this);
  }
}
