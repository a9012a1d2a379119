import type { ErrorObject } from 'ajv';
import draft04 from 'ajv-draft-04';
import formats from 'ajv-formats';
import { type LinearPattern, linearPattern } from '../../../linear-pattern.ts';
import { isObject, type JsonObject } from '../../json-object.ts';
import { type Call, headerOf, type Validate } from '../call/call.ts';
import type { Payload } from '../call/payload.ts';
import { objectAt } from '../definition/json.ts';
import type { OpenApi, Operation } from '../definition/open-api.ts';
import { type Refusal, refuse } from '../responses/refusal.ts';
import { compileQuickCheck } from './quick-check.ts';
import { validationMessage } from './validation-message.ts';

interface Validator {
  readonly body: boolean;
  readonly parameters: boolean;
}

/**
 * Request validation of one operation, compiled: required parameters, then the body against its model (JSON Schema
 * draft 4). A body whose content type has no model is not looked at; an empty one is `{}`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
 */
export function compileValidation(api: OpenApi, operation: Operation): Validate {
  const validator = validatorOf(api, operation);
  const required = operation.parameters.filter((parameter) => parameter.required);
  const models = new Map(
    Object.entries(operation.models).map(([type, schema]) => [
      type,
      compileModel(api, schema, `${operation.path} ${type}`),
    ]),
  );
  return (call) => {
    if (validator.parameters) {
      const missing = required.filter((parameter) => !isPresent(call, parameter)).map(({ name }) => name);
      if (missing.length > 0) {
        const message = `Missing required request parameters: [${missing.join(', ')}]`;
        return refuse('BAD_REQUEST_PARAMETERS', { message, validationErrorString: message });
      }
    }
    const { problem } = call.payload;
    if (problem !== undefined) return unreadable(problem);
    const model = validator.body ? models.get(contentType(call)) : undefined;
    return model?.(call.payload);
  };
}

/** The media type of the request without its parameters, in lower case; JSON where the client does not say. */
export function contentType(call: Call): string {
  return headerOf(call.request, 'content-type')?.split(';')[0]?.trim().toLowerCase() || 'application/json';
}

function linearPatternOf(source: string): LinearPattern {
  return linearPattern(source);
}

function compileModel(api: OpenApi, schema: JsonObject, where: string): (payload: Payload) => Refusal | undefined {
  // Verbose, so that messages can show values.
  const code = { regExp: Object.assign(linearPatternOf, { code: 'linearPattern' }) };
  const ajv = new draft04.default({ strict: false, code, verbose: true, logger: false });
  formats.default(ajv, ['date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'uri']);
  const definitions = Object.fromEntries(
    Object.entries(api.schemas).map(([name, model]) => [name, draft4(model, `model ${name}`)]),
  );
  const model = objectAt(draft4(schema, where), where);
  const check = ajv.compile({ ...model, definitions });
  const isCertainlyGood = compileQuickCheck(model, definitions);
  return (payload) => {
    const json = isCertainlyGood && payload.json;
    if (json && isCertainlyGood(json, json.root)) return undefined;
    const { text } = payload;
    let body: unknown;
    try {
      body = JSON.parse(text === '' ? '{}' : text);
    } catch (error) {
      return unreadable(error instanceof SyntaxError ? error.message : String(error));
    }
    if (check(body)) return undefined;
    const failed: ErrorObject | undefined = check.errors?.at(-1);
    return refuse('BAD_REQUEST_BODY', { validationErrorString: failed ? validationMessage(failed) : '[]' });
  };
}

/** An OpenAPI schema as the JSON Schema that API Gateway makes a model of: `$ref`s to `definitions`, no examples. */
function draft4(schema: unknown, where: string): unknown {
  if (Array.isArray(schema)) return schema.map((item) => draft4(item, where));
  if (!isObject(schema)) return schema;
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(schema)) {
    if (name === 'nullable') throw new Error(`${where}: nullable is not part of API Gateway's models`);
    if (name === 'example' || name === 'examples') continue;
    if (name === '$ref' && typeof value === 'string') {
      const model = /^#\/components\/schemas\/([^/]+)$/.exec(value)?.[1];
      if (model === undefined) throw new Error(`${where}: $ref ${value} not supported`);
      result[name] = `#/definitions/${model}`;
    } else if (name === 'properties' || name === 'patternProperties' || name === 'definitions') {
      const entries = Object.entries(objectAt(value, where)).map(([key, item]) => [key, draft4(item, where)]);
      result[name] = Object.fromEntries(entries);
    } else if (name === 'enum' || name === 'default' || name === 'required') {
      result[name] = value;
    } else {
      result[name] = draft4(value, where);
    }
  }
  return result;
}

/** API Gateway says no more than `[Unknown error parsing request body]`; the reason is an addition. */
export function unreadable(reason: string): Refusal {
  return refuse('BAD_REQUEST_BODY', {
    validationErrorString: `[Unknown error parsing request body: ${reason.slice(0, 200)}]`,
  });
}

function isPresent({ parameters, request }: Call, { place, name }: { place: string; name: string }): boolean {
  const value =
    place === 'path'
      ? parameters.path[name]
      : place === 'query'
        ? parameters.querystring[name]
        : place === 'header'
          ? headerOf(request, name)
          : 'cookies are not looked at';
  return value !== undefined && value.trim() !== '';
}

function validatorOf({ document }: OpenApi, { source, path }: Operation): Validator {
  const name = source['x-amazon-apigateway-request-validator'] ?? document['x-amazon-apigateway-request-validator'];
  if (name === undefined) return { body: false, parameters: false };
  const validators = objectAt(document['x-amazon-apigateway-request-validators'], 'request validators');
  const found = validators[String(name)];
  if (!isObject(found)) throw new Error(`${path}: request validator ${String(name)} is not defined`);
  return { body: found.validateRequestBody === true, parameters: found.validateRequestParameters === true };
}
