import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  ApiDefinition,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  SpecRestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { ofThisAccount } from '../iam/of-this-account.ts';
import type { Conditions } from '../monitoring/condition.ts';
import type { Outputs } from '../outputs.ts';
import type { Reporting } from '../stage-stack.ts';
import { accessLogFormat } from './access-log-format.ts';
import { apiDefinition } from './api-definition.ts';
import { type EventsBackend, eventsActions } from './events-backend.ts';
import { eventsIntegration, functionIntegration, invocationUri } from './integrations.ts';

export interface ApiProps {
  readonly name: string;
  readonly stageName: string;
  readonly events: EventsBackend;
  readonly administer: LambdaFunction;
  readonly authorize: LambdaFunction;
  readonly validate: LambdaFunction;
  readonly logRetentionDays: number;
}

/**
 * Half of what an account may do by default (10,000 requests a second), so that one game's rush leaves room for the
 * account's other APIs. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
const requestsPerSecond = 5000;

/** The REST API: events to the stream, those that are only to be judged to a function, the rest to the admin function. */
export class Api extends Construct implements Reporting {
  readonly rest: SpecRestApi;
  readonly conditions: Conditions;
  readonly outputs: Outputs;

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id);
    const sender = new Role(this, 'SendEvents', {
      description: 'API Gateway writes events to the stream',
      assumedBy: ofThisAccount('apigateway.amazonaws.com'),
    });
    sender.addToPolicy(
      new PolicyStatement({
        actions: [eventsActions[props.events.service].permission],
        resources: [props.events.streamArn],
      }),
    );
    const definition = apiDefinition({
      integrations: {
        administration: functionIntegration(props.administer.functionArn),
        events: eventsIntegration(props.events, sender.roleArn),
        validation: functionIntegration(props.validate.functionArn),
      },
      authorizerUri: invocationUri(props.authorize.functionArn),
    });
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.rest = new SpecRestApi(this, 'Rest', {
      restApiName: props.name,
      apiDefinition: ApiDefinition.fromInline(definition),
      endpointTypes: [EndpointType.REGIONAL],
      // Access logs need a role in the account's API Gateway settings; others may rely on it after this stack is gone.
      cloudWatchRole: true,
      // A setting of the whole account: without the role, other APIs of the account would stop writing logs.
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      deployOptions: {
        stageName: props.stageName,
        throttlingRateLimit: requestsPerSecond,
        throttlingBurstLimit: requestsPerSecond,
        tracingEnabled: true,
        metricsEnabled: true,
        loggingLevel: MethodLoggingLevel.ERROR,
        // Whole requests in a log would hold keys and players' data.
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: AccessLogFormat.custom(accessLogFormat),
      },
    });
    const executionLog = new LogGroup(this, 'ExecutionLog', {
      // API Gateway writes to a group of this name, and makes one that never expires where there is none.
      // https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
      logGroupName: `API-Gateway-Execution-Logs_${this.rest.restApiId}/${props.stageName}`,
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.rest.deploymentStage.node.addDependency(executionLog);
    // The stack has an output of its own for the address.
    this.rest.node.tryRemoveChild('Endpoint');
    const caller = new ServicePrincipal('apigateway.amazonaws.com');
    const { restApiId } = this.rest;
    props.administer.addPermission('Api', {
      principal: caller,
      sourceArn: this.rest.arnForExecuteApi('*', '/*', props.stageName),
    });
    props.validate.addPermission('Api', {
      principal: caller,
      sourceArn: this.rest.arnForExecuteApi('POST', '/applications/*/events/validate', props.stageName),
    });
    // The authorizer has no id before the API is imported, hence the * in its place.
    const authorizers = `authorizers/*`;
    props.authorize.addPermission('Api', {
      principal: caller,
      sourceArn: this.rest.stack.formatArn({ service: 'execute-api', resource: restApiId, resourceName: authorizers }),
    });
    this.conditions = {
      ApiErrors: {
        namespace: 'AWS/ApiGateway',
        metric: '5XXError',
        dimensions: { ApiName: props.name, Stage: props.stageName },
        statistic: 'Average',
        threshold: 0.01,
        periods: 2,
        severity: 'critical',
        problem: 'More than 1 % of requests get a 5xx.',
        action: 'Find the routes and the kind of error in the access log.',
      },
    };
    this.outputs = { ApiUrl: { description: 'Address of the API', value: this.rest.url } };
    this.#acknowledgeFindings();
  }

  #acknowledgeFindings(): void {
    acknowledge(this.rest, {
      'AwsSolutions-APIG2': 'The routes of events have a request model; the admin function validates its own requests',
      'AwsSolutions-APIG3':
        'A web application firewall is the owner’s choice: it costs more than the rest of a small API',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
        'API Gateway asks for this policy of AWS for its logs',
    });
  }
}
