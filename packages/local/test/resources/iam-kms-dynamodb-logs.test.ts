import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Engines } from '../../src/engines.ts';
import type { ResourceContext, ResourceKind } from '../../src/resource.ts';
import { awsDynamodbGlobalTable } from '../../src/services/dynamodb/resources/global-table.ts';
import { awsDynamodbTable } from '../../src/services/dynamodb/resources/table.ts';
import { awsIamAccessKey } from '../../src/services/iam/resources/access-key.ts';
import { awsIamManagedPolicy } from '../../src/services/iam/resources/managed-policy.ts';
import { awsIamPolicy } from '../../src/services/iam/resources/policy.ts';
import { awsIamRole } from '../../src/services/iam/resources/role.ts';
import { awsIamUser } from '../../src/services/iam/resources/user.ts';
import { awsKmsAlias } from '../../src/services/kms/resources/alias.ts';
import { awsKmsKey } from '../../src/services/kms/resources/key.ts';
import { Lambda } from '../../src/services/lambda/lambda.ts';
import { awsLogsLogGroup } from '../../src/services/logs/resources/log-group.ts';
import { awsLogsLogStream } from '../../src/services/logs/resources/log-stream.ts';
import { awsLogsMetricFilter } from '../../src/services/logs/resources/metric-filter.ts';
import { awsLogsQueryDefinition } from '../../src/services/logs/resources/query-definition.ts';
import { awsAccount } from '../endpoint/aws-account.ts';

