import { isObject, parseJson } from '../../../schemas/parse-json.ts';

/** One statement that makes something unless it is there; a view is replaced. */
export interface Statement {
  readonly kind: 'database' | 'table' | 'view';
  readonly name: string;
  readonly sql: string;
}

/** The list of them as the deployment wrote it. Throws when it is none. */
export function readStatements(json: string): readonly Statement[] {
  const list = parseJson(json);
  if (!Array.isArray(list)) throw new Error('Statements must be the JSON of a list');
  return list.map((statement: unknown) => {
    if (!isObject(statement)) throw new Error('Statements: each must be an object');
    const { kind, name, sql } = statement;
    if (kind !== 'database' && kind !== 'table' && kind !== 'view') throw new Error('Statements: unknown kind');
    if (typeof name !== 'string' || typeof sql !== 'string') throw new Error('Statements: name and sql must be texts');
    return { kind, name, sql };
  });
}
