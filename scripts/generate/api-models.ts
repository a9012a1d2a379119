import { type EventRegistry, latestVersion } from '../../schemas/registry/event-registry.ts';
import { viewName } from '../../schemas/registry/view-name.ts';
import { pascalCase } from './pascal-case.ts';

/** A model as API Gateway takes it from an OpenAPI document. */
export type Model = Readonly<Record<string, unknown>>;

/**
 * Models of API Gateway: `GameEvent`, and for each event type what its event_data is, `LevelCompletedEventData`. They
 * serve generated SDKs and documentation and are a little wider than the schemas: API Gateway's models are JSON Schema
 * draft 4 without `exclusiveMinimum`, `anyOf`, `additionalProperties` and lists of types, and have alphanumeric names.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export function apiModels(envelope: object, registry: EventRegistry): Readonly<Record<string, Model>> {
  const models: Record<string, Model> = { GameEvent: model(envelope) };
  for (const type of registry)
    models[`${pascalCase(viewName(type.name))}EventData`] = model(latestVersion(type).schema);
  return models;
}

export function generateApiModels(envelope: object, registry: EventRegistry): string {
  return `${JSON.stringify(apiModels(envelope, registry), undefined, 2)}\n`;
}

/** What becomes of each keyword; one that is not here, and not among `left`, stops the generation by name. */
const keywords: Readonly<Record<string, (value: unknown) => Model>> = {
  type: (value) => (typeof value === 'string' ? { type: value } : {}),
  title: (value) => ({ title: value }),
  description: (value) => ({ description: value }),
  enum: (value) => ({ enum: value }),
  pattern: (value) => ({ pattern: value }),
  minimum: (value) => ({ minimum: value }),
  maximum: (value) => ({ maximum: value }),
  exclusiveMinimum: (value) => ({ minimum: value }),
  exclusiveMaximum: (value) => ({ maximum: value }),
  // Draft 4 has no empty list here.
  required: (value) => (Array.isArray(value) && value.length > 0 ? { required: value } : {}),
  items: (value) => ({ items: model(value) }),
  properties: (value) => ({
    properties: Object.fromEntries(Object.entries(record(value)).map(([name, property]) => [name, model(property)])),
  }),
};

const left = ['$schema', '$id', 'additionalProperties', 'unit', 'decimals'];

function model(schema: unknown): Model {
  const { description, unit, ...others } = record(schema);
  const text = [description, unit === undefined ? undefined : `In ${String(unit)}.`].filter(Boolean).join(' ');
  const all = { ...(text !== '' && { description: text }), ...others };
  const members = Object.entries(all).flatMap(([name, value]) => {
    if (left.includes(name)) return [];
    const convert = keywords[name];
    if (convert === undefined) throw new Error(`no model of API Gateway can be made of the keyword ${name}`);
    return Object.entries(convert(value));
  });
  return Object.fromEntries(members);
}

function record(value: unknown): Model {
  return { ...Object(value) };
}
