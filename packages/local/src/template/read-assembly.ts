import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** One stack of a cloud assembly: its CloudFormation template and where its file assets lie. */
export interface Assembly {
  readonly stackName: string;
  readonly template: Template;
  /** S3 object key of each file asset to its absolute path (a folder for zipped assets). */
  readonly assets: ReadonlyMap<string, string>;
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
  artifacts?: Record<string, { type: string; properties?: { templateFile?: string; stackName?: string } }>;
}

interface AssetManifest {
  files?: Record<string, { source: { path?: string }; destinations: Record<string, { objectKey: string }> }>;
}

/**
 * Reads the one stack of the cloud assembly in `directory`.
 * Throws when there is no assembly, or when it holds more than one stack.
 * https://docs.aws.amazon.com/cdk/v2/guide/deploy.html#deploy-how-synth-assemblies
 */
export async function readAssembly(directory: string): Promise<Assembly> {
  const absolute = resolve(directory);
  const manifest = await readJson<Manifest>(join(absolute, 'manifest.json')).catch((error: unknown) => {
    throw new Error(`no cloud assembly in ${absolute} (run: npm run synth): ${String(error)}`);
  });
  const artifacts = Object.entries(manifest.artifacts ?? {});
  const stacks = artifacts.filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack');
  const [stack] = stacks;
  if (!stack || stacks.length > 1) {
    throw new Error(`${absolute} holds ${stacks.length} stacks; exactly one can be run`);
  }
  const [id, { properties = {} }] = stack;
  const template = await readJson<Template>(join(absolute, properties.templateFile ?? `${id}.template.json`));
  const assets = new Map<string, string>();
  for (const [, artifact] of artifacts) {
    const file = artifact.type === 'cdk:asset-manifest' ? (artifact.properties as { file?: string })?.file : undefined;
    if (!file) continue;
    const { files = {} } = await readJson<AssetManifest>(join(absolute, file));
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path) assets.set(objectKey, join(absolute, source.path));
      }
    }
  }
  return { stackName: properties.stackName ?? id, template, assets };
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T;
}
