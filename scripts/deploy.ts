import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { Command } from 'commander';
import { ConfigError } from '../infrastructure/config/config.ts';
import { deployedTemplate } from './deploy/deployed-template.ts';
import { refusals } from './deploy/refusals.ts';
import { readTemplateText } from './deploy/template.ts';
import { synthesize } from './synth.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const cdk = resolve(repository, 'node_modules', '.bin', 'cdk');

interface DeployOptions {
  readonly config: string;
  readonly output: string;
  readonly replace: readonly string[];
  readonly checkOnly: boolean;
}

/** Answers the exit code: 0 deployed, 1 refused or failed, 2 the config is wrong. */
async function deploy(options: DeployOptions, cdkArguments: readonly string[]): Promise<number> {
  const { directory, stackName, templateFile } = synthesize({ ...options, validate: true });
  const next = readTemplateText(readFileSync(templateFile, 'utf8'));
  const deployed = await deployedTemplate(new CloudFormationClient({}), stackName);
  if (deployed === undefined) console.log(`There is no stack ${stackName} yet: this is a new deployment.`);
  const refused = refusals(deployed ?? { Resources: {} }, next).filter(
    ({ logicalId }) => !options.replace.includes(logicalId),
  );
  for (const { logicalId, type, message } of refused) console.error(`${logicalId} (${type}): ${message}`);
  if (refused.length > 0) {
    console.error(`Nothing was deployed: ${refused.length === 1 ? 'this change' : 'these changes'} would cost data.`);
    return 1;
  }
  if (options.checkOnly) return 0;
  const { status, error } = spawnSync(cdk, ['deploy', '--app', directory, stackName, ...cdkArguments], {
    stdio: 'inherit',
  });
  if (error) throw error;
  return status ?? 1;
}

const command = new Command('deploy')
  .description('Deploys config.yaml to AWS with CDK, unless the change would cost data.')
  .argument('[cdk...]', 'arguments for `cdk deploy`, after --')
  .option('--config <file>', 'config file', 'config.yaml')
  .option('--output <dir>', 'folder for the cloud assembly', 'cdk.out')
  .option('--replace <id...>', 'logical ids of resources whose data may go', [])
  .option('--check-only', 'stop before anything is deployed', false)
  .exitOverride((exit) => process.exit(exit.exitCode === 0 ? 0 : 2));
command.parse();
try {
  process.exitCode = await deploy(command.opts<DeployOptions>(), command.args);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
