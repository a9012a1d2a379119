import { expect, it } from 'vitest';
import type { Engines } from '../../../src/engines.ts';
import type { ResourceContext } from '../../../src/resource.ts';
import { Lambda } from '../../../src/services/lambda/lambda.ts';
import { awsLambdaFunction } from '../../../src/services/lambda/resources/function.ts';
import { awsAccount } from '../../endpoint/aws-account.ts';

it('calls as a session of its role that says which function it is, which Lambda’s own calls do not', async () => {
  const account = await awsAccount();
  const { iam, runtime } = account;
  const lambda = new Lambda(runtime);
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const arn = iam.createRole('shared', '/', { Statement: [trust] });
  const actions = { Action: ['ec2:CreateNetworkInterface', 's3:GetObject'], Resource: '*' };
  iam.putInlinePolicy('role', 'shared', 'own', {
    Statement: [
      { Effect: 'Allow', ...actions },
      {
        Effect: 'Deny',
        Action: 'ec2:CreateNetworkInterface',
        Resource: '*',
        Condition: { ArnEquals: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:us-east-1:000000000000:function:in*' } },
      },
    ],
  });
  const principalOf = async (functionName: string) => {
    const properties = {
      FunctionName: functionName,
      Code: { ZipFile: 'exports.handler = async () => 1' },
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Role: arn,
    };
    const engines = { ...account, lambda } as unknown as Engines;
    const context = { logicalId: 'F', physicalName: functionName, properties, engines, runtime, assets: new Map() };
    await awsLambdaFunction.create(context as unknown as ResourceContext<never>);
    const principal = iam.credentialsOf(lambda.describe(functionName).environment.AWS_ACCESS_KEY_ID ?? '')?.principal;
    return principal ?? expect.unreachable();
  };
  const inside = await principalOf('inside');
  const outside = await principalOf('outside');
  await lambda.close();
  expect(inside.arn).toBe('arn:aws:sts::000000000000:assumed-role/shared/inside');
  const create = { action: 'ec2:CreateNetworkInterface', resource: '*' };
  expect([{ arn }, inside, outside].map((caller) => iam.isAllowed(caller, create))).toEqual([true, false, true]);
  expect(() => iam.authorize(inside, create)).toThrow('with an explicit deny in an identity-based policy');
  expect(iam.isAllowed(inside, { action: 's3:GetObject', resource: 'arn:aws:s3:::lake/a' })).toBe(true);
});
