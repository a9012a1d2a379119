import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acknowledge, acknowledgeWildcards } from '../../infrastructure/acknowledge.ts';
import { findings } from './synthesized.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'findings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('what cdk-nag finds', () => {
  it('is reported unless it is explained where it stands', () => {
    const outdir = join(folder, 'bucket');
    const app = new App({ outdir });
    const bucket = new Bucket(new Stack(app, 'stack'), 'bucket');
    acknowledge(bucket, { 'AwsSolutions-S1': 'this is a test' });
    expect(findings(app, outdir)).toEqual(['AwsSolutions-S10 stack/bucket/Resource']);
  });

  it('is explained for the resources that hold a wildcard, and for no other', () => {
    const outdir = join(folder, 'role');
    const app = new App({ outdir });
    const stack = new Stack(app, 'stack');
    const role = new Role(stack, 'role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const resources = ['arn:aws:s3:::one/*', `arn:${stack.partition}:s3:::two/*`];
    role.addToPolicy(
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [...resources, 'arn:aws:s3:::three/*'] }),
    );
    acknowledgeWildcards(role, resources, 'this is a test');
    expect(findings(app, outdir)).toEqual([
      'AwsSolutions-IAM5[Resource::arn:aws:s3:::three/*] stack/role/DefaultPolicy/Resource',
    ]);
  });
});