const document = (Action: string, Resource = '*', Effect = 'Allow') => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Action, Resource }],
});
const trust = {
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

async function stack() {
  const account = await awsAccount();
  const engines = { ...account, lambda: new Lambda(account.runtime) } as unknown as Engines;
  const create = async (kind: ResourceKind, properties: object, logicalId = 'Thing') => {
    const context: ResourceContext<never> = {
      logicalId,
      properties: { ...properties },
      physicalName: `stack-${logicalId.toLowerCase()}`,
      stack: { name: 'stack', id: 'id' },
      assets: new Map(),
      engines,
      runtime: account.runtime,
    } as unknown as ResourceContext<never>;
    return kind.create(context);
  };
  const mayRead = (arn: string, resource = 'arn:aws:s3:::lake/a') =>
    account.iam.isAllowed({ arn }, { action: 's3:GetObject', resource });
  return { ...account, create, mayRead };
}

describe('a role of the template', () => {
  it('has its inline, attached and managed policies', async () => {
    const { create, mayRead } = await stack();
    const bare = { AssumeRolePolicyDocument: trust, Description: 'x', Tags: [], MaxSessionDuration: 3600 };
    const plain = await create(awsIamRole, { ...bare, RoleName: 'plain', Path: '/team/' });
    expect(plain).toMatchObject({
      ref: 'plain',
      attributes: { Arn: 'arn:aws:iam::000000000000:role/team/plain', RoleId: expect.stringMatching(/^AROA/) },
    });
    const inline = await create(
      awsIamRole,
      { ...bare, Policies: [{ PolicyName: 'p', PolicyDocument: document('s3:*') }] },
      'Inline',
    );
    const managed = await create(
      awsIamManagedPolicy,
      { PolicyDocument: document('s3:Get*'), Description: 'x' },
      'Managed',
    );
    expect(managed.ref).toBe('arn:aws:iam::000000000000:policy/stack-managed');
    const byArn = await create(awsIamRole, { ...bare, ManagedPolicyArns: [managed.ref] }, 'ByArn');
    const attached = await create(awsIamRole, bare, 'Attached');
    await create(awsIamPolicy, { PolicyName: 'p', PolicyDocument: document('s3:*'), Roles: [attached.ref] }, 'Policy');
    const named = await create(awsIamRole, bare, 'Named');
    await create(awsIamManagedPolicy, { PolicyDocument: document('s3:*'), Roles: [named.ref] }, 'Other');
    const arns = [plain, inline, byArn, attached, named].map(({ attributes }) => String(attributes.Arn));
    expect(arns.map((arn) => mayRead(arn))).toEqual([false, true, true, true, true]);
  });

  it.each<[string, ResourceKind, object]>([
    [
      'Thing: PermissionsBoundary not supported',
      awsIamRole,
      { AssumeRolePolicyDocument: trust, PermissionsBoundary: 'x' },
    ],
    ['Thing.Policies must be a list', awsIamRole, { AssumeRolePolicyDocument: trust, Policies: {} }],
    ['Thing.Policies[0].PolicyName must be text', awsIamRole, { AssumeRolePolicyDocument: trust, Policies: [{}] }],
    ['Thing.Policies[0] must be an object', awsIamRole, { AssumeRolePolicyDocument: trust, Policies: [1] }],
    [
      'Thing.ManagedPolicyArns must be a list of texts',
      awsIamRole,
      { AssumeRolePolicyDocument: trust, ManagedPolicyArns: [1] },
    ],
    [
      'arn:aws:iam::aws:policy/Nothing',
      awsIamRole,
      { AssumeRolePolicyDocument: trust, ManagedPolicyArns: ['arn:aws:iam::aws:policy/Nothing'] },
    ],
    ['a policy document must be an object', awsIamRole, {}],
    ['Groups not supported', awsIamPolicy, { Groups: ['g'] }],
    ['Groups not supported', awsIamManagedPolicy, { Groups: ['g'] }],
    ['LoginProfile not supported', awsIamUser, { LoginProfile: {} }],
    ['Status other than Active', awsIamAccessKey, { UserName: 'u', Status: 'Inactive' }],
    ['MultiRegion not supported', awsKmsKey, { MultiRegion: true }],
    ['KeySpec other than SYMMETRIC_DEFAULT', awsKmsKey, { KeySpec: 'RSA_2048' }],
    ['Enabled must be true or false', awsKmsKey, { Enabled: 'maybe' }],
    ["Key 'none' is not found", awsKmsAlias, { AliasName: 'alias/a', TargetKeyId: 'none' }],
    ['StreamViewType must be text', awsDynamodbTable, { StreamSpecification: {} }],
    ['Replicas must be one, in us-east-1', awsDynamodbGlobalTable, { Replicas: [{ Region: 'eu-west-1' }] }],
    [
      'Replicas must be one, in us-east-1',
      awsDynamodbGlobalTable,
      { Replicas: [{ Region: 'us-east-1' }, { Region: 'eu-west-1' }] },
    ],
  ])('or another resource stops the run: %s', async (message, kind, properties) => {
    const { create } = await stack();
    await expect(create(kind, properties)).rejects.toThrow(message);
  });
});

it('a user of the template has access keys', async () => {
  const { create, iam, mayRead } = await stack();
  const user = await create(awsIamUser, {
    UserName: 'reader',
    Policies: [{ PolicyName: 'p', PolicyDocument: document('s3:*') }],
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess'],
  });
  const key = await create(awsIamAccessKey, { UserName: user.ref }, 'Key');
  expect(iam.credentialsOf(key.ref)).toMatchObject({
    secretAccessKey: key.attributes.SecretAccessKey,
    principal: { arn: user.attributes.Arn },
  });
  expect(mayRead(String(user.attributes.Arn))).toBe(true);
  await create(
    awsIamPolicy,
    { PolicyName: 'no', PolicyDocument: document('s3:*', '*', 'Deny'), Users: ['reader'] },
    'No',
  );
  expect(mayRead(String(user.attributes.Arn))).toBe(false);
  await create(awsIamManagedPolicy, { PolicyDocument: document('s3:*'), Users: ['reader'] }, 'More');
});

it('a key of the template has its policy and an alias', async () => {
  const { create, iam, kms } = await stack();
  const open = await create(awsKmsKey, { EnableKeyRotation: true, Description: 'data' }, 'Open');
  const closed = await create(awsKmsKey, { KeyPolicy: document('kms:*', '*', 'Deny'), Enabled: 'false' }, 'Closed');
  const use = (key: { attributes: Readonly<Record<string, unknown>> }) =>
    iam.isAllowed(iam.admin, { action: 'kms:Encrypt', resource: String(key.attributes.Arn) });
  expect([use(open), use(closed)]).toEqual([true, false]);
  const alias = await create(awsKmsAlias, { AliasName: 'alias/data', TargetKeyId: open.attributes.Arn });
  expect(kms.keyArnOf(alias.ref)).toBe(open.attributes.Arn);
});

describe('a table of the template', () => {
  const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }];
  const AttributeDefinitions = [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'owner', AttributeType: 'S' },
  ];
  const index = {
    IndexName: 'by-owner',
    KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
    Projection: { ProjectionType: 'ALL' },
  };

  it.each(['PROVISIONED', 'PAY_PER_REQUEST'])('is made with its indexes, %s', async (BillingMode) => {
    const { create, registry, iam } = await stack();
    const { ref, attributes } = await create(awsDynamodbTable, {
      KeySchema,
      AttributeDefinitions,
      BillingMode,
      ...(BillingMode === 'PROVISIONED' && { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } }),
      GlobalSecondaryIndexes: [index],
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      DeletionProtectionEnabled: true,
      Tags: [],
      ResourcePolicy: {
        PolicyDocument: { Statement: { Effect: 'Deny', Principal: '*', Action: 'dynamodb:Scan', Resource: '*' } },
      },
    });
    expect([ref, attributes.Arn]).toEqual(['stack-thing', 'arn:aws:dynamodb:us-east-1:000000000000:table/stack-thing']);
    expect(attributes.StreamArn).toMatch(/:table\/stack-thing\/stream\/\d{4}-\d\d-\d\dT[\d:.]{12}$/);
    expect(await registry.call('dynamodb', 'DescribeTimeToLive', { TableName: ref }, iam.admin)).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' },
    });
    const described = await registry.call('dynamodb', 'DescribeTable', { TableName: ref }, iam.admin);
    expect(described).toMatchObject({ Table: { DeletionProtectionEnabled: true, GlobalSecondaryIndexes: [index] } });
    await expect(registry.call('dynamodb', 'Scan', { TableName: ref }, iam.admin)).rejects.toThrow('explicit deny');
  });

  it('may be a global one with a single replica', async () => {
    const { create, registry, iam } = await stack();
    const { ref } = await create(awsDynamodbGlobalTable, {
      TableName: 'Global',
      KeySchema,
      AttributeDefinitions: AttributeDefinitions.slice(0, 1),
      BillingMode: 'PAY_PER_REQUEST',
      Replicas: [{ Region: 'us-east-1', DeletionProtectionEnabled: true, Tags: [] }],
    });
    const described = await registry.call('dynamodb', 'DescribeTable', { TableName: ref }, iam.admin);
    expect(described).toMatchObject({ Table: { DeletionProtectionEnabled: true } });
  });
});

it('log groups and streams of the template are files', async () => {
  const { create, runtime } = await stack();
  const group = await create(awsLogsLogGroup, { LogGroupName: '/aws/lambda/f', RetentionInDays: 30 });
  expect([group.ref, group.attributes.Arn]).toEqual([
    '/aws/lambda/f',
    'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f:*',
  ]);
  await create(awsLogsLogStream, { LogGroupName: group.ref, LogStreamName: 's' });
  for (const file of ['aws/lambda/f.log', 'aws/lambda/f.streams/s.log']) {
    expect(statSync(join(runtime.stateDirectory, 'logs', file)).size).toBe(0);
  }
  expect((await create(awsLogsMetricFilter, { FilterName: 'errors', FilterPattern: 'ERROR' })).ref).toBe('errors');
  expect((await create(awsLogsQueryDefinition, { Name: 'n' })).ref).toBe('stack-thing');
});
