import { FlinkSqlError } from './flink-sql-error.ts';
import type { Statement } from './job.ts';

/** Puts the application's runtime properties where texts of the job say `${NAME}`. */
export function substituteProperties(
  statements: readonly Statement[],
  properties: Readonly<Record<string, string>>,
): Statement[] {
  return statements.map((statement) => {
    const text = JSON.stringify(statement, (_, value: unknown) =>
      typeof value === 'string' ? substitute(value, properties, statement.line) : value,
    );
    const substituted: Statement = JSON.parse(text);
    return substituted;
  });
}

function substitute(text: string, properties: Readonly<Record<string, string>>, line: number): string {
  return text.replace(/\$\{([A-Za-z0-9_.-]+)\}/g, (_, name: string) => {
    const value = properties[name];
    if (value === undefined) throw new FlinkSqlError(`the application has no runtime property ${name}`, line);
    return value;
  });
}
