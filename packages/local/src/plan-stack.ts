import { createHash } from 'node:crypto';
import type { Engines } from './engines.ts';
import { errorMessage } from './error-message.ts';
import type { ResourceContext, ResourceKind, Running } from './resource.ts';
import { createCustomResource } from './resources/custom-resource.ts';
import { createInert, inertTypes } from './resources/inert.ts';
import { kindOf } from './resources/kind-of.ts';
import type { Runtime } from './runtime.ts';
import { order } from './template/order.ts';
import type { AssemblyStack, Template, TemplateResource } from './template/read-assembly.ts';
import { holds, resolve, type Scope } from './template/resolve.ts';

/** A resource of the template that runs. */
export interface StartedResource extends Running {
  readonly logicalId: string;
  readonly type: string;
}

export interface CreatedResource {
  readonly running: StartedResource;
  /** Undefined: the type is inert, or a custom resource. */
  readonly kind: ResourceKind<Engines> | undefined;
  readonly context: ResourceContext<Engines>;
}

export interface CreatedStack {
  /** In the order of creation. */
  readonly resources: readonly CreatedResource[];
  readonly outputs: Readonly<Record<string, string>>;
}

/** What stacks of one assembly share. */
export interface StackDependencies {
  readonly assets: ReadonlyMap<string, string>;
  readonly engines: Engines;
  readonly runtime: Runtime;
  /** Throws when the stack or the output does not exist. */
  readonly stackOutput: Scope['stackOutput'];
}

/** A stack whose resources are in the order of their references, none created yet. */
export interface PlannedStack {
  readonly stackName: string;
  readonly types: readonly string[];
  /** Creates the resources, and resolves the stack's outputs. */
  create(): Promise<CreatedStack>;
}

export function planStack(
  { stackName, template }: AssemblyStack,
  { assets, engines, runtime, stackOutput }: StackDependencies,
): PlannedStack {
  const stack = { name: stackName, id: stackId(stackName, runtime) };
  const running = new Map<string, Running>();
  const scope: Scope = {
    template,
    pseudoParameters: pseudoParameters(stack, runtime),
    ref: (logicalId) => find(running, logicalId).ref,
    getAtt: (logicalId, attribute) => {
      const { attributes } = find(running, logicalId);
      if (!Object.hasOwn(attributes, attribute)) {
        throw new Error(`${logicalId} (${template.Resources[logicalId]?.Type}) has no attribute ${attribute} here`);
      }
      return attributes[attribute];
    },
    stackOutput,
  };
  const planned = order(scope).map((logicalId) => ({ logicalId, ...resourceOf(template, logicalId) }));
  const createResource = async ({ logicalId, Type: type, Properties = {} }: (typeof planned)[number]) => {
    const properties = resolve(Properties, scope) as Record<string, unknown>;
    const physicalName = physicalNameOf(stackName, logicalId);
    const context: ResourceContext<Engines> = { logicalId, properties, physicalName, stack, assets, engines, runtime };
    const created = await create(type, context);
    running.set(logicalId, created);
    return { running: { logicalId, type, ...created }, kind: kindOf(type), context };
  };
  return {
    stackName,
    types: planned.map(({ Type }) => Type),
    create: async () => {
      const resources: CreatedResource[] = [];
      for (const resource of planned) resources.push(await createResource(resource));
      return { resources, outputs: resolveOutputs(scope) };
    },
  };
}

function resourceOf({ Resources }: Template, logicalId: string): TemplateResource {
  const resource = Resources[logicalId];
  if (resource === undefined) throw new Error(`${logicalId} is not in the template`);
  return resource;
}

function pseudoParameters(stack: ResourceContext['stack'], { region, accountId }: Runtime): Record<string, string> {
  return {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': stack.id,
  };
}

async function create(type: string, context: ResourceContext<Engines>): Promise<Running> {
  try {
    const kind = kindOf(type);
    if (kind) return await kind.create(context);
    const inert = inertTypes[type];
    return inert ? createInert(context, inert) : await createCustomResource(context, type);
  } catch (error) {
    const reason = errorMessage(error);
    throw new Error(`${type} ${context.logicalId}: ${reason}`, { cause: error });
  }
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
  const suffix = sha256(`${stackName}/${logicalId}`).slice(0, 12);
  const readable = `${stackName}-${logicalId}`
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-')
    .slice(0, 50);
  return `${readable}-${suffix}`;
}

function stackId(stackName: string, { region, accountId }: Runtime): string {
  const hex = sha256(stackName);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
  return `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/${uuid}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
