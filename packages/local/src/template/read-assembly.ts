import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** A cloud assembly: its stacks and where their file assets lie. */
export interface Assembly {
  /** Each after all that it depends on. */
  readonly stacks: readonly AssemblyStack[];
  /** S3 object key of each file asset to its absolute path (a folder for zipped assets). */
  readonly assets: ReadonlyMap<string, string>;
}

export interface AssemblyStack {
  readonly stackName: string;
  readonly template: Template;
}

/** A CloudFormation template, as far as it is read. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { Type: string; Default?: unknown }>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, { Value: unknown; Condition?: string; Description?: string }>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
}

interface Manifest {
  artifacts?: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly file?: string };
  /** Ids of the artifacts that this one needs, stacks and assets alike. */
  readonly dependencies?: readonly string[];
}

interface AssetManifest {
  files?: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
}

/**
 * Reads the stacks of the cloud assembly in `directory`.
 * Throws when there is no assembly, or when it holds no stack.
 * https://docs.aws.amazon.com/cdk/v2/guide/deploy.html#deploy-how-synth-assemblies
 */
export async function readAssembly(directory: string): Promise<Assembly> {
  const absolute = resolve(directory);
  const manifest = await readJson<Manifest>(join(absolute, 'manifest.json')).catch((error: unknown) => {
    throw new Error(`no cloud assembly in ${absolute} (run: npm run synth): ${String(error)}`);
  });
  const stacks: AssemblyStack[] = [];
  const assets = new Map<string, string>();
  for (const [id, { type, properties = {} }] of inDependencyOrder(manifest.artifacts ?? {})) {
    if (type === 'aws:cloudformation:stack') {
      const template = await readJson<Template>(join(absolute, properties.templateFile ?? `${id}.template.json`));
      stacks.push({ stackName: properties.stackName ?? id, template });
    } else if (type === 'cdk:asset-manifest' && properties.file !== undefined) {
      const { files = {} } = await readJson<AssetManifest>(join(absolute, properties.file));
      for (const { source, destinations } of Object.values(files)) {
        for (const { objectKey } of Object.values(destinations)) {
          if (source.path) assets.set(objectKey, join(absolute, source.path));
        }
      }
    }
  }
  if (stacks.length === 0) throw new Error(`${absolute} holds no stack`);
  return { stacks, assets };
}

/** CDK refuses to synthesize stacks that depend on each other in a circle. */
function inDependencyOrder(artifacts: Readonly<Record<string, Artifact>>): [string, Artifact][] {
  const ordered = new Map<string, Artifact>();
  const visited = new Set<string>();
  const visit = (id: string) => {
    const artifact = artifacts[id];
    if (artifact === undefined || visited.has(id)) return;
    visited.add(id);
    for (const dependency of artifact.dependencies ?? []) visit(dependency);
    ordered.set(id, artifact);
  };
  for (const id of Object.keys(artifacts)) visit(id);
  return [...ordered];
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}
