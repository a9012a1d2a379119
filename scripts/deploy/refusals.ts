import { isDeepStrictEqual } from 'node:util';
import { configKeys, dataBearing } from './data-bearing.ts';
import { isObject, type Template, type TemplateResource } from './template.ts';

/** A change that would cost data. */
export interface Refusal {
  readonly logicalId: string;
  readonly type: string;
  /** Path of the property (`DatabaseInput.Name`); undefined when the whole resource would go. */
  readonly property?: string;
  /** What would change, what it would cost and what to do instead. */
  readonly message: string;
}

/** Every change from the deployed template to the new one that would replace, remove or hide data. */
export function refusals(deployed: Template, next: Template): Refusal[] {
  return Object.entries(deployed.Resources).flatMap(([logicalId, before]) =>
    refuseChange(logicalId, before, next.Resources[logicalId]),
  );
}

function refuseChange(logicalId: string, before: TemplateResource, after: TemplateResource | undefined): Refusal[] {
  const type = before.Type;
  const kind = dataBearing[type];
  if (kind === undefined) return [];
  if (after === undefined || after.Type !== type) {
    const message = `would be removed, and it holds ${kind.holds}. ${instead(logicalId)}`;
    return [{ logicalId, type, message }];
  }
  return kind.fixed
    .map(({ path, consequence }) => ({ path, consequence, from: at(before, path), to: at(after, path) }))
    .filter(({ from, to }) => !isDeepStrictEqual(from, to))
    .map(({ path, consequence, from, to }) => {
      const property = path.join('.');
      const key = configKeys[property];
      const undo = key === undefined ? '' : `Set ${key} back to what it was. Or: `;
      const message = `${property} would change from ${shown(from)} to ${shown(to)}: ${consequence}. ${undo}${instead(logicalId)}`;
      return { logicalId, type, property, message };
    });
}

function instead(logicalId: string): string {
  return `Deploy beside it under another WORKLOAD_NAME; or, if what it holds may go, add --replace ${logicalId}`;
}

function at(resource: TemplateResource, path: readonly string[]): unknown {
  let value: unknown = resource.Properties;
  for (const key of path) value = isObject(value) ? value[key] : undefined;
  return value;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
