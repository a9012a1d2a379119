import type { Principal, Services } from '../../service.ts';
import type { Conversion } from './conversion-configuration.ts';
import type { Column } from './conversion-sql.ts';
import { parseGlueType } from './glue-type.ts';

interface GetTableOutput {
  readonly Table?: { readonly StorageDescriptor?: { readonly Columns?: readonly { Name: string; Type?: string }[] } };
}

/**
 * The columns of the table that records are converted to, as the schema's role may read it now.
 * Firehose's role needs three actions: https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-glue
 */
export async function readColumns(
  services: Services,
  { schema, keyOfColumn }: Pick<Conversion, 'schema' | 'keyOfColumn'>,
  { region, accountId }: { region: string; accountId: string },
): Promise<Column[]> {
  const { catalogId, database, table } = schema;
  const role: Principal = { arn: schema.roleArn };
  const catalog = `arn:aws:glue:${region}:${catalogId ?? accountId}`;
  for (const action of ['glue:GetTableVersion', 'glue:GetTableVersions']) {
    for (const resource of ['catalog', `database/${database}`, `table/${database}/${table}`].map((name) =>
      name.toLowerCase(),
    )) {
      services.authorize(role, { action, resource: `${catalog}:${resource}` });
    }
  }
  const input = { ...(catalogId && { CatalogId: catalogId }), DatabaseName: database, Name: table };
  const output = (await services.call('glue', 'GetTable', input, role)) as GetTableOutput;
  const columns = output.Table?.StorageDescriptor?.Columns ?? [];
  if (columns.length === 0) throw new Error(`the Glue table ${database}.${table} has no columns`);
  return columns.map(({ Name, Type = 'string' }) => ({
    name: Name,
    key: keyOfColumn[Name] ?? Name,
    type: parseGlueType(Type),
  }));
}
