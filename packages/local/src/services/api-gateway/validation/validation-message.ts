import type { ErrorObject } from 'ajv';
import { isObject } from '../../json-object.ts';

const maxValueLength = 128;
const maxMessageLength = 1024;

/**
 * One failed keyword in the words of API Gateway's validator, in brackets, at most 1,024 characters long:
 * `[/events/0/event_id: ECMA 262 regex "…" does not match input string "…"]`. API Gateway does not say where in the
 * body the value stands; the JSON pointer is an addition (docs/decisions/02-api-gateway.md).
 */
export function validationMessage(error: ErrorObject): string {
  const pointer = error.instancePath === '' ? '' : `${cut(error.instancePath)}: `;
  const message = `${pointer}${describe(error)}`;
  return message.length > maxMessageLength ? `[${message.slice(0, maxMessageLength)}…]` : `[${message}]`;
}

function describe({ keyword, params, data, schema, parentSchema, message }: ErrorObject): string {
  // A list or object may be huge, and as deep as a stack is not.
  const value = typeof data === 'object' ? typeName(data) : JSON.stringify(cutValue(data));
  const size = Array.isArray(data) ? data.length : typeof data === 'string' ? data.length : 0;
  switch (keyword) {
    case 'required':
      return `object has missing required properties (${list(missingProperties(parentSchema?.required, data))})`;
    case 'type':
      return `instance type (${typeName(data)}) does not match any allowed primitive type (allowed: ${list([schema].flat())})`;
    case 'pattern':
      return `ECMA 262 regex "${String(schema)}" does not match input string ${value}`;
    case 'enum':
      return `instance value (${value}) not found in enum (possible values: ${JSON.stringify(schema)})`;
    case 'minItems':
      return `array is too short: must have at least ${String(schema)} elements but instance has ${size} elements`;
    case 'maxItems':
      return `array is too long: must have at most ${String(schema)} elements but instance has ${size} elements`;
    case 'uniqueItems':
      return 'array must not contain duplicate elements';
    case 'minLength':
      return `string ${value} is too short (length: ${size}, required minimum: ${String(schema)})`;
    case 'maxLength':
      return `string ${value} is too long (length: ${size}, maximum allowed: ${String(schema)})`;
    case 'minimum':
      return `numeric instance is lower than the required minimum (minimum: ${String(schema)}, found: ${value})`;
    case 'maximum':
      return `numeric instance is greater than the required maximum (maximum: ${String(schema)}, found: ${value})`;
    case 'additionalProperties':
      return `object instance has properties which are not allowed by the schema: ${list([params.additionalProperty])}`;
    case 'anyOf':
      return `instance failed to match at least one required schema among ${[schema].flat().length}`;
    case 'oneOf':
      return `instance failed to match exactly one schema (matched ${params.passingSchemas ? 2 : 0} out of ${[schema].flat().length})`;
    case 'not':
      return 'instance matched a schema which it should not have';
    default:
      return `${keyword}: ${message ?? 'does not hold'}`;
  }
}

function missingProperties(required: unknown, data: unknown): string[] {
  if (!Array.isArray(required) || !isObject(data)) return [];
  return required.map(String).filter((name) => data[name] === undefined);
}

function typeName(data: unknown): string {
  if (data === null) return 'null';
  if (Array.isArray(data)) return 'array';
  return typeof data === 'number' && Number.isInteger(data) ? 'integer' : typeof data;
}

function list(values: readonly unknown[]): string {
  return JSON.stringify(values.map((value) => (typeof value === 'string' ? cut(value) : value)));
}

function cutValue(value: unknown): unknown {
  return typeof value === 'string' ? cut(value) : value;
}

function cut(text: string): string {
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text;
}
