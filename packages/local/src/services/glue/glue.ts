import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import type { Service } from '../../service.ts';
import { Catalog } from './catalog.ts';
import type { GlueContext } from './context.ts';
import { databaseActions } from './database-actions.ts';
import type { DatabaseInput, TableInput } from './entities.ts';
import { partitionActions } from './partition-actions.ts';
import { putDatabase, putTable } from './put-entities.ts';
import { tableActions } from './table-actions.ts';

/** AWS Glue Data Catalog: databases and tables, as Athena and Firehose read them. */
export class Glue extends RuntimeService {
  readonly service: Service;
  readonly #context: GlueContext;

  constructor(runtime: Runtime) {
    super();
    let catalog: Catalog | undefined;
    const context: GlueContext = {
      runtime,
      catalog: () => {
        catalog ??= new Catalog(join(runtime.stateDirectory, 'glue'));
        return catalog;
      },
    };
    this.#context = context;
    this.service = {
      name: 'glue',
      targetPrefix: 'AWSGlue',
      actions: { ...databaseActions(context), ...tableActions(context), ...partitionActions(context) },
    };
  }

  /** Makes the database or updates the one that is there. */
  async createDatabase(input: DatabaseInput): Promise<void> {
    await putDatabase(this.#context, input);
  }

  /**
   * Makes a template's table, or updates the one that is there, which keeps its partitions. As in a deployment, a table
   * of which the template says what it said before stays as it was made or changed since.
   * Throws `EntityNotFoundException` without its database.
   */
  async createTable(database: string, input: TableInput): Promise<void> {
    const template = createHash('sha256').update(JSON.stringify(input)).digest('hex');
    const catalog = this.#context.catalog();
    const known = catalog.findTable(database, input.Name);
    if (known !== undefined && catalog.templateOf(known) === template) return;
    await putTable(this.#context, database, input, template);
  }
}
