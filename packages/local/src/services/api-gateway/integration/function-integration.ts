import { ServiceError } from '../../../service.ts';
import { isObject } from '../../json-object.ts';
import type { Answer, Call, Integrate } from '../call/call.ts';
import { objectAt } from '../definition/json.ts';
import { type Refusal, refuse } from '../responses/refusal.ts';
import type { IntegrationParts } from './integration-parts.ts';
import { type Invoked, invokeLambda } from './lambda-invocation.ts';
import { proxyEvent } from './proxy-event.ts';

/** A Lambda function that gets the mapped request; its errors are told apart by their message. */
export function functionIntegration(functionArn: string, parts: IntegrationParts): Integrate {
  return async (call) => {
    const mapped = parts.mapRequest.text(call);
    if (typeof mapped !== 'string') return mapped;
    const invoked = await invoke(functionArn, mapped === '' ? '{}' : mapped, call, parts);
    if ('refused' in invoked) return invoked;
    return parts.responses.answer(invoked.errorMessage ?? '', { text: invoked.payload }, call);
  };
}

/** A Lambda function that gets the whole request and gives the whole answer. */
export function proxyIntegration(functionArn: string, parts: IntegrationParts): Integrate {
  return async (call) => {
    const invoked = await invoke(functionArn, JSON.stringify(proxyEvent(call)), call, parts);
    if ('refused' in invoked) return invoked;
    if (invoked.errorMessage !== undefined) return badGateway(parts, `the function failed: ${invoked.errorMessage}`);
    try {
      const answer = readAnswer(JSON.parse(invoked.payload));
      call.context.functionStatus = String(answer.status);
      return answer;
    } catch (error) {
      return badGateway(parts, `malformed Lambda proxy response: ${error instanceof Error ? error.message : ''}`);
    }
  };
}

async function invoke(
  functionArn: string,
  payload: string,
  call: Call,
  { roleArn, runtime, where }: IntegrationParts,
): Promise<Invoked | Refusal> {
  const { apiId, accountId, stage, httpMethod, resourcePath } = call.context;
  const sourceArn = `arn:aws:execute-api:${runtime.region}:${accountId}:${apiId}/${stage}/${httpMethod}${resourcePath}`;
  try {
    const invoked = await invokeLambda(runtime.services, functionArn, payload, { roleArn, sourceArn });
    call.context.integrationStatus = '200';
    return invoked;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { code, message, status } = error;
    call.context.integrationStatus = String(status);
    // Lambda takes 6 MB, less than the gateway does.
    if (code === 'RequestTooLargeException') return refuse('REQUEST_TOO_LARGE', { detail: message });
    runtime.log(`${where}: ${code}: ${message}`);
    return refuse('API_CONFIGURATION_ERROR', { detail: message });
  }
}

const members = ['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'];

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format */
function readAnswer(output: unknown): Answer {
  const answer = objectAt(output ?? null, 'it');
  const strange = Object.keys(answer).find((name) => !members.includes(name));
  if (strange !== undefined) throw new Error(`${strange} is not part of it`);
  const status = Number(answer.statusCode ?? 200);
  if (!Number.isInteger(status) || status < 200 || status > 599) throw new Error('statusCode must be an HTTP status');
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(objectAt(answer.headers ?? {}, 'headers'))) {
    if (typeof value === 'object' && value !== null) throw new Error(`header ${name} must be text`);
    if (value !== null) headers[name] = String(value);
  }
  for (const [name, values] of Object.entries(objectAt(answer.multiValueHeaders ?? {}, 'multiValueHeaders'))) {
    if (!Array.isArray(values)) throw new Error(`multiValueHeaders ${name} must be a list`);
    for (const known of Object.keys(headers)) if (known.toLowerCase() === name.toLowerCase()) delete headers[known];
    headers[name] = values.map(String);
  }
  const body = answer.body ?? '';
  if (typeof body !== 'string') throw new Error(`body must be text, not ${isObject(body) ? 'an object' : typeof body}`);
  if (!Object.keys(headers).some((name) => name.toLowerCase() === 'content-type'))
    headers['Content-Type'] = 'application/json';
  return { status, headers, body: answer.isBase64Encoded === true ? Buffer.from(body, 'base64') : body };
}

/** The status that API Gateway has for a function whose answer it cannot use. */
function badGateway({ runtime, where }: IntegrationParts, detail: string): Refusal {
  runtime.log(`${where}: ${detail}`);
  return refuse('DEFAULT_5XX', { status: 502, detail });
}
