import { type LinearPattern, linearPattern } from '../../../linear-pattern.ts';
import type { Runtime } from '../../../runtime.ts';
import { ServiceError } from '../../../service.ts';
import { compilePolicy, evaluate, type Statement } from '../../iam/policy.ts';
import { isObject, type JsonObject } from '../../json-object.ts';
import { type Authorize, type Call, isRefusal } from '../call/call.ts';
import { compileMapping } from '../call/substitution.ts';
import { objectAt, onlyKnown, optionalTextAt, textAt } from '../definition/json.ts';
import { functionArnOf, type Invoked, invokeLambda } from '../integration/lambda-invocation.ts';
import { requestFields } from '../integration/proxy-event.ts';
import { type Refusal, refuse } from '../responses/refusal.ts';
import { AuthorizerCache } from './authorizer-cache.ts';

interface Settings {
  readonly name: string;
  readonly kind: 'TOKEN' | 'REQUEST';
  readonly functionArn: string;
  readonly roleArn: string | undefined;
  readonly ttlSeconds: number;
  readonly expression: LinearPattern | undefined;
  readonly identitySources: readonly ((call: Call) => string | undefined)[];
  /** `arn:aws:execute-api:…:API/authorizers/ID`. */
  readonly sourceArn: string;
}

/** What an authorizer answered, for the request that asked and those after it. */
interface Grant {
  readonly statements: readonly Statement[];
  readonly authorizer: JsonObject;
}

const known = [
  'type',
  'authorizerUri',
  'authorizerCredentials',
  'authorizerResultTtlInSeconds',
  'identityValidationExpression',
  'identitySource',
];

/** API Gateway keeps no documented number of answers; this bounds the memory. */
const maxGrants = 10_000;

/**
 * A security scheme with a Lambda authorizer, compiled. `apiArn` is `arn:aws:execute-api:REGION:ACCOUNT:API`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export function lambdaAuthorizer(
  name: string,
  scheme: JsonObject,
  id: string,
  apiArn: string,
  runtime: Runtime,
): Authorize {
  const settings = readSettings(name, scheme, `${apiArn}/authorizers/${id}`);
  const now = () => runtime.clock.now();
  const keep = (grant: Grant | Refusal) => !isRefusal(grant);
  const cache = new AuthorizerCache({ ttlSeconds: settings.ttlSeconds, most: maxGrants, now, keep });
  return async (call) => {
    const identity = settings.identitySources.map((source) => source(call));
    const complete = identity.every((value) => value !== undefined && value !== '');
    const token = identity[0] ?? '';
    if (!complete || (settings.expression && !settings.expression.test(token))) return refuse('UNAUTHORIZED');
    const grant = await cache.get(JSON.stringify(identity), () => ask(settings, call, token, runtime));
    return isRefusal(grant) ? grant : judge(grant, call);
  };
}

function judge({ statements, authorizer }: Grant, call: Call): Refusal | undefined {
  call.context.authorizer = authorizer;
  const decision = evaluate(statements, {
    action: 'execute-api:Invoke',
    resource: call.methodArn,
    context: { 'aws:sourceip': call.request.sourceIp, 'aws:useragent': call.request.headers['user-agent'] ?? '' },
  });
  if (decision === 'Allow') return undefined;
  if (decision === 'NoMatch') return refuse('ACCESS_DENIED');
  return refuse('ACCESS_DENIED', { message: 'User is not authorized to access this resource with an explicit deny' });
}

async function ask(settings: Settings, call: Call, token: string, runtime: Runtime): Promise<Grant | Refusal> {
  const event =
    settings.kind === 'TOKEN'
      ? { type: 'TOKEN', authorizationToken: token, methodArn: call.methodArn }
      : { type: 'REQUEST', methodArn: call.methodArn, ...requestFields(call) };
  const fail = (kind: 'AUTHORIZER_FAILURE' | 'AUTHORIZER_CONFIGURATION_ERROR', detail: string): Refusal => {
    runtime.log(`authorizer ${settings.name} on ${call.context.httpMethod} ${call.context.resourcePath}: ${detail}`);
    call.context.authorizer = { error: detail, status: 500 };
    return refuse(kind, { detail });
  };
  let invoked: Invoked;
  try {
    invoked = await invokeLambda(runtime.services, settings.functionArn, JSON.stringify(event), settings);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return fail('AUTHORIZER_CONFIGURATION_ERROR', `${error.code}: ${error.message}`);
  }
  if (invoked.errorMessage === 'Unauthorized') return refuse('UNAUTHORIZED');
  if (invoked.errorMessage !== undefined) return fail('AUTHORIZER_FAILURE', invoked.errorMessage);
  try {
    return readGrant(JSON.parse(invoked.payload));
  } catch (error) {
    return fail('AUTHORIZER_CONFIGURATION_ERROR', `malformed answer: ${error instanceof Error ? error.message : ''}`);
  }
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html */
function readGrant(answer: unknown): Grant {
  const output = objectAt(answer, 'the answer');
  const principalId = output.principalId;
  if (typeof principalId !== 'string' && typeof principalId !== 'number') throw new Error('principalId must be text');
  const context: Record<string, string | number | boolean> = {};
  for (const [key, value] of Object.entries(objectAt(output.context ?? {}, 'context'))) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      throw new Error(`context.${key} must be text, a number or a boolean`);
    }
    context[key] = value;
  }
  if (!isObject(output.policyDocument)) throw new Error('policyDocument must be an object');
  const statements = compilePolicy(output.policyDocument);
  return { statements, authorizer: { ...context, principalId: String(principalId) } };
}

function readSettings(name: string, scheme: JsonObject, sourceArn: string): Settings {
  const where = `authorizer ${name}`;
  const source = objectAt(scheme['x-amazon-apigateway-authorizer'], where);
  onlyKnown(source, known, where);
  const kind = textAt(source.type, `${where} type`).toUpperCase();
  if (kind !== 'TOKEN' && kind !== 'REQUEST') throw new Error(`${where}: type ${kind} not supported`);
  const uri = textAt(source.authorizerUri, `${where} authorizerUri`);
  const functionArn = functionArnOf(uri);
  if (functionArn === undefined) throw new Error(`${where}: authorizerUri ${uri} names no Lambda function`);
  const ttlSeconds = Number(source.authorizerResultTtlInSeconds ?? 300);
  if (!(ttlSeconds >= 0 && ttlSeconds <= 3600)) throw new Error(`${where}: authorizerResultTtlInSeconds is 0 to 3600`);
  const expression = optionalTextAt(source.identityValidationExpression, where);
  const fallback = kind === 'TOKEN' ? `method.request.header.${textAt(scheme.name, `${where} name`)}` : '';
  const sources = (optionalTextAt(source.identitySource, where) ?? fallback).split(',').map((text) => text.trim());
  const identitySources = sources.filter((text) => text !== '').map((text) => compileMapping(text, where));
  if (kind === 'TOKEN' && identitySources.length !== 1)
    throw new Error(`${where}: a TOKEN authorizer has one identitySource`);
  if (ttlSeconds > 0 && identitySources.length === 0) throw new Error(`${where}: caching needs an identitySource`);
  return {
    name,
    kind,
    functionArn,
    roleArn: optionalTextAt(source.authorizerCredentials, `${where} authorizerCredentials`),
    ttlSeconds,
    expression: expression === undefined ? undefined : linearPattern(`^(?:${expression})$`),
    identitySources,
    sourceArn,
  };
}
