/**
 * TRY of an expression. DuckDB computes what two expressions share before both of them, and then no TRY around it catches
 * its error; inside a lambda it shares nothing.
 */
export function printTry(sql: string): string {
  return `list_transform([0], lambda athena_any: TRY(${sql}))[1]`;
}
