import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { Connection } from './connection.ts';
import { deployedOutputs } from './deployed-outputs.ts';
import { NotReachable, UsageError } from './errors.ts';
import { signedCall } from './signed-call.ts';

/** A deployed pipeline, by its WORKLOAD_NAME. Throws NotReachable when there is none. */
export async function connectStack(workloadName: string): Promise<Connection> {
  const client = new CloudFormationClient({});
  const outputs = await deployedOutputs(client, workloadName);
  const api = outputs.ApiUrl?.replace(/\/$/, '');
  if (!api) throw new NotReachable(`${workloadName} has no output ApiUrl: is its endpoint deployed?`);
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
