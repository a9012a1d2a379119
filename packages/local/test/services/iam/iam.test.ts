import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Permission } from '../../../src/service.ts';
import { Iam } from '../../../src/services/iam/iam.ts';
import { managedPolicies } from '../../../src/services/iam/managed-policies.ts';
import { compilePolicy } from '../../../src/services/iam/policy.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';

const stream = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';
const put: Permission = { action: 'kinesis:PutRecords', resource: stream };
const allow = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...more }],
});
const trust = (Service: string, more: object = {}) => ({
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', ...more }],
});

function account() {
  const iam = new Iam(testRuntime(temporaryDirectory()));
  const arn = iam.createRole('writer', '/', trust('lambda.amazonaws.com'));
  return { iam, arn, writer: { arn } };
}

describe('a role', () => {
  it('may do what its inline policy allows, and nothing else', () => {
    const { iam, writer } = account();
    expect(() => iam.authorize(writer, put)).toThrow(
      'User: arn:aws:sts::000000000000:assumed-role/writer/local is not authorized to perform: kinesis:PutRecords ' +
        `on resource: ${stream} because no identity-based policy allows the kinesis:PutRecords action`,
    );
    iam.putInlinePolicy('role', 'writer', 'put', allow('kinesis:PutRecords', stream));
    iam.authorize(writer, put);
    expect(iam.isAllowed(writer, { ...put, resource: `${stream}2` })).toBe(false);
    expect(iam.isAllowed(writer, { ...put, action: 'kinesis:GetRecords' })).toBe(false);
  });

  it('is refused with code AccessDeniedException and status 403', () => {
    const { iam, writer } = account();
    expect(() => iam.authorize(writer, put)).toThrow(
      expect.objectContaining({ code: 'AccessDeniedException', status: 403 }),
    );
  });

  it('is stopped by a Deny in any of its policies', () => {
    const { iam, writer } = account();
    iam.putInlinePolicy('role', 'writer', 'all', allow('*'));
    iam.attachManagedPolicy(
      'role',
      'writer',
      iam.createManagedPolicy('no', '/team/', { Statement: { Effect: 'Deny', Action: 'kinesis:*', Resource: '*' } }),
    );
    expect(() => iam.authorize(writer, put)).toThrow('with an explicit deny in an identity-based policy');
    expect(iam.isAllowed(writer, { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' })).toBe(true);
  });

  it('keeps its rights in a session, whatever its path', () => {
    const { iam } = account();
    const arn = iam.createRole('deep', '/a/b/', trust('lambda.amazonaws.com'));
    iam.putInlinePolicy('role', 'deep', 'put', allow('kinesis:*'));
    const { accessKeyId } = iam.assume(arn, 'lambda.amazonaws.com', { sessionName: 'transform' });
    const principal = iam.credentialsOf(accessKeyId)?.principal;
    expect(principal?.arn).toBe('arn:aws:sts::000000000000:assumed-role/deep/transform');
    iam.authorize(principal ?? { arn: '' }, put);
  });

  it('that nobody created may do nothing', () => {
    const { iam } = account();
    expect(iam.isAllowed({ arn: 'arn:aws:iam::000000000000:role/nobody' }, put)).toBe(false);
  });

  it('with a policy of AWS that is not known stops by its name', () => {
    const { iam } = account();
    iam.attachManagedPolicy('role', 'writer', 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole');
    expect(() => iam.attachManagedPolicy('role', 'writer', 'arn:aws:iam::aws:policy/PowerUser')).toThrow('PowerUser');
    expect(() => iam.attachManagedPolicy('role', 'nobody', 'arn:aws:iam::aws:policy/AdministratorAccess')).toThrow(
      'The role with name nobody cannot be found.',
    );
  });

  it.each(Object.entries(managedPolicies))('%s compiles', (_, document) => {
    expect(compilePolicy(document).length).toBeGreaterThan(0);
  });

  it('decides anew after its policies change', () => {
    const { iam, writer } = account();
    for (let i = 0; i < 3; i++) expect(iam.isAllowed(writer, put)).toBe(false);
    expect(() => iam.authorize(writer, put)).toThrow();
    iam.putInlinePolicy('role', 'writer', 'put', allow('kinesis:*'));
    iam.authorize(writer, put);
    iam.setResourcePolicy(stream, {
      Statement: { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' },
    });
    expect(() => iam.authorize(writer, put)).toThrow('with an explicit deny in a resource-based policy');
    iam.setResourcePolicy(stream, undefined);
    iam.authorize(writer, put);
  });

  it('is judged by each call where a condition looks at the call', () => {
    const { iam, writer } = account();
    iam.putInlinePolicy('role', 'writer', 'list', {
      Statement: {
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: '*',
        Condition: { StringLike: { 's3:prefix': 'events/*' } },
      },
    });
    const list = (prefix: string) =>
      iam.isAllowed(writer, { action: 's3:ListBucket', resource: 'arn:aws:s3:::b', context: { 's3:prefix': prefix } });
    const asked = (prefix: string) => () =>
      iam.authorize(writer, { action: 's3:ListBucket', resource: 'arn:aws:s3:::b', context: { 's3:prefix': prefix } });
    expect([list('events/a'), list('archive/a')]).toEqual([true, false]);
    asked('events/a')();
    expect(asked('archive/a')).toThrow();
  });
});

describe('a trust policy', () => {
  it('says which services get credentials of the role', () => {
    const { iam, arn } = account();
    expect(iam.assume(arn, 'lambda.amazonaws.com').accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(() => iam.assume(arn, 'firehose.amazonaws.com')).toThrow(
      `firehose.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    );
    expect(() => iam.assume('arn:aws:iam::000000000000:role/none', 'lambda.amazonaws.com')).toThrow('cannot be found');
  });

  it('may ask for a source', () => {
    const { iam } = account();
    const Condition = { StringEquals: { 'aws:SourceAccount': '000000000000' } };
    const arn = iam.createRole('guarded', '/', trust('firehose.amazonaws.com', { Condition }));
    expect(() => iam.assume(arn, 'firehose.amazonaws.com')).toThrow('AssumeRolePolicyDocument');
    const context = { 'aws:sourceaccount': '000000000000' };
    expect(iam.assume(arn, 'firehose.amazonaws.com', { context }).sessionToken).toBeTruthy();
  });

  it('that names the account leaves it to identity policies', () => {
    const { iam, writer } = account();
    const arn = iam.createRole('shared', '/', {
      Statement: { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' }, Action: 'sts:AssumeRole' },
    });
    const assume = { action: 'sts:AssumeRole', resource: arn };
    expect(iam.isAllowed(writer, assume)).toBe(false);
    expect(iam.isAllowed(iam.admin, assume)).toBe(true);
    expect(iam.isAllowed(iam.admin, { ...assume, resource: writer.arn })).toBe(false);
  });
});

describe('a resource policy', () => {
  const gateway = { arn: 'apigateway.amazonaws.com', service: 'apigateway.amazonaws.com' };
  const authorizer = 'arn:aws:lambda:us-east-1:000000000000:function:authorize';
  const invoke = (source: string, resource = authorizer): Permission => ({
    action: 'lambda:InvokeFunction',
    resource,
    context: { 'aws:sourcearn': source },
  });

  it('is what lets a service in, from its source only', () => {
    const { iam } = account();
    expect(() => iam.authorize(gateway, invoke('arn:aws:execute-api:us-east-1:000000000000:a/x'))).toThrow(
      'User: apigateway.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ' +
        `${authorizer} because no resource-based policy allows the lambda:InvokeFunction action`,
    );
    iam.addResourceStatement(authorizer, {
      Effect: 'Allow',
      Principal: { Service: 'apigateway.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: authorizer,
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:execute-api:us-east-1:000000000000:a/*' } },
    });
    iam.authorize(gateway, invoke('arn:aws:execute-api:us-east-1:000000000000:a/x'));
    expect(iam.isAllowed(gateway, invoke('arn:aws:execute-api:us-east-1:000000000000:b/x'))).toBe(false);
  });

  it('allows a role of the account without a policy of its own', () => {
    const { iam, writer } = account();
    const get = { action: 's3:GetObject', resource: 'arn:aws:s3:::lake/events/a' };
    iam.setResourcePolicy('arn:aws:s3:::lake', {
      Statement: [
        { Effect: 'Allow', Principal: { AWS: writer.arn }, Action: 's3:Get*', Resource: 'arn:aws:s3:::lake/*' },
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 's3:*',
          Resource: ['arn:aws:s3:::lake', 'arn:aws:s3:::lake/*'],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
    iam.authorize(writer, get);
    expect(iam.isAllowed(writer, { ...get, resource: 'arn:aws:s3:::other/a' })).toBe(false);
  });

  it('of a table speaks for its indexes, of a function for its versions', () => {
    const { iam, writer } = account();
    const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/t';
    const everything = { Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } };
    iam.setResourcePolicy(table, everything);
    iam.setResourcePolicy(authorizer, everything);
    expect(iam.isAllowed(writer, { action: 'dynamodb:Query', resource: `${table}/index/i` })).toBe(true);
    expect(iam.isAllowed(gateway, invoke('any', `${authorizer}:$LATEST`))).toBe(true);
  });

  it('of a key must allow, by itself or by way of the account', () => {
    const { iam, writer } = account();
    const decrypt = { action: 'kms:Decrypt', resource: 'arn:aws:kms:us-east-1:000000000000:key/k' };
    const keyPolicy = (AWS: string) =>
      iam.setResourcePolicy(decrypt.resource, {
        Statement: { Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' },
      });
    iam.putInlinePolicy('role', 'writer', 'kms', allow('kms:*'));
    expect(() => iam.authorize(writer, decrypt)).toThrow('no resource-based policy allows the kms:Decrypt action');
    keyPolicy('arn:aws:iam::000000000000:root');
    iam.authorize(writer, decrypt);
    iam.createRole('other', '/', trust('lambda.amazonaws.com'));
    const other = { arn: 'arn:aws:iam::000000000000:role/other' };
    expect(iam.isAllowed(other, decrypt)).toBe(false);
    keyPolicy(other.arn);
    expect([iam.isAllowed(other, decrypt), iam.isAllowed(writer, decrypt)]).toEqual([true, false]);
  });
});

describe('credentials', () => {
  it('are the same after a restart, and readable by their owner only', () => {
    const state = temporaryDirectory();
    const first = new Iam(testRuntime(state)).adminCredentials();
    expect(new Iam(testRuntime(state)).adminCredentials()).toEqual(first);
    expect(first.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/);
    expect(first.secretAccessKey).toHaveLength(40);
    const file = join(state, 'iam', 'secret');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(state, 'iam')).mode & 0o777).toBe(0o700);
    expect(readFileSync(file, 'utf8')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('differ between state directories', () => {
    const keys = [1, 2].map(() => new Iam(testRuntime(temporaryDirectory())).adminCredentials().secretAccessKey);
    expect(keys[0]).not.toBe(keys[1]);
  });

  it('of admin may do everything', () => {
    const { iam } = account();
    const { accessKeyId, secretAccessKey } = iam.adminCredentials();
    expect(iam.credentialsOf(accessKeyId)).toMatchObject({ secretAccessKey, principal: iam.admin });
    expect(iam.credentialsOf('AKIANOBODY')).toBeUndefined();
    iam.authorize(iam.admin, put);
  });

  it('of a user of the template have that user’s rights', () => {
    const { iam } = account();
    iam.createUser('reader', '/people/');
    iam.putInlinePolicy('user', 'reader', 'own', allow('s3:*', 'arn:aws:s3:::homes/${aws:username}/*'));
    const { accessKeyId } = iam.createAccessKey('reader');
    const reader = iam.credentialsOf(accessKeyId)?.principal ?? { arn: '' };
    expect(iam.isAllowed(reader, { action: 's3:PutObject', resource: 'arn:aws:s3:::homes/reader/a' })).toBe(true);
    expect(iam.isAllowed(reader, { action: 's3:PutObject', resource: 'arn:aws:s3:::homes/admin/a' })).toBe(false);
    expect(() => iam.createUser('admin', '/')).toThrow('already exists');
  });
});

it('a call that was decided before costs less than ten microseconds even on a busy machine', () => {
  const { iam, writer } = account();
  iam.putInlinePolicy('role', 'writer', 'put', allow('kinesis:*'));
  for (let i = 0; i < 10_000; i++) iam.authorize(writer, put);
  const start = process.hrtime.bigint();
  for (let i = 0; i < 100_000; i++) iam.authorize(writer, put);
  const micros = Number(process.hrtime.bigint() - start) / 1e3 / 100_000;
  expect(micros).toBeLessThan(10);
});
