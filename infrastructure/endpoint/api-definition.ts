import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { browserAccess } from './browser-access.ts';
import type { Integration } from './integrations.ts';
import { unknownRoute } from './unknown-routes.ts';

type Json = Readonly<Record<string, unknown>>;

/** A browser reads the 404 of a mistyped route only if it is let to call it. */
const unknownPath = {
  options: browserAccess({ get: {}, post: {}, put: {}, delete: {} }),
  'x-amazon-apigateway-any-method': unknownRoute,
};

const source = new URL('../../schemas/api/openapi.yaml', import.meta.url);
const eventModels = new URL('../../schemas/generated/api-models.json', import.meta.url);

export interface Backends {
  /** By the names that `x-integration` uses. */
  readonly integrations: Readonly<Record<string, Integration>>;
  /** The address by which API Gateway invokes the authorizer. */
  readonly authorizerUri: string;
}

/** `schemas/api/openapi.yaml` with what only a deployment knows. Throws naming a route without a known backend. */
export function apiDefinition({ integrations, authorizerUri }: Backends): Json {
  const api = object(parse(readFileSync(source, 'utf8')), 'openapi.yaml');
  const components = object(api.components, 'components');
  const paths = Object.entries(object(inline(api.paths, components), 'paths')).map(([name, path]) => [
    name,
    completePath(name, object(path, name), integrations),
  ]);
  return {
    ...api,
    paths: {
      ...Object.fromEntries(paths),
      '/': unknownPath,
      '/{proxy+}': unknownPath,
    },
    components: withAuthorizer(components, authorizerUri),
  };
}

/**
 * Responses and parameters in the place of their references: API Gateway follows references to schemas only.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
function inline(value: unknown, components: Json): unknown {
  if (Array.isArray(value)) return value.map((item) => inline(item, components));
  if (value === null || typeof value !== 'object') return value;
  const reference = '$ref' in value ? /^#\/components\/(responses|parameters)\/(\w+)$/.exec(String(value.$ref)) : null;
  const [, kind, name] = reference ?? [];
  if (kind !== undefined && name !== undefined) return object(object(components[kind], kind)[name], `${kind}/${name}`);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inline(member, components)]));
}

function completePath(name: string, path: Json, integrations: Backends['integrations']): Json {
  const methods = Object.entries(path).map(([method, operation]) =>
    method === 'parameters'
      ? [method, operation]
      : [method, completeOperation(`${method} ${name}`, operation, integrations)],
  );
  return {
    ...Object.fromEntries(methods),
    options: browserAccess(path),
    'x-amazon-apigateway-any-method': unknownRoute,
  };
}

function completeOperation(route: string, operation: unknown, integrations: Backends['integrations']): Json {
  const { 'x-integration': name, ...rest } = object(operation, route);
  const integration = integrations[String(name)];
  if (integration === undefined)
    throw new Error(`openapi.yaml: ${route} has x-integration ${name}, which is none of ${Object.keys(integrations)}`);
  return { ...rest, 'x-amazon-apigateway-integration': integration };
}

const authorizerKey = 'x-amazon-apigateway-authorizer';

function withAuthorizer(components: Json, authorizerUri: string): Json {
  const schemes = object(components.securitySchemes, 'securitySchemes');
  const gameKey = object(schemes.gameKey, 'gameKey');
  const authorizer = { ...object(gameKey[authorizerKey], authorizerKey), authorizerUri };
  return {
    schemas: withEventModels(object(components.schemas, 'schemas')),
    securitySchemes: { ...schemes, gameKey: { ...gameKey, [authorizerKey]: authorizer } },
  };
}

/**
 * The models of the API, and beside them those of the event types: no method refers to these, so that the door stays as
 * wide as `EventBatch`; they are for SDKs that API Gateway generates, and for readers of the API's export.
 */
function withEventModels(schemas: Json): Json {
  const models = object(JSON.parse(readFileSync(eventModels, 'utf8')), 'api-models.json');
  for (const name of Object.keys(models)) {
    if (Object.hasOwn(schemas, name))
      throw new Error(`openapi.yaml: the schema ${name} has the name of an event's model`);
  }
  return { ...schemas, ...models };
}

function object(value: unknown, name: string): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Error(`openapi.yaml: ${name} must be an object`);
  }
  return { ...value };
}
