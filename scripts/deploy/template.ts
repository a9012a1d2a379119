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

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
