import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { ConfigError } from '../infrastructure/config/config.ts';
import { describeAwsError, silenceSdkWarning } from './aws-error.ts';
import { type DeployOptions, deploy } from './deploy/deploy.ts';
import { npmCommand } from './npm-command.ts';

const cdkCommand = resolve(fileURLToPath(new URL('..', import.meta.url)), 'node_modules', '.bin', 'cdk');

function cdk(args: readonly string[]): number {
  const { status, error } = spawnSync(cdkCommand, args, { stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}

silenceSdkWarning();
const command = npmCommand(
  'npm run deploy --',
  'Deploys config.yaml to AWS with CDK. Refuses changes that would delete data.',
)
  .argument('[cdk...]', 'arguments for `cdk deploy`, after a second --')
  .option('--config <file>', 'config to deploy', 'config.yaml')
  .option('--output <dir>', 'folder for the cloud assembly', 'cdk.out')
  .option('--replace <id...>', 'resources whose data may go, as the refusal names them')
  .option('--check-only', 'stop before deploying');
command.parse();
try {
  const dependencies = {
    cloudFormation: new CloudFormationClient({}),
    cdk,
    print: console.log,
    complain: console.error,
  };
  const options = { replace: [], checkOnly: false, ...command.opts<Partial<DeployOptions>>(), validate: true };
  process.exitCode = await deploy(options, command.args, dependencies);
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : describeAwsError(error));
  process.exitCode = error instanceof ConfigError ? 2 : 1;
}
