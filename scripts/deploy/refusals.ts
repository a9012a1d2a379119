import { isDeepStrictEqual } from 'node:util';
import { configKeys, dataBearing, type Fixed } from './data-bearing.ts';
import { filesStayIn, isView } from './glue-views.ts';
import { propertyAt, type Template, type TemplateResource } from './template.ts';

/** A change that would cost data. */
export interface Refusal {
  /** `stack/logicalId`, as `--replace` takes it. */
  readonly id: string;
  readonly type: string;
  /** Path of the property (`DatabaseInput.Name`); undefined when the whole resource would go. */
  readonly property?: string;
  /** What would change, what it would cost and what to do instead. */
  readonly message: string;
}

/** Every change from a stack's deployed template to the new one that would replace, remove or hide data. */
export function refusals(stackName: string, deployed: Template, next: Template): Refusal[] {
  return Object.entries(deployed.Resources).flatMap(([logicalId, before]) =>
    refuseChange({ id: `${stackName}/${logicalId}`, logicalId }, before, next),
  );
}

interface Named {
  /** `stack/logicalId`: two stacks may use a logical id each. */
  readonly id: string;
  readonly logicalId: string;
}

function refuseChange({ id, logicalId }: Named, before: TemplateResource, next: Template): Refusal[] {
  const type = before.Type;
  const kind = dataBearing[type];
  if (kind === undefined || isView(before)) return [];
  const after = next.Resources[logicalId];
  if (after === undefined || after.Type !== type) {
    const message = `would be removed, and it holds ${kind.holds}. ${instead(id)}`;
    return [{ id, type, message }];
  }
  if (isView(after) && filesStayIn(next, before)) return refuseProperties(id, before, after, ofTheName(kind.fixed));
  return refuseProperties(id, before, after, kind.fixed);
}

/** What a view under a table's name must still have of it: where else its files are, another table says. */
function ofTheName(fixed: readonly Fixed[]): Fixed[] {
  return fixed.filter(({ path }) => !['PartitionKeys', 'StorageDescriptor'].includes(path[1] ?? ''));
}

function refuseProperties(
  id: string,
  before: TemplateResource,
  after: TemplateResource,
  fixed: readonly Fixed[],
): Refusal[] {
  return fixed
    .map(({ path, consequence, allows }) => ({
      path,
      allows,
      consequence,
      from: propertyAt(before, path),
      to: propertyAt(after, path),
    }))
    .filter(({ from, to, allows }) => !isDeepStrictEqual(from, to) && !allows?.(from, to))
    .map(({ path, consequence, from, to }) => {
      const property = path.join('.');
      const key = configKeys[property];
      const undo = key === undefined ? '' : `Set ${key} back to what it was. Or: `;
      const message = `${property} would change from ${shown(from)} to ${shown(to)}: ${consequence}. ${undo}${instead(id)}`;
      return { id, type: before.Type, property, message };
    });
}

function instead(id: string): string {
  return `Deploy beside it under another WORKLOAD_NAME; or, if what it holds may go, add --replace ${id}`;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
