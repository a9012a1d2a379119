import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ResourceContext, Running } from '../resource.ts';
import { callbackHost } from '../services/lambda/execution-environment.ts';
import type { Lambda } from '../services/lambda/lambda.ts';

interface Engines {
  readonly lambda: Lambda;
}

interface Answer {
  Status: 'SUCCESS' | 'FAILED';
  Reason?: string;
  PhysicalResourceId: string;
  Data?: Record<string, unknown>;
}

/** The answer of an earlier run, kept so that the function is called again only when its properties changed. */
interface Kept {
  hash: string;
  properties: Readonly<Record<string, unknown>>;
  answer: Answer;
}

export const customResourceSupport =
  'Custom::* and AWS::CloudFormation::CustomResource: The function of `ServiceToken` gets Create, or Update if the properties changed since the last run. Delete is never sent; `--reset` clears the state.';

/**
 * Runs a custom resource: calls its function and waits for what it puts to the answer address.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
export async function createCustomResource(
  context: ResourceContext<Engines>,
  resourceType: string,
  maxSilenceMilliseconds = 60_000,
): Promise<Running> {
  const { properties, physicalName, runtime } = context;
  const file = join(runtime.stateDirectory, 'custom-resources', `${physicalName}.json`);
  const hash = createHash('sha256').update(JSON.stringify(properties)).digest('hex');
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : undefined;
  const answer = kept?.hash === hash ? kept.answer : await request(context, resourceType, kept, maxSilenceMilliseconds);
  if (kept?.hash !== hash) {
    mkdirSync(join(runtime.stateDirectory, 'custom-resources'), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify({ hash, properties, answer } satisfies Kept));
    renameSync(`${file}.new`, file);
  }
  return { ref: answer.PhysicalResourceId, attributes: answer.Data ?? {} };
}

async function request(
  context: ResourceContext<Engines>,
  resourceType: string,
  kept: Kept | undefined,
  maxSilenceMilliseconds: number,
): Promise<Answer> {
  const { logicalId, properties, runtime, engines, stack } = context;
  const path = `/${randomUUID()}`;
  const event = {
    RequestType: kept ? 'Update' : 'Create',
    ServiceToken: properties.ServiceToken,
    ResponseURL: `https://${callbackHost}${path}`,
    StackId: stack.id,
    RequestId: randomUUID(),
    LogicalResourceId: logicalId,
    ResourceType: resourceType,
    ResourceProperties: properties,
    ...(kept && { PhysicalResourceId: kept.answer.PhysicalResourceId, OldResourceProperties: kept.properties }),
  };
  const answered = engines.lambda.awaitCallback(path);
  const invocation = engines.lambda.service.actions.Invoke?.run(
    { FunctionName: String(properties.ServiceToken), Payload: JSON.stringify(event) },
    { arn: `arn:aws:iam::${runtime.accountId}:root` },
  );
  const failed = Promise.resolve(invocation).then(async (output): Promise<never> => {
    const { FunctionError, Payload } = output as { FunctionError?: string; Payload: string };
    if (FunctionError) throw new Error(`${logicalId}: its function failed: ${Payload}`);
    // The answer may come a little later than the function's own end, as CloudFormation allows.
    await setTimeout(maxSilenceMilliseconds, undefined, { ref: false });
    throw new Error(`${logicalId}: its function ended without an answer to CloudFormation`);
  });
  const answer = JSON.parse(await Promise.race([answered, failed])) as Answer;
  if (answer.Status !== 'SUCCESS') throw new Error(`${logicalId}: ${answer.Reason ?? 'its function answered FAILED'}`);
  return answer;
}
