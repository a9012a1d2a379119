import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environmentNames as administer } from '../../functions/endpoint/administer-applications/environment.ts';
import { environmentNames as authorize } from '../../functions/endpoint/authorize-events/environment.ts';
import type { Judging } from '../../functions/event/environment.ts';
import { judgingEnvironment } from '../lambda/judging-environment.ts';
import { NodeFunction } from '../lambda/node-function.ts';
import type { Conditions } from '../monitoring/condition.ts';
import { functionErrors } from '../monitoring/function-errors.ts';
import type { Reporting } from '../stage-stack.ts';

export interface EndpointFunctionsProps {
  readonly applications: Table;
  readonly authorizations: Table;
  /** Told to the admin function, which sets up a warehouse when there is one. */
  readonly dataStack: string;
  readonly judging: Judging;
  readonly logRetentionDays: number;
}

/** The API's functions: who may send, what would become of events, and the administration of applications and keys. */
export class EndpointFunctions extends Construct implements Reporting {
  readonly authorize: LambdaFunction;
  readonly administer: LambdaFunction;
  readonly validate: LambdaFunction;

  constructor(scope: Construct, id: string, props: EndpointFunctionsProps) {
    super(scope, id);
    const { applications, authorizations, logRetentionDays } = props;
    this.authorize = new NodeFunction(this, 'AuthorizeEvents', {
      source: 'endpoint/authorize-events',
      description: 'Decides whether a key may send events for an application',
      environment: { [authorize.authorizationsTable]: authorizations.tableName },
      statements: [new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [authorizations.tableArn] })],
      // A game waits for it: a larger share of a processor starts it and its TLS connection sooner.
      memoryMiB: 512,
      // It gives up its look-up after 3 seconds; the rest is for a cold start.
      timeoutSeconds: 10,
      logRetentionDays,
    }).lambda;
    this.validate = new NodeFunction(this, 'ValidateEvents', {
      source: 'endpoint/validate-events',
      description: 'Validates events without storing them',
      environment: judgingEnvironment(props.judging),
      statements: [],
      memoryMiB: 512,
      // The most that a request can hold, 6 MB, is judged in a fraction of a second; the rest is for a cold start.
      timeoutSeconds: 10,
      logRetentionDays,
    }).lambda;
    this.administer = new NodeFunction(this, 'AdministerApplications', {
      source: 'endpoint/administer-applications',
      description: 'Creates, lists, updates and deletes applications and their keys',
      environment: {
        [administer.applicationsTable]: applications.tableName,
        [administer.authorizationsTable]: authorizations.tableName,
        [administer.dataStack]: props.dataStack,
      },
      statements: [
        new PolicyStatement({
          actions: [
            'dynamodb:DeleteItem',
            'dynamodb:GetItem',
            'dynamodb:PutItem',
            'dynamodb:Scan',
            'dynamodb:UpdateItem',
          ],
          resources: [applications.tableArn],
        }),
        new PolicyStatement({
          actions: [
            'dynamodb:BatchWriteItem',
            'dynamodb:DeleteItem',
            'dynamodb:GetItem',
            'dynamodb:PutItem',
            'dynamodb:Query',
            'dynamodb:UpdateItem',
          ],
          resources: [authorizations.tableArn],
        }),
      ],
      memoryMiB: 256,
      // API Gateway waits 29 seconds; deleting an application with very many keys is completed by repeating it.
      timeoutSeconds: 29,
      logRetentionDays,
    }).lambda;
  }

  get conditions(): Conditions {
    return {
      AuthorizerErrors: {
        ...functionErrors(this.authorize),
        threshold: 5,
        periods: 1,
        severity: 'critical',
        problem: 'The authorizer cannot look up keys, so games get a 500.',
        action: 'Read the log of AuthorizeEvents.',
      },
    };
  }
}
