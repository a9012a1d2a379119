import { describe, expect, it } from 'vitest';
import {
  compileIdentityPolicy,
  compilePolicy,
  evaluate,
  matchesPattern,
  type PolicyRequest,
} from '../../../src/services/iam/policy.ts';

const stream = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';
const role = { arn: 'arn:aws:iam::000000000000:role/reader' };

const decide = (statement: object, request: Partial<PolicyRequest> = {}) =>
  evaluate(
    compilePolicy({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'kinesis:PutRecords', Resource: '*', ...statement },
    }),
    { action: 'kinesis:PutRecords', resource: stream, ...request },
  );

describe('a pattern', () => {
  it.each([
    ['*', '', true],
    ['events', 'events', true],
    ['events', 'event', false],
    ['event?', 'events', true],
    ['event?', 'event', false],
    ['a*c', 'abbc', true],
    ['a*c', 'abcb', false],
    ['a*b*c', 'a-b-b-c', true],
    ['*/key', 'bucket/deep/key', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/a/b', true],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b', false],
    ['**', 'x', true],
    ['a.c', 'abc', false],
  ])('%s and %s: %s', (pattern, value, expected) => {
    expect(matchesPattern(pattern, value)).toBe(expected);
  });

  it('with many stars is no way to keep the process busy', () => {
    expect(matchesPattern('*a'.repeat(30), 'a'.repeat(5_000))).toBe(true);
    expect(matchesPattern(`${'*a'.repeat(30)}b`, 'a'.repeat(5_000))).toBe(false);
  });
});

describe('a statement applies', () => {
  it.each<[string, object, string]>([
    ['by its action', {}, 'Allow'],
    ['whatever the case of its action', { Action: 'KINESIS:putrecord?' }, 'Allow'],
    ['by one of its actions', { Action: ['s3:*', 'kinesis:Put*'] }, 'Allow'],
    ['not to another action', { Action: 'kinesis:Get*' }, 'NoMatch'],
    ['to all but some actions', { Action: undefined, NotAction: 'kinesis:Get*' }, 'Allow'],
    ['not to what NotAction names', { Action: undefined, NotAction: 'kinesis:*' }, 'NoMatch'],
    ['by its resource', { Resource: [stream] }, 'Allow'],
    ['not to a resource in another case', { Resource: stream.replace('events', 'Events') }, 'NoMatch'],
    ['to all but some resources', { Resource: undefined, NotResource: 'arn:aws:s3:::*' }, 'Allow'],
    ['not to what NotResource names', { Resource: undefined, NotResource: stream }, 'NoMatch'],
    ['and denies', { Effect: 'Deny' }, 'Deny'],
  ])('%s', (_, statement, expected) => {
    expect(decide(statement)).toBe(expected);
  });

  it('and a Deny wins over an Allow, wherever it stands', () => {
    const allow = { Effect: 'Allow', Action: '*', Resource: '*' };
    const deny = { Effect: 'Deny', Action: 'kinesis:*', Resource: '*' };
    for (const Statement of [
      [allow, deny],
      [deny, allow],
    ]) {
      expect(evaluate(compilePolicy({ Statement }), { action: 'kinesis:PutRecords', resource: stream })).toBe('Deny');
    }
  });
});

