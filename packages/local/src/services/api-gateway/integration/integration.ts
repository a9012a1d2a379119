import type { Runtime } from '../../../runtime.ts';
import { isObject, type JsonObject } from '../../json-object.ts';
import { type Call, type Integrate, isRefusal, type Outcome } from '../call/call.ts';
import { objectAt, onlyKnown, optionalTextAt, textAt, textsAt } from '../definition/json.ts';
import type { Operation } from '../definition/open-api.ts';
import { refuse } from '../responses/refusal.ts';
import { actionIntegration } from './action-integration.ts';
import { functionIntegration, proxyIntegration } from './function-integration.ts';
import type { IntegrationParts } from './integration-parts.ts';
import { IntegrationResponses } from './integration-responses.ts';
import { functionArnOf } from './lambda-invocation.ts';
import { compileTemplates, requestMapping } from './templates.ts';

const known = [
  'type',
  'httpMethod',
  'uri',
  'credentials',
  'connectionType',
  'passthroughBehavior',
  'requestTemplates',
  'requestParameters',
  'responses',
  'timeoutInMillis',
];

const maxTimeoutMs = 29_000;

/**
 * `x-amazon-apigateway-integration` of one operation, compiled.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function compileIntegration({ source, httpMethod, path }: Operation, runtime: Runtime): Integrate {
  const where = `${httpMethod} ${path}`;
  const integration = source['x-amazon-apigateway-integration'];
  if (!isObject(integration)) throw new Error(`${where}: no x-amazon-apigateway-integration`);
  onlyKnown(integration, known, `${where} integration`);
  refuseRequestParameters(integration.requestParameters, where);
  if ((integration.connectionType ?? 'INTERNET') !== 'INTERNET') {
    throw new Error(`${where}: connectionType ${String(integration.connectionType)} not supported`);
  }
  const parts: IntegrationParts = {
    where,
    runtime,
    roleArn: roleOf(integration.credentials, where),
    mapRequest: requestMapping(
      compileTemplates(integration.requestTemplates, `${where} requestTemplates`),
      integration.passthroughBehavior,
      where,
    ),
    responses: new IntegrationResponses(integration.responses, where),
  };
  return withinTime(choose(integration, parts), timeoutOf(integration.timeoutInMillis, where));
}

function choose(integration: JsonObject, parts: IntegrationParts): Integrate {
  const { where } = parts;
  const type = textAt(integration.type, `${where} integration type`).toLowerCase();
  if (type === 'mock') return mockIntegration(parts);
  if (type !== 'aws' && type !== 'aws_proxy') throw new Error(`${where}: integration type ${type} not supported`);
  const uri = textAt(integration.uri, `${where} uri`);
  const functionArn = functionArnOf(uri);
  if (type === 'aws_proxy') {
    if (functionArn === undefined) throw new Error(`${where}: uri ${uri} names no Lambda function`);
    return proxyIntegration(functionArn, parts);
  }
  return functionArn === undefined ? actionIntegration(uri, parts) : functionIntegration(functionArn, parts);
}

/**
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html: the request template says
 * `{"statusCode": 200}`, which selects the response.
 */
function mockIntegration({ where, mapRequest, responses }: IntegrationParts): Integrate {
  return (call) => {
    const mapped = mapRequest.text(call);
    if (typeof mapped !== 'string') return mapped;
    try {
      const { statusCode } = objectAt(JSON.parse(mapped), 'the mapped request');
      if (statusCode !== undefined) return responses.answer(String(statusCode), { text: mapped }, call);
    } catch {
      // Answered below: the mapped text is no object.
    }
    return refuse('API_CONFIGURATION_ERROR', { detail: `${where}: a mock's request template must give a statusCode` });
  };
}

function withinTime(integrate: Integrate, timeoutMs: number): Integrate {
  return async (call) => {
    const start = Date.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Outcome>((resolve) => {
      timer = setTimeout(() => resolve(refuse('INTEGRATION_TIMEOUT')), timeoutMs);
    });
    try {
      const outcome = await Promise.race([integrate(call), late]);
      note(call, outcome, Date.now() - start);
      return outcome;
    } finally {
      clearTimeout(timer);
    }
  };
}

/** What the access log tells of the integration. */
function note({ context }: Call, outcome: Outcome, latency: number): void {
  context.integrationLatency = latency;
  if (isRefusal(outcome)) context.integrationErrorMessage ??= outcome.detail ?? outcome.message ?? undefined;
  const { integrationStatus, integrationErrorMessage } = context;
  context.integration = {
    latency,
    status: context.functionStatus ?? integrationStatus,
    integrationStatus,
    error: integrationErrorMessage,
  };
}

function timeoutOf(value: unknown, where: string): number {
  const timeoutMs = Number(value ?? maxTimeoutMs);
  if (timeoutMs >= 50 && timeoutMs <= maxTimeoutMs) return timeoutMs;
  throw new Error(`${where}: timeoutInMillis must be 50 to ${maxTimeoutMs}, not ${String(value)}`);
}

function roleOf(value: unknown, where: string): string | undefined {
  const role = optionalTextAt(value, `${where} credentials`);
  if (role !== undefined && !/^arn:[^:]+:iam::\d{12}:role\//.test(role)) {
    throw new Error(`${where}: credentials ${role} not supported: they must name a role`);
  }
  return role;
}

/** Inside this process nothing reads the headers of a service call, so only those that any call has are let pass. */
function refuseRequestParameters(value: unknown, where: string): void {
  for (const name of Object.keys(textsAt(value, `${where} requestParameters`))) {
    if (!/^integration\.request\.header\.(content-type|x-amz-target)$/i.test(name)) {
      throw new Error(`${where}: requestParameters ${name} not supported`);
    }
  }
}
