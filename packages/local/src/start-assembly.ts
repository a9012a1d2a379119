import type { Engines } from './engines.ts';
import { type CreatedStack, planStack, type StackDependencies, type StartedResource } from './plan-stack.ts';
import { refuseUnknownTypes } from './resources/kind-of.ts';
import type { Runtime } from './runtime.ts';
import type { Assembly } from './template/read-assembly.ts';

/** A resource of an assembly that runs. */
export interface AssemblyResource extends StartedResource {
  readonly stackName: string;
}

export interface StartedAssembly {
  readonly resources: readonly AssemblyResource[];
  /** Those of all stacks. */
  readonly outputs: Readonly<Record<string, string>>;
}

/**
 * Creates the resources of every stack, each stack after those that it depends on.
 * Throws before anything is created when a template has types that cannot be run, naming all of them.
 */
export async function startAssembly(
  { stacks, assets }: Assembly,
  engines: Engines,
  runtime: Runtime,
): Promise<StartedAssembly> {
  const created = new Map<string, CreatedStack>();
  const stackOutput: StackDependencies['stackOutput'] = (stackName, outputName) => {
    const stack = created.get(stackName);
    if (stack === undefined) throw new Error(`the stack ${stackName} is not created`);
    const value = stack.outputs[outputName];
    if (value === undefined) throw new Error(`the stack ${stackName} has no output ${outputName}`);
    return value;
  };
  const planned = stacks.map((stack) => planStack(stack, { assets, engines, runtime, stackOutput }));
  refuseUnknownTypes(planned.flatMap(({ types }) => types));
  for (const stack of planned) created.set(stack.stackName, await stack.create());
  const resources = [...created.values()].flatMap((stack) => stack.resources);
  return {
    resources: resources.map(({ running, context }) => ({ stackName: context.stack.name, ...running })),
    outputs: mergeOutputs(created),
  };
}

function mergeOutputs(stacks: ReadonlyMap<string, CreatedStack>): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const [stackName, { outputs }] of stacks) {
    for (const [name, value] of Object.entries(outputs)) {
      if (Object.hasOwn(merged, name) && merged[name] !== value) {
        throw new Error(`the stack ${stackName} has an output ${name}, and so has another stack, with another value`);
      }
      merged[name] = value;
    }
  }
  return merged;
}
