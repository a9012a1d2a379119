import { readFileSync } from 'node:fs';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { type SynthesizeOptions, synthesize } from '../synth.ts';
import { deployedTemplate } from './deployed-template.ts';
import { refusals } from './refusals.ts';
import { readTemplateText } from './template.ts';

export interface DeployOptions extends SynthesizeOptions {
  /** Logical ids of resources whose data may go. */
  readonly replace: readonly string[];
  /** Stop before anything is deployed. */
  readonly checkOnly: boolean;
}

/** What deploying uses of the world. */
export interface World {
  readonly cloudFormation: CloudFormationClient;
  /** Runs the CDK command line; answers its exit code. */
  cdk(args: readonly string[]): number;
  print(line: string): void;
  complain(line: string): void;
}

/**
 * Synthesizes, compares with what is deployed, and deploys unless that would cost data. Answers the exit code: 0 done,
 * 1 refused or failed. Throws ConfigError, and what AWS refuses.
 */
export async function deploy(options: DeployOptions, cdkArguments: readonly string[], world: World): Promise<number> {
  world.print('Synthesizing …');
  const { directory, stackName, templateFile, errors } = synthesize(options);
  for (const error of errors) world.complain(error);
  if (errors.length > 0) return 1;
  world.print(`Comparing with what is deployed as ${stackName} …`);
  const next = readTemplateText(readFileSync(templateFile, 'utf8'));
  const deployed = await deployedTemplate(world.cloudFormation, stackName);
  if (deployed === undefined) world.print(`There is no stack ${stackName} yet: this is a new deployment.`);
  const found = refusals(deployed ?? { Resources: {} }, next);
  const refused = found.filter(({ logicalId }) => !options.replace.includes(logicalId));
  for (const { logicalId, type, message } of refused) world.complain(`${logicalId} (${type}): ${message}`);
  if (refused.length > 0) {
    world.complain(`Nothing was deployed: ${refused.length === 1 ? 'this change' : 'these changes'} would cost data.`);
    return 1;
  }
  if (options.checkOnly) world.print('Nothing that holds data would be replaced, removed or hidden.');
  return options.checkOnly ? 0 : world.cdk(['deploy', '--app', directory, stackName, ...cdkArguments]);
}
