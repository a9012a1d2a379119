import { createHash } from 'node:crypto';
import type { Engines } from './engines.ts';
import type { ResourceContext, ResourceKind, Running } from './resource.ts';
import { createCustomResource } from './resources/custom-resource.ts';
import { createInert, inertTypes } from './resources/inert.ts';
import { resourceKinds } from './resources/resource-kinds.ts';
import type { Runtime } from './runtime.ts';
import { order } from './template/order.ts';
import type { Assembly } from './template/read-assembly.ts';
import { holds, resolve, type Scope } from './template/resolve.ts';

/** A resource of the template that runs. */
export interface StartedResource extends Running {
  readonly logicalId: string;
  readonly type: string;
}

export interface StartedStack {
  readonly resources: readonly StartedResource[];
  readonly outputs: Readonly<Record<string, string>>;
}

const kinds: ReadonlyMap<string, ResourceKind> = new Map(resourceKinds.map((kind) => [kind.type, kind]));

/**
 * Creates every resource of the template in the order of its references, then starts them, and resolves the outputs.
 * Throws before anything is created when the template has types that cannot be run, naming all of them.
 */
export async function startResources(assembly: Assembly, engines: Engines, runtime: Runtime): Promise<StartedStack> {
  const { template, stackName, assets } = assembly;
  const stackId = `arn:aws:cloudformation:${runtime.region}:${runtime.accountId}:stack/${stackName}/${uuidOf(stackName)}`;
  const running = new Map<string, Running>();
  const scope: Scope = {
    template,
    pseudoParameters: {
      'AWS::Region': runtime.region,
      'AWS::AccountId': runtime.accountId,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stackName,
      'AWS::StackId': stackId,
    },
    ref: (logicalId) => find(running, logicalId).ref,
    getAtt: (logicalId, attribute) => {
      const { attributes } = find(running, logicalId);
      if (!Object.hasOwn(attributes, attribute)) {
        throw new Error(`${logicalId} (${template.Resources[logicalId]?.Type}) has no attribute ${attribute} here`);
      }
      return attributes[attribute];
    },
  };
  const logicalIds = order(scope);
  refuseUnknownTypes(logicalIds.map((logicalId) => template.Resources[logicalId]?.Type ?? ''));
  const started: { kind: ResourceKind | undefined; context: ResourceContext; type: string }[] = [];
  for (const logicalId of logicalIds) {
    const resource = template.Resources[logicalId];
    if (!resource) continue;
    const properties = resolve(resource.Properties ?? {}, scope) as Record<string, unknown>;
    const physicalName = physicalNameOf(stackName, logicalId);
    const stack = { name: stackName, id: stackId };
    const context: ResourceContext = { logicalId, properties, physicalName, stack, assets, engines, runtime };
    running.set(logicalId, await create(resource.Type, context));
    started.push({ kind: kinds.get(resource.Type), context, type: resource.Type });
  }
  for (const { kind, context } of started) await kind?.start?.(context, find(running, context.logicalId));
  const resources = started.map(({ context: { logicalId }, type }) => ({
    logicalId,
    type,
    ...find(running, logicalId),
  }));
  return { resources, outputs: resolveOutputs(scope) };
}

async function create(type: string, context: ResourceContext): Promise<Running> {
  try {
    const kind = kinds.get(type);
    if (kind) return await kind.create(context);
    const inert = inertTypes[type];
    return inert ? createInert(context, inert) : await createCustomResource(context, type);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${type} ${context.logicalId}: ${reason}`, { cause: error });
  }
}

function refuseUnknownTypes(types: readonly string[]): void {
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

function resolveOutputs(scope: Scope): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [name, { Value, Condition }] of Object.entries(scope.template.Outputs ?? {})) {
    if (holds(Condition, scope)) outputs[name] = String(resolve(Value, scope));
  }
  return outputs;
}

function find(running: ReadonlyMap<string, Running>, logicalId: string): Running {
  const found = running.get(logicalId);
  if (!found) throw new Error(`${logicalId} is not created`);
  return found;
}

/** Like CloudFormation's own `stack-LogicalId-suffix`, in the letters that every service allows, and stable. */
function physicalNameOf(stackName: string, logicalId: string): string {
  const suffix = createHash('sha256').update(`${stackName}/${logicalId}`).digest('hex').slice(0, 12);
  const readable = `${stackName}-${logicalId}`
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-')
    .slice(0, 50);
  return `${readable}-${suffix}`;
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
