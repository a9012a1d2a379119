import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { describeAwsError } from '../aws-error.ts';
import type { Connection } from './connection.ts';
import { NotReachable, UsageError } from './errors.ts';
import { signedCall } from './signed-call.ts';

/** A deployed pipeline. Throws NotReachable when there is no such stack, or it is another's. */
export async function connectStack(stackName: string): Promise<Connection> {
  const client = new CloudFormationClient({});
  const { Stacks = [] } = await client
    .send(new DescribeStacksCommand({ StackName: stackName }))
    .catch((error: Error) => {
      throw new NotReachable(`stack ${stackName}: ${describeAwsError(error)}`);
    });
  const outputs: Record<string, string> = {};
  for (const { OutputKey, OutputValue } of Stacks[0]?.Outputs ?? []) {
    if (OutputKey && OutputValue !== undefined) outputs[OutputKey] = OutputValue;
  }
  const api = outputs.ApiUrl?.replace(/\/$/, '');
  if (!api) throw new NotReachable(`stack ${stackName} has no output ApiUrl: is it a game analytics pipeline?`);
  const region = await client.config.region();
  return {
    local: false,
    api,
    outputs,
    clientSettings: { region },
    admin: async (method, path, body) =>
      signedCall({
        url: api + path,
        method,
        body,
        service: 'execute-api',
        region,
        credentials: await client.config.credentials(),
      }),
    runtime: async (action) => {
      throw new UsageError(`${action.toLowerCase()} is only there for a local run`);
    },
  };
}
