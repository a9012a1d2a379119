import { onTestFinished } from 'vitest';
import type { StreamingService } from '../../src/endpoint/caller.ts';
import { Endpoint } from '../../src/endpoint/endpoint.ts';
import { ServiceRegistry } from '../../src/endpoint/services.ts';
import type { Clock, Runtime } from '../../src/runtime.ts';
import type { Service } from '../../src/service.ts';
import { DynamoDb } from '../../src/services/dynamodb/dynamodb.ts';
import { Iam } from '../../src/services/iam/iam.ts';
import { Kms } from '../../src/services/kms/kms.ts';
import { Logs } from '../../src/services/logs/logs.ts';
import { Sts } from '../../src/services/sts/sts.ts';
import { temporaryDirectory } from '../../testing/temporary-directory.ts';
import { testRuntime } from '../../testing/test-runtime.ts';

interface Options {
  readonly stateDirectory?: string;
  readonly services?: readonly Service[];
  readonly s3?: StreamingService;
  readonly runtime?: Partial<Runtime>;
  /** The clock of DynamoDB alone: signatures stay valid when a test moves it. */
  readonly dynamodbClock?: Clock;
}

/** An endpoint on a free port with the engines of this folder's neighbours behind it, gone when the test ends. */
export async function awsAccount({ stateDirectory = temporaryDirectory(), services = [], s3, ...more }: Options = {}) {
  const registry = new ServiceRegistry((caller, permission) => iam.authorize(caller, permission));
  const runtime = testRuntime(stateDirectory, { services: registry, ...more.runtime });
  const iam = new Iam(runtime);
  const kms = new Kms(runtime);
  const dynamodb = new DynamoDb({ ...runtime, clock: more.dynamodbClock ?? runtime.clock });
  const logs = new Logs(runtime);
  const sts = new Sts(runtime, iam);
  for (const { service } of [kms, dynamodb, logs, sts]) registry.register(service);
  registry.register(dynamodb.streamService);
  for (const service of services) registry.register(service);
  const endpoint = new Endpoint({ runtime, registry, iam, s3: s3 ?? { handle: () => undefined } });
  const { url } = await endpoint.listen(0);
  const close = async () => {
    await endpoint.close();
    await dynamodb.close();
  };
  onTestFinished(close);
  const client = { region: runtime.region, endpoint: url, credentials: iam.adminCredentials(), maxAttempts: 1 };

  /** Settings of an SDK client with the credentials of a role that may do `actions` on `resource`. */
  const roleClient = (actions: readonly string[], resource: string | string[] = '*') => {
    const Statement = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const arn = iam.createRole('caller', '/', { Statement });
    if (actions.length > 0) {
      iam.putInlinePolicy('role', 'caller', 'own', {
        Statement: { Effect: 'Allow', Action: actions, Resource: resource },
      });
    }
    return { ...client, credentials: iam.assume(arn, 'lambda.amazonaws.com', { sessionName: 'test' }) };
  };
  return { runtime, registry, iam, kms, dynamodb, logs, endpoint, url, close, client, roleClient };
}

/** A service whose every action answers what `answer` makes of its input, and needs `NAME:ACTION` on `*`. */
export function echo(
  name: string,
  targetPrefix: string | undefined,
  actions: readonly string[],
  answer = reflect,
): Service {
  return {
    name,
    targetPrefix,
    actions: Object.fromEntries(
      actions.map((action) => [
        action,
        {
          permissions: () => [{ action: `${name}:${action}`, resource: '*' }],
          run: (input: Record<string, unknown>) => answer(input, action),
        },
      ]),
    ),
  };
}

function reflect(input: Record<string, unknown>, _action: string): unknown {
  return input;
}