describe('a principal', () => {
  const service = { arn: 'lambda.amazonaws.com', service: 'lambda.amazonaws.com' };
  const root = 'arn:aws:iam::000000000000:root';
  const session = { ...role, sessionArn: 'arn:aws:sts::000000000000:assumed-role/reader/one' };
  it.each<[string, object, PolicyRequest['principal'], string]>([
    ['* is everyone', { Principal: '*' }, role, 'Allow'],
    ['AWS * is everyone', { Principal: { AWS: '*' } }, service, 'Allow'],
    ['by its role', { Principal: { AWS: [role.arn] } }, role, 'Allow'],
    ['by its session', { Principal: { AWS: session.sessionArn } }, session, 'Allow'],
    ['another role', { Principal: { AWS: 'arn:aws:iam::000000000000:role/writer' } }, role, 'NoMatch'],
    ['by the service', { Principal: { Service: 'lambda.amazonaws.com' } }, service, 'Allow'],
    ['another service', { Principal: { Service: ['s3.amazonaws.com'] } }, service, 'NoMatch'],
    ['a role is no service', { Principal: { Service: 'lambda.amazonaws.com' } }, role, 'NoMatch'],
    ['a federated one is never here', { Principal: { Federated: 'accounts.example.com' } }, role, 'NoMatch'],
    ['all but one', { NotPrincipal: { AWS: role.arn } }, role, 'NoMatch'],
    ['all but another', { NotPrincipal: { AWS: 'arn:aws:iam::000000000000:role/writer' } }, role, 'Allow'],
    ['the account does not allow its roles directly', { Principal: { AWS: root } }, role, 'NoMatch'],
    ['the account denies its roles', { Effect: 'Deny', Principal: { AWS: '000000000000' } }, role, 'Deny'],
    ['the account itself', { Principal: { AWS: root } }, { arn: root }, 'Allow'],
    ['nobody said who calls', { Principal: { AWS: role.arn } }, undefined, 'NoMatch'],
  ])('%s', (_, statement, principal, expected) => {
    expect(decide(statement, { principal })).toBe(expected);
  });
});

