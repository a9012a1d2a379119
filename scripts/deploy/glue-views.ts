import { isDeepStrictEqual } from 'node:util';
import { propertyAt, type Template, type TemplateResource } from './template.ts';

const glueTable = 'AWS::Glue::Table';
const location = ['TableInput', 'StorageDescriptor', 'Location'];
const projectionEnabled = ['TableInput', 'Parameters', 'projection.enabled'];

/** A view: SQL over tables, without data of its own. */
export function isView(resource: TemplateResource): boolean {
  return resource.Type === glueTable && propertyAt(resource, ['TableInput', 'TableType']) === 'VIRTUAL_VIEW';
}

/**
 * Whether a table's files are all in a table of the template under another name. Partitions that are projected follow
 * from the files; those that are entered in the catalog go with the table.
 */
export function filesStayIn(template: Template, table: TemplateResource): boolean {
  const files = propertyAt(table, location);
  const isProjected = (one: TemplateResource) => propertyAt(one, projectionEnabled) === 'true';
  return (
    isProjected(table) &&
    Object.values(template.Resources).some(
      (other) =>
        other.Type === glueTable &&
        !isView(other) &&
        isProjected(other) &&
        isDeepStrictEqual(propertyAt(other, location), files),
    )
  );
}
