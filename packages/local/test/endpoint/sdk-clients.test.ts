import { AthenaClient, ListWorkGroupsCommand } from '@aws-sdk/client-athena';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { FirehoseClient, ListDeliveryStreamsCommand } from '@aws-sdk/client-firehose';
import { GetDatabasesCommand, GlueClient } from '@aws-sdk/client-glue';
import { DescribeStreamSummaryCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, it } from 'vitest';
import type { StreamingService } from '../../src/endpoint/caller.ts';
import { ServiceError } from '../../src/service.ts';
import { awsAccount, echo } from './aws-account.ts';

const kinesis = echo('kinesis', 'Kinesis_20131202', ['PutRecords', 'DescribeStreamSummary'], (input, action) => {
  if (action === 'DescribeStreamSummary') throw new ServiceError('ResourceNotFoundException', 'no such stream');
  const records = input.Records as { Data: string }[];
  return { FailedRecordCount: 0, Records: records.map(({ Data }) => ({ SequenceNumber: Data, ShardId: 'shard' })) };
});

interface SomeClient {
  send(command: object): Promise<object>;
  destroy(): void;
}

it('Kinesis speaks JSON over HTTP/2', async () => {
  const { client } = await awsAccount({ services: [kinesis] });
  const sdk = new KinesisClient(client);
  const records = { StreamName: 's', Records: [{ Data: Buffer.from('hello'), PartitionKey: 'p' }] };
  const answer = await sdk.send(new PutRecordsCommand(records));
  expect(answer.Records).toEqual([{ SequenceNumber: 'aGVsbG8=', ShardId: 'shard' }]);
  expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  await expect(sdk.send(new DescribeStreamSummaryCommand({ StreamName: 's' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'no such stream',
    $metadata: { httpStatusCode: 400 },
  });
  sdk.destroy();
});

it.each([
  ['athena', 'AmazonAthena', 'ListWorkGroups', AthenaClient, ListWorkGroupsCommand, { WorkGroups: [{ Name: 'w' }] }],
  [
    'firehose',
    'Firehose_20150804',
    'ListDeliveryStreams',
    FirehoseClient,
    ListDeliveryStreamsCommand,
    { DeliveryStreamNames: ['d'], HasMoreDeliveryStreams: false },
  ],
  ['glue', 'AWSGlue', 'GetDatabases', GlueClient, GetDatabasesCommand, { DatabaseList: [{ Name: 'lake' }] }],
  [
    'cloudformation',
    undefined,
    'DescribeStacks',
    CloudFormationClient,
    DescribeStacksCommand,
    { Stacks: [{ StackName: 'a & b' }] },
  ],
  ['dynamodb', 'DynamoDB_20120810', 'ListTables', DynamoDBClient, ListTablesCommand, { TableNames: [] }],
  ['logs', 'Logs_20140328', 'DescribeLogGroups', CloudWatchLogsClient, DescribeLogGroupsCommand, { logGroups: [] }],
] as const)('%s answers its SDK client', async (name, prefix, action, Client, Command, output) => {
  const { client } = await awsAccount({ services: [echo(name, prefix, [action], () => output)] });
  const sdk = new (Client as new (settings: object) => SomeClient)(client);
  const answer = await sdk.send(new (Command as new (input: object) => object)({}));
  expect(answer).toMatchObject(output);
  sdk.destroy();
});

it('Lambda is invoked by REST', async () => {
  const lambda = echo('lambda', undefined, ['Invoke'], (input) => ({
    StatusCode: 200,
    FunctionError: input.Payload === '{"fail":true}' ? 'Unhandled' : undefined,
    Payload: JSON.stringify(input),
  }));
  const { client } = await awsAccount({ services: [lambda] });
  const sdk = new LambdaClient(client);
  const FunctionName = 'arn:aws:lambda:us-east-1:000000000000:function:f';
  const answer = await sdk.send(new InvokeCommand({ FunctionName, Payload: '{"a":1}', Qualifier: '1' }));
  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
  expect(answer.FunctionError).toBeUndefined();
  expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toEqual({
    FunctionName,
    Payload: '{"a":1}',
    InvocationType: 'RequestResponse',
    Qualifier: '1',
  });
  const failed = await sdk.send(new InvokeCommand({ FunctionName, Payload: '{"fail":true}' }));
  expect(failed.FunctionError).toBe('Unhandled');
  await expect(sdk.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('lambda GET /2015-03-31/functions'),
  });
  sdk.destroy();
});

it('S3 gets the body as a stream, with the caller', async () => {
  const kept = new Map<string, Buffer>();
  const s3: StreamingService = {
    async handle(incoming, outgoing, principal) {
      const path = (incoming.url ?? '').split('?')[0] ?? '';
      if (incoming.method === 'PUT') {
        const chunks: Buffer[] = [];
        for await (const chunk of incoming) chunks.push(chunk);
        kept.set(path, Buffer.concat(chunks));
        outgoing.setHeader('x-caller', principal.arn);
        outgoing.end();
        return;
      }
      const found = kept.get(path);
      if (found) outgoing.end(found);
      else throw new ServiceError('NoSuchKey', 'The <key> does not exist.', 404);
    },
  };
  const { client } = await awsAccount({ s3 });
  const sdk = new S3Client({ ...client, forcePathStyle: true });
  const key = { Bucket: 'lake', Key: "a b/ü+(1)'=&%2F.txt" };
  const body = Buffer.alloc(300_000, 'x');
  await sdk.send(new PutObjectCommand({ ...key, Body: body, ContentLength: body.length }));
  expect(await (await sdk.send(new GetObjectCommand(key))).Body?.transformToByteArray()).toHaveLength(300_000);
  await expect(sdk.send(new GetObjectCommand({ ...key, Key: 'none' }))).rejects.toMatchObject({
    name: 'NoSuchKey',
    message: 'The <key> does not exist.',
  });
  const stranger = new S3Client({
    ...client,
    forcePathStyle: true,
    credentials: { accessKeyId: 'A', secretAccessKey: 'b' },
  });
  await expect(stranger.send(new GetObjectCommand(key))).rejects.toMatchObject({
    name: 'InvalidAccessKeyId',
    $metadata: { httpStatusCode: 403 },
  });
  for (const each of [sdk, stranger]) each.destroy();
});

it('STS says who calls and lets a role be assumed by whom its trust policy names', async () => {
  const { client, roleClient, iam } = await awsAccount();
  const admin = new STSClient(client);
  expect(await admin.send(new GetCallerIdentityCommand())).toMatchObject({
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:user/admin',
    UserId: expect.stringMatching(/^AIDA/),
  });
  const role = new STSClient(roleClient([]));
  expect(await role.send(new GetCallerIdentityCommand())).toMatchObject({
    Arn: 'arn:aws:sts::000000000000:assumed-role/caller/test',
    UserId: expect.stringMatching(/^AROA.*:test$/),
  });
  const RoleArn = iam.createRole('shared', '/', {
    Statement: { Effect: 'Allow', Principal: { AWS: iam.admin.arn }, Action: 'sts:AssumeRole' },
  });
  const { Credentials, AssumedRoleUser } = await admin.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }));
  expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::000000000000:assumed-role/shared/me');
  expect(Credentials?.Expiration?.getTime()).toBeGreaterThan(Date.now());
  const assumed = new STSClient({
    ...client,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken,
    },
  });
  expect((await assumed.send(new GetCallerIdentityCommand())).Arn).toBe(AssumedRoleUser?.Arn);
  await expect(role.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
  await expect(admin.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: ' ' }))).rejects.toThrow('RoleSessionName');
  await expect(admin.send(new GetSessionTokenCommand())).rejects.toThrow('sts.GetSessionToken is not supported');
  for (const each of [admin, role, assumed]) each.destroy();
});

it('a missing permission is named to the client', async () => {
  const { kms, roleClient } = await awsAccount();
  const { arn } = kms.createKey('data');
  const sdk = new KMSClient(roleClient([]));
  await expect(sdk.send(new EncryptCommand({ KeyId: arn, Plaintext: Buffer.from('x') }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(
      `User: arn:aws:sts::000000000000:assumed-role/caller/test is not authorized to perform: kms:Encrypt on resource: ${arn}`,
    ),
    $metadata: { httpStatusCode: 400 },
  });
  sdk.destroy();
});
