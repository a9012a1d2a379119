/** Which files each file imports, types too. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Circles of imports, as paths that come back to where they began: one for each group of files that import each other. */
export function findImportCircles(imports: Imports): readonly (readonly string[])[] {
  return connectedGroups(imports).flatMap((group) => {
    const [start] = [...group].sort();
    const path = start === undefined ? undefined : shortestCircle(start, group, imports);
    return path === undefined ? [] : [path];
  });
}

/** Groups of files each of which leads to every other one (Tarjan's strongly connected components). */
function connectedGroups(imports: Imports): ReadonlySet<string>[] {
  const groups: ReadonlySet<string>[] = [];
  const visits = new Map<string, { readonly index: number; lowest: number; isOpen: boolean }>();
  const open: string[] = [];
  const visit = (file: string) => {
    const index = visits.size;
    const own = { index, lowest: index, isOpen: true };
    visits.set(file, own);
    open.push(file);
    for (const imported of imports.get(file) ?? []) {
      const known = visits.get(imported);
      if (known === undefined) own.lowest = Math.min(own.lowest, visit(imported).lowest);
      else if (known.isOpen) own.lowest = Math.min(own.lowest, known.index);
    }
    if (own.lowest === index) groups.push(closeGroup(file));
    return own;
  };
  const closeGroup = (first: string): ReadonlySet<string> => {
    const group = open.splice(open.indexOf(first));
    for (const file of group) {
      const visited = visits.get(file);
      if (visited) visited.isOpen = false;
    }
    return new Set(group);
  };
  for (const file of imports.keys()) if (!visits.has(file)) visit(file);
  return groups;
}

function shortestCircle(start: string, group: ReadonlySet<string>, imports: Imports): readonly string[] | undefined {
  const paths = [[start]];
  const seen = new Set<string>();
  for (const path of paths) {
    for (const imported of imports.get(path.at(-1) ?? '') ?? []) {
      if (imported === start) return [...path, start];
      if (!group.has(imported) || seen.has(imported)) continue;
      seen.add(imported);
      paths.push([...path, imported]);
    }
  }
  return undefined;
}
