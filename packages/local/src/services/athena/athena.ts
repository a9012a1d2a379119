import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import type { Service } from '../../service.ts';
import { ObjectStore } from '../s3/object-store.ts';
import { catalogActions } from './actions/catalog-actions.ts';
import type { AthenaContext } from './actions/context.ts';
import { queryActions } from './actions/query-actions.ts';
import { savedQueryActions } from './actions/saved-query-actions.ts';
import { workGroupActions } from './actions/work-group-actions.ts';
import { ExecutionHistory } from './execution-history.ts';
import { type NamedQuery, SavedQueries } from './named-queries.ts';
import { QueryProcesses } from './process/query-processes.ts';
import { QueryRunner } from './query-runner.ts';
import { type WorkGroupSettings, WorkGroups } from './work-groups.ts';

/** Amazon Athena: its SQL, translated for DuckDB, over the tables of Glue and the objects of S3. */
export class Athena extends RuntimeService {
  readonly service: Service;
  override readonly dependsOn = ['s3', 'glue'];
  readonly #context: AthenaContext;
  readonly #processes: QueryProcesses;

  constructor(runtime: Runtime) {
    super();
    const directory = join(runtime.stateDirectory, 'athena');
    // What a run that was killed had staged or spilled.
    for (const folder of ['results', 'temp']) rmSync(join(directory, folder), { recursive: true, force: true });
    // The buckets are read where they lie; what a caller may read is checked with IAM for every table.
    const store = new ObjectStore(join(runtime.stateDirectory, 's3'));
    const history = new ExecutionHistory(join(directory, 'executions'));
    this.#processes = new QueryProcesses(join(directory, 'temp'));
    this.#context = {
      runtime,
      store,
      workGroups: new WorkGroups(runtime.clock.now()),
      saved: new SavedQueries(),
      history,
      runner: new QueryRunner(runtime, this.#processes, history, store),
    };
    this.service = {
      name: 'athena',
      targetPrefix: 'AmazonAthena',
      actions: {
        ...queryActions(this.#context),
        ...workGroupActions(this.#context),
        ...savedQueryActions(this.#context),
        ...catalogActions(this.#context),
      },
    };
  }

  createWorkGroup(settings: Omit<WorkGroupSettings, 'createdMs'>): void {
    this.#context.workGroups.add({ ...settings, createdMs: this.#context.runtime.clock.now() });
  }

  /** Returns the query's id, which is the same in every run. */
  createNamedQuery(query: Omit<NamedQuery, 'NamedQueryId'>): string {
    return this.#context.saved.addNamed(query);
  }

  createPreparedStatement(workGroup: string, name: string, query: string, description?: string): void {
    const LastModifiedTime = this.#context.runtime.clock.now() / 1000;
    const statement = {
      StatementName: name,
      QueryStatement: query,
      WorkGroupName: workGroup,
      Description: description,
    };
    this.#context.saved.addPrepared({ ...statement, LastModifiedTime });
  }

  /** Stops what runs and ends the processes. */
  override async close(): Promise<void> {
    await this.#context.runner.close();
    this.#processes.close();
  }
}
