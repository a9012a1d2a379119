import { walk } from 'sql-dialects';
import { functionRule } from './functions/functions.ts';

/** DuckDB's TRY takes no aggregates, windows, subqueries or draws: what holds one is written so that it cannot fail. */
export function isTryable(tree: unknown): boolean {
  let tryable = true;
  walk(tree, (node) => {
    if (!('kind' in node)) return tryable;
    if (node.kind === 'query') tryable = false;
    if (node.kind === 'call' && 'name' in node) {
      const name = String(node.name);
      if (functionRule(name)?.kind !== undefined || ['random', 'rand', 'uuid'].includes(name)) tryable = false;
    }
    return tryable;
  });
  return tryable;
}
