import { type Call, headerOf } from '../call/call.ts';

/** What Lambda proxy integrations and REQUEST authorizers get to see of a request, beside its body. */
export function requestFields(call: Call) {
  const { request, context, parameters, stageVariables } = call;
  const headers = multiValue(pairsOf(request.rawHeaders));
  const query = multiValue([...new URLSearchParams(request.rawQuery)]);
  return {
    resource: context.resourcePath,
    path: request.rawPath.slice(context.stage.length + 1) || '/',
    httpMethod: request.method,
    headers: lastOf(headers),
    multiValueHeaders: headers,
    queryStringParameters: orNull(lastOf(query)),
    multiValueQueryStringParameters: orNull(query),
    pathParameters: orNull(parameters.path),
    stageVariables: orNull(stageVariables),
    requestContext: requestContext(call),
  };
}

/**
 * The event of a Lambda proxy integration.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
 */
export function proxyEvent(call: Call) {
  const { bytes } = call.payload;
  return {
    ...requestFields(call),
    body: bytes.length === 0 ? null : bytes.toString('utf8'),
    isBase64Encoded: false,
  };
}

function requestContext(call: Call) {
  const { context, request } = call;
  const { identity, authorizer } = context;
  const orNothing = (value: string | undefined) => value ?? null;
  return {
    accountId: context.accountId,
    apiId: context.apiId,
    ...(authorizer && { authorizer }),
    deploymentId: context.deploymentId,
    domainName: headerOf(request, 'host') ?? context.domainName,
    domainPrefix: context.domainPrefix,
    extendedRequestId: context.extendedRequestId,
    httpMethod: context.httpMethod,
    identity: {
      accessKey: orNothing(identity.accessKey),
      accountId: orNothing(identity.accountId),
      caller: orNothing(identity.caller),
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: orNothing(identity.sourceIp),
      user: orNothing(identity.user),
      userAgent: orNothing(identity.userAgent),
      userArn: orNothing(identity.userArn),
    },
    path: context.path,
    protocol: context.protocol,
    requestId: context.requestId,
    requestTime: context.requestTime,
    requestTimeEpoch: context.requestTimeEpoch,
    resourceId: context.resourceId,
    resourcePath: context.resourcePath,
    stage: context.stage,
  };
}

function pairsOf(rawHeaders: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) pairs.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']);
  return pairs;
}

function multiValue(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return Object.fromEntries(values);
}

function lastOf(values: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, list]) => [name, list.at(-1) ?? '']));
}

function orNull<T extends object>(values: T): T | null {
  return Object.keys(values).length === 0 ? null : values;
}
