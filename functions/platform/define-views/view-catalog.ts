import {
  CreateTableCommand,
  DeleteTableCommand,
  EntityNotFoundException,
  type GlueClient,
  paginateGetTables,
  type TableInput,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';

/** A view as Glue's API takes it. */
export interface ViewInput extends TableInput {
  readonly Name: string;
}

/** The views of event types in the catalog. */
export interface ViewCatalog {
  /** Names of those that this function made. */
  list(): Promise<ReadonlySet<string>>;
  create(view: ViewInput): Promise<void>;
  update(view: ViewInput): Promise<void>;
  delete(name: string): Promise<void>;
}

/** Tells the views that this function made from the tables and views of the template and of analysts. */
const owner = { made_by: 'define-views' } as const;

export function viewCatalog(client: GlueClient, database: string): ViewCatalog {
  const input = (view: ViewInput) => ({
    DatabaseName: database,
    TableInput: { ...view, Parameters: { ...view.Parameters, ...owner } },
  });
  return {
    async list() {
      const names = new Set<string>();
      for await (const { TableList = [] } of paginateGetTables({ client }, { DatabaseName: database })) {
        for (const { Name, Parameters } of TableList) {
          if (Name !== undefined && Parameters?.made_by === owner.made_by) names.add(Name);
        }
      }
      return names;
    },
    async create(view) {
      await client.send(new CreateTableCommand(input(view)));
    },
    async update(view) {
      await client.send(new UpdateTableCommand({ ...input(view), SkipArchive: true }));
    },
    async delete(Name) {
      try {
        await client.send(new DeleteTableCommand({ DatabaseName: database, Name }));
      } catch (error) {
        if (!(error instanceof EntityNotFoundException)) throw error;
      }
    },
  };
}
