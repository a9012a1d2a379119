import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { pipelineApp } from '../../infrastructure/app.ts';
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

function synthesizeMode({ config }: Mode): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  try {
    const app = pipelineApp(config, { outdir, validate: false });
    const found = findings(app, outdir);
    const template: Json = JSON.parse(readFileSync(join(outdir, `${config.WORKLOAD_NAME}.template.json`), 'utf8'));
    const resources = (type: string): Resource[] =>
      Object.entries<Json>(template.Resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([logicalId, resource]) => ({ logicalId, ...resource }));
    return {
      template,
      findings: found,
      resources,
      one(type) {
        const [first, ...more] = resources(type);
        if (first === undefined || more.length > 0) throw new Error(`${more.length + (first ? 1 : 0)} of ${type}`);
        return first;
      },
    };
  } finally {
    rmSync(outdir, { recursive: true });
  }
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
