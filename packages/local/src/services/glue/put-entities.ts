import type { GlueContext } from './context.ts';
import type { DatabaseInput, TableInput } from './entities.ts';

export async function putDatabase({ runtime, catalog }: GlueContext, input: DatabaseInput): Promise<void> {
  const known = catalog()
    .databases()
    .find(({ Name }) => Name === input.Name.toLowerCase());
  const CreateTime = known?.CreateTime ?? Math.floor(runtime.clock.now() / 1000);
  await catalog().putDatabase({ ...input, CatalogId: runtime.accountId, CreateTime });
}

export async function putTable(
  { runtime, catalog }: GlueContext,
  database: string,
  input: TableInput,
  template?: string,
): Promise<void> {
  const known = catalog().findTable(database, input.Name);
  const now = Math.floor(runtime.clock.now() / 1000);
  const table = {
    ...input,
    DatabaseName: database,
    CatalogId: runtime.accountId,
    CreateTime: known?.CreateTime ?? now,
    UpdateTime: now,
    VersionId: String(known === undefined ? 0 : Number(known.VersionId) + 1),
  };
  await catalog().putTable(table, template);
}
