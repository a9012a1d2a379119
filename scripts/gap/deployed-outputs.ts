import { type CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { stackName, stages } from '../../infrastructure/stages.ts';
import { describeAwsError } from '../aws-error.ts';
import { NotReachable } from './errors.ts';

/**
 * The outputs of all stacks of a deployment, one for each stage that it has.
 * Throws NotReachable when there is none, or AWS does not answer.
 */
export async function deployedOutputs(
  client: CloudFormationClient,
  workloadName: string,
): Promise<Readonly<Record<string, string>>> {
  const names = stages.map((stage) => stackName(workloadName, stage));
  const found = await Promise.all(names.map((name) => stackOutputs(client, name)));
  if (found.every((outputs) => outputs === undefined)) {
    throw new NotReachable(
      `there is no stack ${names.join(', ')} in this account and region: deploy with npm run deploy`,
    );
  }
  return Object.assign({}, ...found);
}

async function stackOutputs(client: CloudFormationClient, name: string): Promise<Record<string, string> | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const outputs: Record<string, string> = {};
    for (const { OutputKey, OutputValue } of Stacks[0]?.Outputs ?? []) {
      if (OutputKey && OutputValue !== undefined) outputs[OutputKey] = OutputValue;
    }
    return outputs;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError' && error.message.includes('does not exist')) {
      return undefined;
    }
    throw new NotReachable(`stack ${name}: ${describeAwsError(error)}`);
  }
}
