import type { Runtime } from '../../runtime.ts';
import type { Permission } from '../../service.ts';

/**
 * An action on something in the catalog needs the right on it and on all that holds it: catalog, database, table.
 * https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html#data-catalog-resource-arns
 */
export function catalogPermissions(runtime: Runtime, action: string, database?: string, table?: string): Permission[] {
  const base = `arn:aws:glue:${runtime.region}:${runtime.accountId}`;
  const resources = [`${base}:catalog`];
  if (database !== undefined) resources.push(`${base}:database/${database.toLowerCase()}`);
  if (table !== undefined) resources.push(`${base}:table/${database?.toLowerCase()}/${table.toLowerCase()}`);
  return resources.map((resource) => ({ action: `glue:${action}`, resource }));
}
