/** Visits every object of a syntax tree, outer ones first; a visitor that answers false keeps the walk from going in. */
export function walk(tree: unknown, visit: (node: object) => unknown): void {
  const pending: unknown[] = [tree];
  while (pending.length > 0) {
    const node = pending.pop();
    if (typeof node !== 'object' || node === null) continue;
    if (!Array.isArray(node) && visit(node) === false) continue;
    pending.push(...Object.values(node));
  }
}
