import { SqlError } from 'sql-dialects';
import { parseExpression, parseStatement } from 'sql-dialects/trino';
import { resolveType } from '../../src/services/athena/sql/resolve-type.ts';
import type { TableSchema } from '../../src/services/athena/sql/scan.ts';
import { translate } from '../../src/services/athena/sql/translate.ts';
import { tableColumns } from './statements.ts';

const schema: TableSchema = {
  database: 'default',
  name: 't',
  columns: tableColumns.map(([name, type]) => {
    const cast = parseExpression(`CAST(NULL AS ${type})`);
    if (cast.kind !== 'cast') throw new Error(`${type} is no type`);
    return { name, type: resolveType(cast.type) };
  }),
  partitionKeys: [],
};

/** What the local Athena says of a statement: `accepted`, or the name of the error with its message. */
export function localVerdict(sql: string): { readonly verdict: string; readonly message: string } {
  try {
    const statement = parseStatement(sql);
    if (statement.kind !== 'select') throw new Error(`${statement.kind} is no query`);
    translate({
      query: statement.query,
      database: 'default',
      parameters: [],
      nowMs: Date.UTC(2026, 0, 28, 12),
      table: (parts) => {
        const name = parts.map(({ text }) => text).join('.');
        const error = new Error(`Table '${name}' does not exist`);
        return name === 't' ? { kind: 'table', schema } : { kind: 'error', error };
      },
    });
    return { verdict: 'accepted', message: '' };
  } catch (error) {
    if (error instanceof SqlError) return { verdict: error.code, message: error.message };
    throw error;
  }
}
