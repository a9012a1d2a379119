import { holds, resolve, type Scope } from './resolve.ts';

/** Has enough of any separator for the Fn::Split and Fn::Select that a template makes of an ARN or an address. */
const placeholder = ':/|,.'.repeat(20);

/**
 * Logical ids of the resources whose condition holds, each after all that it refers to or depends on.
 * Edges are found by running the real resolver with placeholders, so discovery and resolution cannot disagree.
 * Throws with the path when resources refer to each other in a circle.
 */
export function order(scope: Pick<Scope, 'template' | 'pseudoParameters'>): string[] {
  const { Resources } = scope.template;
  const dependencies = new Map<string, Set<string>>();
  for (const [logicalId, resource] of Object.entries(Resources)) {
    const found = new Set<string>();
    const note = (name: string) => {
      if (!Object.hasOwn(Resources, name))
        throw new Error(`${logicalId} refers to ${name}, which is not in the template`);
      found.add(name);
      return placeholder;
    };
    const recording: Scope = { ...scope, ref: note, getAtt: note, stackOutput: () => placeholder };
    if (!holds(resource.Condition, recording)) continue;
    resolve(resource.Properties ?? {}, recording);
    for (const name of [resource.DependsOn ?? []].flat()) note(name);
    dependencies.set(logicalId, found);
  }
  return sort(dependencies);
}

function sort(dependencies: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const sorted = new Set<string>();
  const visit = (logicalId: string, path: readonly string[]) => {
    if (sorted.has(logicalId)) return;
    if (path.includes(logicalId)) {
      const circle = [...path.slice(path.indexOf(logicalId)), logicalId];
      throw new Error(`the template's resources refer to each other in a circle: ${circle.join(' → ')}`);
    }
    for (const name of dependencies.get(logicalId) ?? []) visit(name, [...path, logicalId]);
    sorted.add(logicalId);
  };
  for (const logicalId of dependencies.keys()) visit(logicalId, []);
  return [...sorted].filter((logicalId) => dependencies.has(logicalId));
}
