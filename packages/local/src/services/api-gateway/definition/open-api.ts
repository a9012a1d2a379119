import { isObject, type JsonObject } from '../../json-object.ts';
import { objectAt, textAt } from './json.ts';

/** Extensions that are run, or (importexport-version) mean nothing at run time. */
const knownExtensions = new Set([
  'x-amazon-apigateway-any-method',
  'x-amazon-apigateway-auth',
  'x-amazon-apigateway-authorizer',
  'x-amazon-apigateway-authtype',
  'x-amazon-apigateway-gateway-responses',
  'x-amazon-apigateway-importexport-version',
  'x-amazon-apigateway-integration',
  'x-amazon-apigateway-policy',
  'x-amazon-apigateway-request-validator',
  'x-amazon-apigateway-request-validators',
]);

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'x-amazon-apigateway-any-method'];

/** One method of one path, with `$ref`s of parameters and request body followed. */
export interface Operation {
  /** `GET` … or `ANY`. */
  readonly httpMethod: string;
  readonly path: string;
  readonly source: JsonObject;
  readonly parameters: readonly { readonly place: string; readonly name: string; readonly required: boolean }[];
  /** Schema by content type. */
  readonly models: Readonly<Record<string, JsonObject>>;
}

export interface OpenApi {
  readonly document: JsonObject;
  readonly title: string;
  readonly operations: readonly Operation[];
  readonly schemas: JsonObject;
  readonly securitySchemes: JsonObject;
}

/**
 * Checks and reads an OpenAPI 3.0 document with API Gateway's extensions. Throws for another version and for
 * extensions that are not run, with name and place.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function readOpenApi(body: unknown): OpenApi {
  const document = objectAt(body, 'Body');
  if (typeof document.openapi !== 'string' || !document.openapi.startsWith('3.0')) {
    throw new Error(`Body must be OpenAPI 3.0, not ${String(document.openapi ?? document.swagger)}`);
  }
  refuseUnknownExtensions(document, '#');
  const components = objectAt(document.components, 'components');
  const operations: Operation[] = [];
  for (const [path, value] of Object.entries(objectAt(document.paths, 'paths'))) {
    const item = objectAt(value, `paths ${path}`);
    for (const method of methods) {
      if (item[method] === undefined) continue;
      const where = `${method.toUpperCase()} ${path}`;
      const source = objectAt(item[method], where);
      operations.push({
        httpMethod: method.startsWith('x-') ? 'ANY' : method.toUpperCase(),
        path,
        source,
        parameters: [...listAt(item.parameters, where), ...listAt(source.parameters, where)].map((parameter) => {
          const { in: place, name, required } = follow(document, parameter, where);
          return { place: textAt(place, `${where} parameter`), name: textAt(name, where), required: required === true };
        }),
        models: modelsOf(document, source.requestBody, where),
      });
    }
  }
  return {
    document,
    title: String(objectAt(document.info, 'info').title ?? ''),
    operations,
    schemas: objectAt(components.schemas, 'components.schemas'),
    securitySchemes: objectAt(components.securitySchemes, 'components.securitySchemes'),
  };
}

function modelsOf(document: JsonObject, requestBody: unknown, where: string): Record<string, JsonObject> {
  if (requestBody === undefined) return {};
  const content = objectAt(follow(document, requestBody, where).content, `${where} requestBody.content`);
  const models: Record<string, JsonObject> = {};
  for (const [type, media] of Object.entries(content)) {
    const { schema } = objectAt(media, `${where} ${type}`);
    if (schema !== undefined) models[type.toLowerCase()] = objectAt(schema, `${where} ${type} schema`);
  }
  return models;
}

/** The object itself, or what its `$ref` within the document names. */
function follow(document: JsonObject, value: unknown, where: string): JsonObject {
  const object = objectAt(value, where);
  if (object.$ref === undefined) return object;
  const pointer = textAt(object.$ref, where);
  if (!pointer.startsWith('#/')) throw new Error(`${where}: $ref ${pointer} is outside of the document`);
  let target: unknown = document;
  for (const part of pointer.slice(2).split('/')) {
    target = isObject(target) ? target[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  if (target === undefined) throw new Error(`${where}: $ref ${pointer} names nothing`);
  return objectAt(target, `${where} ${pointer}`);
}

function listAt(value: unknown, where: string): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new Error(`${where}: parameters must be a list`);
}

function refuseUnknownExtensions(value: unknown, place: string): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) refuseUnknownExtensions(item, `${place}/${index}`);
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      if (name.startsWith('x-amazon-apigateway-') && !knownExtensions.has(name)) {
        throw new Error(`${name} at ${place} not supported (see SUPPORT.md)`);
      }
      refuseUnknownExtensions(item, `${place}/${name}`);
    }
  }
}
