import type {
  Expression,
  FrameBound,
  Grouping,
  Query,
  QueryBody,
  Relation,
  Select,
  SelectItem,
  TableArgument,
} from './tree.ts';

/** The nodes of a tree that have a kind of their own. */
export type Node =
  | Expression
  | Query
  | QueryBody
  | Select
  | SelectItem
  | Relation
  | TableArgument
  | Grouping
  | FrameBound;

/** Visits every node of a syntax tree, outer ones first; a visitor that answers false keeps the walk from going in. */
export function walk(tree: unknown, visit: (node: Node) => unknown): void {
  const pending: unknown[] = [tree];
  while (pending.length > 0) {
    const node = pending.pop();
    if (typeof node !== 'object' || node === null) continue;
    if (isNode(node) && visit(node) === false) continue;
    pending.push(...Object.values(node));
  }
}

function isNode(node: object): node is Node {
  return 'kind' in node;
}
