import type { Expression } from 'sql-dialects';
import { walk } from 'sql-dialects';
import type { Column, PartitionColumn } from './column.ts';
import type { Context } from './context.ts';
import { printExpression } from './print-expression.ts';
import { chain } from './print-operators.ts';
import { Scope } from './scope.ts';
import { quoted } from './sql-type.ts';

export function conjuncts(condition: Expression): Expression[] {
  return chain(condition, 'and');
}

/**
 * Hands a condition on to the scans whose partition keys alone it speaks of, so that partitions which cannot meet it
 * are not read. `among`: only columns that it may be handed on for. The query keeps the condition all the same.
 */
export function pushFilter(condition: Expression, at: Context, among: (column: Column) => boolean = () => true): void {
  const columns = columnsOf(condition, at);
  const [first] = columns ?? [];
  if (columns === undefined || first === undefined || !columns.every(among)) return;
  for (const { scan } of first.partitions) {
    const keys = new Map<Column, PartitionColumn>();
    for (const column of columns) {
      const key = column.partitions.find((candidate) => candidate.scan === scan);
      if (key !== undefined) keys.set(column, key);
    }
    if (keys.size !== new Set(columns).size) continue;
    const sql = printOver(condition, at, keys);
    scan.filters.push({ sql, keys: new Set([...keys.values()].map(({ name }) => name)) });
  }
}

/** The columns of a condition without subqueries and draws; undefined for others. */
function columnsOf(condition: Expression, at: Context): Column[] | undefined {
  const columns: Column[] = [];
  let isPlain = true;
  walk(condition, (node) => {
    if (!('kind' in node)) return true;
    if (node.kind === 'query' || node.kind === 'lambda') isPlain = false;
    if (node.kind === 'call' && 'name' in node && ['random', 'rand', 'uuid', 'try'].includes(String(node.name)))
      isPlain = false;
    if (node.kind !== 'column') return isPlain;
    const { parts, ...position } = node as Extract<Expression, { kind: 'column' }>;
    const { column, fields } = at.scope.resolve(parts, position);
    // A condition on a column of a query around this one says nothing about the rows of that query.
    if (fields.length > 0 || column.partitions.length === 0 || !at.scope.owns(column)) isPlain = false;
    columns.push(column);
    return false;
  });
  return isPlain ? columns : undefined;
}

function printOver(condition: Expression, at: Context, keys: ReadonlyMap<Column, PartitionColumn>): string {
  const replaced = new ReplacingScope(at.scope, keys);
  const { item } = at.analysis.noting(() => printExpression(condition, { ...at, scope: replaced }));
  return item.sql;
}

/** The scope of the condition, with the names of partition keys in place of those of the query. */
class ReplacingScope extends Scope {
  readonly #original: Scope;
  readonly #keys: ReadonlyMap<Column, PartitionColumn>;

  constructor(original: Scope, keys: ReadonlyMap<Column, PartitionColumn>) {
    super([]);
    this.#original = original;
    this.#keys = keys;
  }

  override resolve(...args: Parameters<Scope['resolve']>): ReturnType<Scope['resolve']> {
    const { column, fields } = this.#original.resolve(...args);
    const key = this.#keys.get(column);
    return { column: key === undefined ? column : { ...column, sql: quoted(key.name) }, fields };
  }
}
