import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { pipelineApp } from '../../infrastructure/app.ts';
import { stages } from '../../infrastructure/stages.ts';
import { digestWith } from '../../scripts/assembly-digest.ts';
import type { Mode } from './modes.ts';

/** A template as the tests look at it: plain JSON. */
// biome-ignore lint/suspicious/noExplicitAny: the tests' expectations say what shape is there
export type Json = any;

export interface Resource {
  readonly logicalId: string;
  readonly Type: string;
  readonly Properties: Json;
  readonly DeletionPolicy?: string;
}

export interface Synthesized {
  /** Each stack's template by the stack's name. */
  readonly stacks: ReadonlyMap<string, Json>;
  /** All stacks as if they were one: where one refers to another, what it refers to stands. */
  readonly template: Json;
  /** What cdk-nag finds, `AwsSolutions-S1 path/of/construct`. */
  readonly findings: readonly string[];
  resources(type: string): Resource[];
  /** The only one of its type. */
  one(type: string): Resource;
}

const made = new Map<string, Synthesized>();

/** The template of a mode, made once per test file. */
export function synthesized(mode: Mode): Synthesized {
  const known = made.get(mode.name) ?? synthesizeMode(mode);
  made.set(mode.name, known);
  return known;
}

function synthesizeMode(mode: Mode): Synthesized {
  const { stacks: entries, findings } = sharedOutput(mode);
  const stacks = new Map(entries);
  const template = asOne(stacks);
  const resources = (type: string): Resource[] =>
    Object.entries<Json>(template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, resource]) => ({ logicalId, ...resource }));
  return {
    stacks,
    template,
    findings,
    resources,
    one(type) {
      const [first, ...more] = resources(type);
      if (first === undefined || more.length > 0) throw new Error(`${more.length + (first ? 1 : 0)} of ${type}`);
      return first;
    },
  };
}

interface Output {
  readonly stacks: readonly (readonly [string, Json])[];
  readonly findings: readonly string[];
}

const cache = fileURLToPath(new URL('../../.build/test-templates/', import.meta.url));

/** Test files share the output of a mode as long as nothing changes of what it follows from. */
function sharedOutput({ config }: Mode): Output {
  const key = `${JSON.stringify(config)}\n${readFileSync(new URL(import.meta.url), 'utf8')}`;
  const file = join(cache, `${digestWith(key)}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const output = synthesizeConfig(config);
  mkdirSync(cache, { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(output));
  renameSync(unfinished, file);
  return output;
}

function synthesizeConfig(config: Mode['config']): Output {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const app = pipelineApp(config, { outdir, validate: false });
    const found = findings(app, outdir);
    return { stacks: [...readTemplates(outdir)], findings: found };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const suffix = '.template.json';

/** In the order of the flow. */
function readTemplates(outdir: string): Map<string, Json> {
  const stageOf = (name: string) => stages.findIndex((stage) => name.endsWith(`-${stage}${suffix}`));
  const files = readdirSync(outdir)
    .filter((name) => name.endsWith(suffix))
    .sort((one, other) => stageOf(one) - stageOf(other));
  return new Map(
    files.map((name) => [name.slice(0, -suffix.length), JSON.parse(readFileSync(join(outdir, name), 'utf8'))]),
  );
}

/** Throws when two stacks have a resource or an output of one name. */
function asOne(stacks: ReadonlyMap<string, Json>): Json {
  const merged: Json = { Resources: {}, Outputs: {} };
  for (const template of stacks.values()) {
    for (const section of ['Resources', 'Outputs']) {
      for (const [name, value] of Object.entries<Json>(template[section] ?? {})) {
        if (Object.hasOwn(merged[section], name)) throw new Error(`${section} of two stacks have the name ${name}`);
        merged[section][name] = value;
      }
    }
  }
  const outputs = merged.Outputs;
  const resolved = JSON.parse(JSON.stringify(merged), (_, value) => {
    const output = value?.['Fn::GetStackOutput']?.OutputName;
    return output === undefined ? value : outputs[output].Value;
  });
  // What CDK adds for references is between the stacks.
  for (const name of Object.keys(resolved.Outputs)) if (name.startsWith('PublishOutput')) delete resolved.Outputs[name];
  return resolved;
}

/**
 * Synthesizes with cdk-nag. Its findings make synth throw after everything is written; this answers all of them. A
 * plugin that finds nothing is not in the report.
 */
export function findings(app: App, outdir: string): string[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  let failure: unknown;
  try {
    app.synth();
  } catch (error) {
    failure = error;
  }
  const report: Json = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  const found = report.pluginReports
    .flatMap((plugin: Json) => plugin.violations)
    .flatMap(({ ruleName, violatingConstructs }: Json) =>
      violatingConstructs.map(({ constructPath }: Json) => `${ruleName} ${constructPath}`),
    );
  if (failure !== undefined && found.length === 0) throw failure;
  return found;
}
