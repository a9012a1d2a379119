import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Endpoint } from '../src/endpoint/endpoint.ts';
import { ServiceRegistry } from '../src/endpoint/services.ts';
import { makeEngines } from '../src/engines.ts';
import { runtimeControl } from '../src/runtime-control.ts';
import { ServiceGraph } from '../src/service-graph.ts';
import { startAssembly } from '../src/start-assembly.ts';
import { temporaryDirectory } from './temporary-directory.ts';
import { testRuntime } from './test-runtime.ts';

/** What the role of the function needs of the stream. */
const reading = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListShards'].map((action) => `kinesis:${action}`);
const att = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const allow = (Action: readonly string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource });

interface Changes {
  /** Properties of the mapping. */
  readonly mapping?: Readonly<Record<string, unknown>>;
  /** What the function's role may do with the stream. */
  readonly actions?: readonly string[];
  readonly resources?: Readonly<Record<string, object>>;
  /** Further statements of the role's policy. */
  readonly statements?: readonly object[];
}

/**
 * A template with a stream, a function `load` of the inline code, and a mapping that stores what it gives up in a bucket;
 * on an endpoint of its own, for the command line as well. Ends with the test.
 */
export async function runMappedFunction(code: string, changes: Changes = {}) {
  const { mapping = {}, actions = reading, resources = {}, statements = [] } = changes;
  const stateDirectory = temporaryDirectory();
  const registry = new ServiceRegistry((caller, permission) => engines.iam.authorize(caller, permission));
  const runtime = testRuntime(stateDirectory, { services: registry, bufferSeconds: 0.1 });
  const engines = makeEngines(runtime);
  for (const { apis } of Object.values(engines)) for (const api of apis) registry.register(api);
  const endpoint = new Endpoint({ runtime, registry, iam: engines.iam, s3: engines.s3 });
  const { url } = await endpoint.listen(0);
  Object.defineProperty(runtime, 'endpointUrl', { value: url });
  const graph = new ServiceGraph(Object.values(engines));
  registry.register(runtimeControl(graph));
  onTestFinished(async () => {
    await graph.close();
    await endpoint.close();
  });
  const policy = {
    Statement: [
      ...statements,
      allow(actions, att('Stream')),
      allow(['s3:ListBucket'], att('Bucket')),
      allow(['s3:PutObject'], { 'Fn::Sub': '${Bucket.Arn}/aws/lambda/*' }),
    ],
  };
  const template = {
    Resources: {
      ...resources,
      Stream: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: {} },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [allow(['sts:AssumeRole'], undefined)].map(({ Resource, ...statement }) => ({
              ...statement,
              Principal: { Service: 'lambda.amazonaws.com' },
            })),
          },
          Policies: [{ PolicyName: 'own', PolicyDocument: policy }],
        },
      },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: 'load',
          Code: { ZipFile: code },
          Handler: 'index.handler',
          Runtime: 'nodejs22.x',
          Role: att('Role'),
          Environment: { Variables: { DIRECTORY: stateDirectory, BUCKET: { Ref: 'Bucket' } } },
        },
      },
      Mapping: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          FunctionName: { Ref: 'Function' },
          EventSourceArn: att('Stream'),
          StartingPosition: 'TRIM_HORIZON',
          MaximumRetryAttempts: 0,
          BisectBatchOnFunctionError: true,
          DestinationConfig: { OnFailure: { Destination: att('Bucket') } },
          ...mapping,
        },
      },
    },
    Outputs: {
      LoadFailuresPrefix: { Value: { 'Fn::Sub': 's3://${Bucket}/aws/lambda/' } },
      LoadFunction: { Value: { Ref: 'Function' } },
      Bucket: { Value: { Ref: 'Bucket' } },
      Mapping: { Value: { Ref: 'Mapping' } },
      Stream: { Value: { Ref: 'Stream' } },
    },
  };
  const assembly = { stacks: [{ stackName: 'stack', template }], assets: new Map() };
  const { outputs } = await startAssembly(assembly, engines, runtime);
  await graph.start();
  const credentials = engines.iam.adminCredentials();
  const { accessKeyId, secretAccessKey } = credentials;
  const { region } = runtime;
  const run = { api: url, aws: url, region, accessKeyId, secretAccessKey, outputs };
  writeFileSync(join(stateDirectory, 'run.json'), JSON.stringify(run));
  const put = (...texts: string[]) => {
    const Records = texts.map((text) => ({ Data: Buffer.from(text).toString('base64'), PartitionKey: text }));
    return registry.call('kinesis', 'PutRecords', { StreamName: outputs.Stream, Records }, engines.iam.admin);
  };
  const log = () => readFileSync(join(stateDirectory, 'logs/aws/lambda/load.log'), 'utf8');
  const clientSettings = { endpoint: url, region, credentials };
  return { state: stateDirectory, engines, graph, registry, clientSettings, outputs, put, log };
}
