import { isObject } from '../../schemas/parse-json.ts';

/** The part of a CloudFormation template that deciding about a deployment needs. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Reads a template that is JSON, as CDK writes and CloudFormation returns it. Throws when it is something else. */
export function readTemplateText(text: string): Template {
  const template: unknown = JSON.parse(text);
  if (!isObject(template)) throw new Error('the template is not a JSON object');
  const resources: Record<string, TemplateResource> = {};
  for (const [logicalId, resource] of Object.entries(isObject(template.Resources) ? template.Resources : {})) {
    if (!isObject(resource) || typeof resource.Type !== 'string') throw new Error(`${logicalId} has no Type`);
    const properties = isObject(resource.Properties) ? resource.Properties : undefined;
    resources[logicalId] = { Type: resource.Type, Properties: properties };
  }
  return { Resources: resources };
}

/** The value at a path below Properties; undefined where there is none. */
export function propertyAt(resource: TemplateResource, path: readonly string[]): unknown {
  let value: unknown = resource.Properties;
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  return value;
}
