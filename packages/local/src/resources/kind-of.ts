import type { Engines } from '../engines.ts';
import type { ResourceKind } from '../resource.ts';
import { inertTypes } from './inert.ts';
import { resourceKinds } from './resource-kinds.ts';

const kinds: ReadonlyMap<string, ResourceKind<Engines>> = new Map(resourceKinds.map((kind) => [kind.type, kind]));

/** How a resource type is run; undefined when it is inert, a custom resource or unknown. */
export function kindOf(type: string): ResourceKind<Engines> | undefined {
  return kinds.get(type);
}

/** Throws when there are types that cannot be run, naming all of them. */
export function refuseUnknownTypes(types: readonly string[]): void {
  const unknown = types.filter((type) => !kinds.has(type) && !Object.hasOwn(inertTypes, type) && !isCustom(type));
  if (unknown.length > 0) {
    throw new Error(
      `the template has resource types that cannot be run here: ${[...new Set(unknown)].join(', ')} (see SUPPORT.md)`,
    );
  }
}

function isCustom(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}
