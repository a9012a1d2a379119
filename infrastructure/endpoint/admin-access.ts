import { Aws } from 'aws-cdk-lib';
import type { SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../acknowledge.ts';
import type { Outputs } from '../outputs.ts';
import type { Reporting } from '../stage-stack.ts';

export interface AdminAccessProps {
  readonly workloadName: string;
  readonly api: SpecRestApi;
}

/** Every route with SigV4. A `*` of IAM matches slashes too; no `POST …/events` is among these. */
const adminRoutes = [
  ['GET', '/applications'],
  ['POST', '/applications'],
  ['GET', '/applications/*'],
  ['DELETE', '/applications/*'],
  ['POST', '/applications/*/authorizations'],
  ['PUT', '/applications/*/authorizations/*'],
  ['POST', '/redshift/setup'],
] as const;

/** A policy to attach to the people and programs that administer applications and keys. */
export class AdminAccess extends Construct implements Reporting {
  readonly policy: ManagedPolicy;

  constructor(scope: Construct, id: string, { workloadName, api }: AdminAccessProps) {
    super(scope, id);
    const stage = api.deploymentStage.stageName;
    const resources = adminRoutes.map(([method, path]) => api.arnForExecuteApi(method, path, stage));
    this.policy = new ManagedPolicy(this, 'Policy', {
      // A policy's name is one in all regions of the account.
      managedPolicyName: `${workloadName}-${Aws.REGION}-AdminAPIAccess`,
      description: 'Administration of applications and keys by the game analytics API',
      statements: [new PolicyStatement({ actions: ['execute-api:Invoke'], resources })],
    });
    const wildcards = resources.filter((_, index) => adminRoutes[index]?.[1].includes('*'));
    acknowledgeWildcards(this.policy, wildcards, 'The ids of applications and keys are made at run time');
  }

  get outputs(): Outputs {
    return {
      AdminPolicy: {
        description: 'Policy for those who administer applications',
        value: this.policy.managedPolicyArn,
      },
    };
  }
}
