import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../infrastructure/config/config.ts';
import { parseConfig } from '../../infrastructure/config/load-config.ts';
import { type Json, synthesized } from './synthesized.ts';

const base = { WORKLOAD_NAME: 'test-games', DATA_STACK: 'DATA_LAKE', INGEST_MODE: 'DIRECT_BATCH' };
const parse = (keys: Json) => parseConfig(JSON.stringify({ ...base, ...keys }), 'config.yaml');
const certificate = 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d';
const boundary = 'arn:aws:iam::111122223333:policy/boundary';

const stack = synthesized({
  name: 'optional keys',
  config: parse({
    INGEST_MODE: 'REAL_TIME_KDS',
    REAL_TIME_STORES: ['OPENSEARCH'],
    DEV_MODE: true,
    ANALYST_ROLE_ARNS: ['arn:aws:iam::111122223333:role/teams/analysts'],
    CUSTOM_DOMAIN: 'events.example.com',
    CUSTOM_DOMAIN_CERTIFICATE_ARN: certificate,
    WAF: true,
    WAF_RATE_LIMIT: 500,
    TAGS: { 'cost-center': '42' },
    PERMISSIONS_BOUNDARY: boundary,
    VPC_CIDR: '10.20.0.0/16',
  }),
});

describe('a deployment with every optional key', () => {
  it('has no finding of cdk-nag', () => {
    expect(stack.findings).toEqual([]);
  });

  it('lets analysts query the lake by its workgroup, and nothing else', () => {
    const [policy] = stack.resources('AWS::IAM::ManagedPolicy').filter(({ logicalId }) => /^Analysts/.test(logicalId));
    expect(policy?.Properties.Roles).toEqual(['analysts']);
    expect(JSON.stringify(policy?.Properties.ManagedPolicyName)).toBe(
      JSON.stringify({ 'Fn::Join': ['', ['test-games-', { Ref: 'AWS::Region' }, '-Analyst']] }),
    );
    const statements: Json[] = policy?.Properties.PolicyDocument.Statement;
    const services = statements.flatMap(({ Action }) => [Action].flat()).map((action: string) => action.split(':')[0]);
    expect([...new Set(services)].sort()).toEqual(['athena', 'glue', 's3']);
    const writing = statements.filter(({ Action }) => [Action].flat().includes('s3:PutObject'));
    expect(JSON.stringify(writing.map(({ Resource }) => Resource))).toMatch(/^[^*]*query-results\/\*[^*]*$/);
    const changes = /(Create|Update|Delete|Put)(?!Object)/;
    expect(
      statements.flatMap(({ Action }) => [Action].flat()).filter((action: string) => changes.test(action)),
    ).toEqual([]);
  });

  it('has the API under its own name, with the stage in the path', () => {
    expect(stack.one('AWS::ApiGateway::DomainName').Properties).toMatchObject({
      DomainName: 'events.example.com',
      RegionalCertificateArn: certificate,
      SecurityPolicy: 'TLS_1_2',
    });
    expect(stack.one('AWS::ApiGateway::BasePathMapping').Properties).toMatchObject({
      BasePath: { Ref: expect.any(String) },
    });
    expect(stack.template.Outputs).toHaveProperty('CustomDomainTarget');
  });

  it('blocks an address that asks too often, and no request for what its events say', () => {
    const [rate, common] = stack.one('AWS::WAFv2::WebACL').Properties.Rules;
    expect(rate).toMatchObject({
      Action: { Block: {} },
      Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 500, EvaluationWindowSec: 300 } },
    });
    const group = common.Statement.ManagedRuleGroupStatement;
    expect(group).toMatchObject({ VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' });
    expect(group.RuleActionOverrides).toContainEqual({ Name: 'SizeRestrictions_BODY', ActionToUse: { Count: {} } });
    expect(stack.resources('AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
  });

  it('has its tags and its permissions boundary on every role', () => {
    const roles = stack.resources('AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(10);
    for (const { Properties } of roles) expect(Properties.PermissionsBoundary).toBe(boundary);
    expect(stack.one('AWS::S3::Bucket').Properties.Tags).toContainEqual({ Key: 'cost-center', Value: '42' });
  });

  it('has its network where it is told to be', () => {
    expect(stack.one('AWS::EC2::VPC').Properties.CidrBlock).toBe('10.20.0.0/16');
    for (const { Properties } of stack.resources('AWS::EC2::Subnet')) expect(Properties.CidrBlock).toMatch(/^10\.20\./);
  });
});

describe('an optional key that makes no sense is refused with a sentence', () => {
  it.each([
    [{ CUSTOM_DOMAIN: 'events.example.com' }, 'CUSTOM_DOMAIN needs CUSTOM_DOMAIN_CERTIFICATE_ARN'],
    [{ CUSTOM_DOMAIN_CERTIFICATE_ARN: certificate }, 'CUSTOM_DOMAIN_CERTIFICATE_ARN needs CUSTOM_DOMAIN'],
    [{ WAF_RATE_LIMIT: 100 }, 'WAF_RATE_LIMIT needs WAF: true'],
    [{ VPC_CIDR: '10.1.0.0/16' }, 'VPC_CIDR needs a ClickHouse or an OpenSearch of this deployment'],
    [{ VPC_CIDR: '8.8.0.0/16' }, 'VPC_CIDR'],
    [{ PERMISSIONS_BOUNDARY: 'mine' }, 'PERMISSIONS_BOUNDARY'],
    [{ ANALYST_ROLE_ARNS: ['analysts'] }, 'ANALYST_ROLE_ARNS'],
    [{ TAGS: { 'aws:x': 'y' } }, 'TAGS'],
  ])('%j', (keys, message) => {
    expect(() => parse(keys)).toThrow(ConfigError);
    expect(() => parse(keys)).toThrow(message);
  });
});
