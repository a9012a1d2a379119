import { Ajv } from 'ajv';
import { errorMessage } from '../error-message.ts';
import type { EventDataSchema, PropertySchema } from './event-registry.ts';
import { judgedSchema } from './judged-schema.ts';

const ajv = new Ajv({ strict: true, allowUnionTypes: true });

/** What schemas/event-schema.json cannot say: keywords that fit their type, patterns that can be read, names that are safe. */
export function schemaProblems(schema: EventDataSchema): string[] {
  const problems = Object.entries(schema.properties).flatMap(([name, property]) => propertyProblems(name, property));
  for (const name of schema.required) {
    if (!Object.hasOwn(schema.properties, name))
      problems.push(`required names ${name}, which properties does not have`);
  }
  if (problems.length > 0) return problems;
  try {
    ajv.compile(judgedSchema(schema));
  } catch (error) {
    problems.push(errorMessage(error));
  }
  return problems;
}

/** Keywords that say nothing about a value of another type than these. */
const typesOf = {
  pattern: ['string'],
  minimum: ['integer', 'number'],
  maximum: ['integer', 'number'],
  exclusiveMinimum: ['integer', 'number'],
  exclusiveMaximum: ['integer', 'number'],
  items: ['array'],
  properties: ['object'],
  required: ['object'],
} as const;

function propertyProblems(path: string, property: PropertySchema): string[] {
  const problems: string[] = [];
  const [name = ''] = path.split('.').slice(-1);
  // A validator would find these on any object and take them for sent.
  if (name in {}) problems.push(`${path} cannot be the name of a property: every object has one of this name`);
  const types: readonly string[] = typeof property.type === 'string' ? [property.type] : property.type;
  for (const [keyword, fitting] of Object.entries(typesOf)) {
    if (Object.hasOwn(property, keyword) && !fitting.some((type) => types.includes(type))) {
      problems.push(`${path} has ${keyword}, which is for ${fitting.join(' and ')}, and is ${types.join(' or ')}`);
    }
  }
  if (property.decimals !== undefined && property.type !== 'number') {
    problems.push(`${path} has decimals, which is for number alone: its column is a decimal`);
  }
  for (const name of property.required ?? []) {
    if (!Object.hasOwn(property.properties ?? {}, name))
      problems.push(`${path} requires ${name}, which it does not have`);
  }
  for (const value of property.enum ?? []) {
    if (!types.some((type) => isOfType(value, type)))
      problems.push(`${path} has the enum value ${value}, which is not ${types.join(' or ')}`);
  }
  if (property.items !== undefined) problems.push(...propertyProblems(`${path}[]`, property.items));
  for (const [name, inner] of Object.entries(property.properties ?? {})) {
    problems.push(...propertyProblems(`${path}.${name}`, inner));
  }
  return problems;
}

function isOfType(value: unknown, type: string): boolean {
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}