describe('a condition', () => {
  const context = {
    'aws:sourcearn': 'arn:aws:execute-api:us-east-1:000000000000:api/live/POST/a:b',
    'aws:sourceip': '10.1.2.3',
    'aws:securetransport': 'true',
    'aws:username': 'reader',
    'aws:currenttime': '2026-01-26T21:45:50Z',
    'aws:epochtime': '1769463950',
    's3:max-keys': '10',
    's3:prefix': 'Home/',
    's3:empty': '',
    's3:hex': '0x10',
  };
  it.each<[string, object, boolean]>([
    ['StringEquals', { 's3:prefix': ['x', 'Home/'] }, true],
    ['StringEquals', { 's3:prefix': 'home/' }, false],
    ['StringEquals', { 's3:absent': 'x' }, false],
    ['StringEqualsIfExists', { 's3:absent': 'x' }, true],
    ['StringEqualsIgnoreCase', { 'S3:Prefix': 'home/' }, true],
    ['StringNotEquals', { 's3:prefix': ['x', 'y'] }, true],
    ['StringNotEquals', { 's3:prefix': ['x', 'Home/'] }, false],
    ['StringNotEquals', { 's3:absent': 'x' }, true],
    ['StringNotEqualsIgnoreCase', { 's3:prefix': 'HOME/' }, false],
    ['StringLike', { 's3:prefix': 'H?me*' }, true],
    ['StringNotLike', { 's3:prefix': 'H*' }, false],
    ['ArnLike', { 'aws:SourceArn': 'arn:aws:execute-api:*:*:api/*/POST/*' }, true],
    ['ArnLike', { 'aws:SourceArn': 'arn:aws:*/live/POST/a:b' }, false],
    ['ArnEquals', { 'aws:SourceArn': 'arn:aws:execute-api:us-east-1:000000000000:api/live/POST/a:b' }, true],
    ['ArnNotLike', { 'aws:SourceArn': 'arn:aws:s3:::*' }, true],
    ['ArnNotEquals', { 'aws:SourceArn': 'arn:aws:execute-api:*:*:*' }, false],
    ['Bool', { 'aws:SecureTransport': true }, true],
    ['Bool', { 'aws:SecureTransport': 'false' }, false],
    ['Null', { 's3:absent': 'true' }, true],
    ['Null', { 's3:prefix': true }, false],
    ['Null', { 's3:prefix': 'false' }, true],
    ['NumericEquals', { 's3:max-keys': '10.0' }, true],
    ['NumericNotEquals', { 's3:max-keys': 10 }, false],
    ['NumericLessThan', { 's3:max-keys': 10 }, false],
    ['NumericLessThanEquals', { 's3:max-keys': 10 }, true],
    ['NumericGreaterThan', { 's3:max-keys': 9 }, true],
    ['NumericGreaterThanEquals', { 's3:max-keys': 11 }, false],
    ['DateEquals', { 'aws:CurrentTime': '2026-01-26T21:45:50Z' }, true],
    ['DateNotEquals', { 'aws:CurrentTime': '2026-01-26T21:45:50Z' }, false],
    ['DateLessThan', { 'aws:CurrentTime': '2026-02-01T00:00:00Z' }, true],
    ['DateLessThanEquals', { 'aws:EpochTime': '1769463949' }, false],
    ['DateGreaterThan', { 'aws:EpochTime': '2026-01-01T00:00:00Z' }, true],
    ['DateGreaterThanEquals', { 'aws:CurrentTime': '1769463950' }, true],
    ['IpAddress', { 'aws:SourceIp': ['192.168.0.0/16', '10.0.0.0/8'] }, true],
    ['IpAddress', { 'aws:SourceIp': '2001:db8::/32' }, false],
    ['IpAddress', { 'aws:SourceIp': '10.1.2.3' }, true],
    ['NotIpAddress', { 'aws:SourceIp': '10.0.0.0/8' }, false],
    ['ForAnyValue:StringEquals', { 's3:prefix': 'Home/' }, true],
    ['ForAnyValue:StringEquals', { 's3:absent': 'x' }, false],
    ['ForAllValues:StringEquals', { 's3:absent': 'x' }, true],
    ['ForAllValues:StringLike', { 's3:prefix': 'x*' }, false],
    ['StringEquals', { 's3:prefix': 'Home/', 's3:max-keys': '11' }, false],
    ['StringEquals', { 'aws:username': '${aws:Username}' }, true],
    ['StringLike', { 'aws:username': '${s3:absent}*' }, false],
    ['StringLike', { 'aws:username': "${s3:absent, 'read'}*" }, true],
    ['StringLike', { 's3:prefix': 'Home${?}' }, false],
    ['StringEquals', { 'aws:username': '${$}{x}' }, false],
    ['Bool', { 's3:max-keys': true }, false],
    ['Bool', { 'aws:SecureTransport': 'TRUE' }, true],
    ['NumericEquals', { 's3:empty': 0 }, false],
    ['NumericLessThan', { 's3:empty': 5 }, false],
    ['NumericNotEquals', { 's3:empty': 0 }, true],
    ['NumericEquals', { 's3:hex': 16 }, false],
    ['NumericGreaterThan', { 's3:max-keys': '-3.5' }, true],
  ])('%s %j: %s', (operator, lines, expected) => {
    expect(decide({ Condition: { [operator]: lines } }, { context })).toBe(expected ? 'Allow' : 'NoMatch');
  });

  it('variables stand in resources too', () => {
    const resource = 'arn:aws:s3:::homes/reader/file';
    const statement = { Resource: 'arn:aws:s3:::homes/${aws:username}/*' };
    expect(decide(statement, { resource, context })).toBe('Allow');
    expect(decide(statement, { resource, context: {} })).toBe('NoMatch');
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
describe('a variable', () => {
  const resource = 'arn:aws:s3:::homes/reader/file';
  const withVariable = { Resource: 'arn:aws:s3:::homes/${aws:username}/*' };

  it.each([
    ['2012-10-17', 'Allow'],
    ['2008-10-17', 'NoMatch'],
    [undefined, 'NoMatch'],
  ])('is text like any other unless the version is 2012-10-17: %s', (Version, expected) => {
    const Statement = { Effect: 'Allow', Action: '*', ...withVariable };
    const context = { 'aws:username': 'reader' };
    expect(evaluate(compilePolicy({ Version, Statement }), { action: 's3:GetObject', resource, context })).toBe(
      expected,
    );
  });

  it.each([
    ['*', resource, 'NoMatch'],
    ['reade?', resource, 'NoMatch'],
    ['*', 'arn:aws:s3:::homes/*/file', 'Allow'],
  ])('with the value %s fits only itself: %s is %s', (username, resource, expected) => {
    expect(decide(withVariable, { resource, context: { 'aws:username': username } })).toBe(expected);
  });

  it.each([
    ['StringLike', 'a*/${aws:username}', 'abc/x', 'NoMatch'],
    ['StringLike', 'a*/${aws:username}', 'abc/*', 'Allow'],
    ['ArnLike', 'arn:aws:s3:*:*:${aws:username}', 'arn:aws:s3:::x', 'NoMatch'],
    ['ArnLike', 'arn:aws:s3:*:*:${aws:username}', 'arn:aws:s3:::*', 'Allow'],
  ])('in %s %s keeps the wildcards beside it: %s is %s', (operator, pattern, value, expected) => {
    const statement = { Condition: { [operator]: { 'aws:sourcearn': pattern } } };
    expect(decide(statement, { context: { 'aws:username': '*', 'aws:sourcearn': value } })).toBe(expected);
  });

  it.each(['*', '?', '$'])('${%s} is the character', (character) => {
    const statement = { Resource: `arn:aws:s3:::homes/\${${character}}` };
    expect(decide(statement, { resource: `arn:aws:s3:::homes/${character}` })).toBe('Allow');
    expect(decide(statement, { resource: 'arn:aws:s3:::homes/x' })).toBe('NoMatch');
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
describe('a policy of a role or user', () => {
  const statement = { Effect: 'Allow', Action: 's3:GetObject' };
  it.each<[string, object]>([
    ['needs Resource or NotResource', {}],
    ['has no Principal', { Resource: '*', Principal: '*' }],
  ])('%s', (message, more) => {
    const document = { Version: '2012-10-17', Statement: { ...statement, ...more } };
    expect(() => compileIdentityPolicy(document)).toThrow(message);
    expect(() => compilePolicy(document)).not.toThrow();
  });
});

describe('a document is refused with the name of what is wrong', () => {
  it.each<[string, unknown]>([
    ['BinaryEquals', { Condition: { BinaryEquals: { 'aws:x': 'y' } } }],
    ['dynamodb:LeadingKeys', { Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': 'y' } } }],
    ['either Action or NotAction', { NotAction: 's3:*' }],
    ['either Resource or NotResource', { NotResource: '*' }],
    [
      'Bool aws:SecureTransport must be true or false, not yes',
      { Condition: { Bool: { 'aws:SecureTransport': 'yes' } } },
    ],
    ['Null s3:prefix must be true or false', { Condition: { Null: { 's3:prefix': 'no' } } }],
    [
      'NumericLessThan s3:max-keys must be a number, not 0x10',
      { Condition: { NumericLessThan: { 's3:max-keys': '0x10' } } },
    ],
    ['Efect', { Efect: 'Allow' }],
    ['Principal Human', { Principal: { Human: 'x' } }],
    ['either Principal or NotPrincipal', { Principal: '*', NotPrincipal: '*' }],
    ['Effect must be', { Effect: 'Maybe' }],
    ['needs Action', { Action: undefined }],
    ['Action must be text', { Action: [{}] }],
    ['Condition must be an object', { Condition: [] }],
  ])('%s', (name, statement) => {
    expect(() => decide(statement as object)).toThrow(name);
  });

  it.each<[string, unknown]>([
    ['version 2020', { Version: '2020', Statement: [] }],
    ['element Statements', { Statements: [], Statement: [] }],
    ['Id must be text', { Id: 1, Statement: [] }],
    ['must be an object', 'text'],
  ])('%s', (name, document) => {
    expect(() => compilePolicy(document)).toThrow(name);
  });
});
