import { readFileSync } from 'node:fs';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { stackName, stages } from '../../infrastructure/stages.ts';
import { type Synthesized, type SynthesizeOptions, synthesize } from '../synth.ts';
import { deployedTemplate } from './deployed-template.ts';
import { type Refusal, refusals } from './refusals.ts';
import { readTemplateText, type Template } from './template.ts';

export interface DeployOptions extends SynthesizeOptions {
  /** Resources whose data may go, each as `stack/logicalId`. */
  readonly replace: readonly string[];
  /** Stop before anything is deployed. */
  readonly checkOnly: boolean;
}

/** What deploying needs from outside. */
export interface DeployDependencies {
  readonly cloudFormation: CloudFormationClient;
  /** Runs the CDK command line; answers its exit code. */
  cdk(args: readonly string[]): number;
  print(line: string): void;
  complain(line: string): void;
}

/**
 * Synthesizes, compares every stack with what is deployed, and deploys unless that would cost data. Answers the exit
 * code: 0 done, 1 refused or failed. Throws ConfigError, and what AWS refuses.
 */
export async function deploy(
  options: DeployOptions,
  cdkArguments: readonly string[],
  dependencies: DeployDependencies,
): Promise<number> {
  const { cdk, print, complain } = dependencies;
  print('Synthesizing …');
  const synthesized = synthesize(options);
  const { directory, errors } = synthesized;
  for (const error of errors) complain(error);
  if (errors.length > 0) return 1;
  print(`Comparing with what is deployed as ${synthesized.config.WORKLOAD_NAME} …`);
  const found = await compare(synthesized, dependencies);
  const refused = found.filter(({ id }) => !options.replace.includes(id));
  for (const { id, type, message } of refused) complain(`${id} (${type}): ${message}`);
  if (refused.length > 0) {
    complain(`Nothing was deployed: ${refused.length === 1 ? 'this change' : 'these changes'} would cost data.`);
    return 1;
  }
  if (options.checkOnly) print('Nothing that holds data would be replaced, removed or hidden.');
  // By force: a stack whose template is the same may refer to another whose outputs are not. CloudFormation itself
  // leaves what has not changed as it is (docs/decisions/17-stacks.md).
  return options.checkOnly ? 0 : cdk(['deploy', '--app', directory, '--all', '--force', ...cdkArguments]);
}

async function compare(
  { config, stacks }: Synthesized,
  { cloudFormation, print }: DeployDependencies,
): Promise<Refusal[]> {
  const templates = new Map(stacks.map((stack) => [stack.stackName, stack.templateFile]));
  const deployed = new Map<string, Template>();
  for (const name of stages.map((stage) => stackName(config.WORKLOAD_NAME, stage))) {
    const template = await deployedTemplate(cloudFormation, name);
    if (template) deployed.set(name, template);
  }
  if (deployed.size === 0) print('There is no such deployment yet: this is a new one.');
  return [...deployed].flatMap(([name, before]) => {
    const file = templates.get(name);
    if (file !== undefined) return refusals(name, before, readTemplateText(readFileSync(file, 'utf8')));
    print(`${name} is deployed, and the config no longer has this stage. It stays until you delete its stack.`);
    return [];
  });
}
