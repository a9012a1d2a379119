import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import type { Expression } from 'sql-dialects';
import type { Statement } from 'sql-dialects/trino';
import { errorMessage } from '../../error-message.ts';
import type { Runtime } from '../../runtime.ts';
import type { Principal } from '../../service.ts';
import type { ObjectStore } from '../s3/object-store.ts';
import type { Execution } from './execution.ts';
import type { ExecutionHistory } from './execution-history.ts';
import { Cancelled, reasonOf } from './failure.ts';
import type { QueryProcess } from './process/query-process.ts';
import type { QueryProcesses } from './process/query-processes.ts';
import { runStatement } from './run-statement.ts';
import { TableReader } from './tables/create-view.ts';
import { parseLocation } from './tables/s3-location.ts';

/** Queries at once; the others wait in the order in which they came. */
const maxRunning = 4;
/** From its submission on. https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
const maxQueryMs = 30 * 60 * 1000;
/** How long a query that was stopped may take to notice. */
const stopGraceMs = 10_000;

export interface Submission {
  readonly execution: Execution;
  readonly statement: Statement;
  readonly parameters: readonly Expression[];
  readonly caller: Principal;
  /** Bytes beyond which the query is cancelled. */
  readonly cutoff: number | undefined;
}

export interface QueryLimits {
  /** Default 30 minutes. */
  readonly maxQueryMs?: number;
  /** Default 10 seconds. */
  readonly stopGraceMs?: number;
}

interface Active {
  /** Undefined until it has one. */
  process?: QueryProcess;
  /** Nobody waits for it any more. */
  isAbandoned?: boolean;
  readonly deadline: NodeJS.Timeout;
  readonly stopped: AbortController;
  stopReason?: string;
}

/** Runs queries in the background, a few at a time, each in a process of its own. */
export class QueryRunner {
  readonly #runtime: Runtime;
  readonly #processes: QueryProcesses;
  readonly #history: ExecutionHistory;
  readonly #reader: TableReader;
  readonly #store: ObjectStore;
  readonly #limits: QueryLimits;
  readonly #waiting: Submission[] = [];
  readonly #active = new Map<string, Active>();
  readonly #running = new Set<Promise<void>>();

  constructor(
    runtime: Runtime,
    processes: QueryProcesses,
    history: ExecutionHistory,
    store: ObjectStore,
    limits: QueryLimits = {},
  ) {
    this.#limits = limits;
    this.#runtime = runtime;
    this.#store = store;
    this.#processes = processes;
    this.#history = history;
    this.#reader = new TableReader(store, runtime.services);
  }

  submit(submission: Submission): void {
    const { id } = submission.execution;
    const deadline = setTimeout(() => this.stop(id, 'Query timeout'), this.#limits.maxQueryMs ?? maxQueryMs).unref();
    this.#active.set(id, { deadline, stopped: new AbortController() });
    this.#waiting.push(submission);
    this.#startNext();
  }

  /** Stops a query that waits or runs; others are left as they are. */
  stop(id: string, reason = 'Query cancelled by user'): void {
    const active = this.#active.get(id);
    if (active === undefined) return;
    active.stopReason ??= reason;
    active.stopped.abort();
    active.process?.stop();
  }

  async close(): Promise<void> {
    for (const id of this.#active.keys()) this.stop(id, 'The local runtime was stopped.');
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #startNext(): void {
    if (this.#running.size >= maxRunning) return;
    const submission = this.#waiting.shift();
    if (submission === undefined) return;
    const running = this.#run(submission).finally(() => {
      this.#running.delete(running);
      this.#active.delete(submission.execution.id);
      this.#startNext();
    });
    this.#running.add(running);
  }

  async #run(submission: Submission): Promise<void> {
    const { execution } = submission;
    const active = this.#active.get(execution.id);
    if (active === undefined) return;
    const file = join(this.#runtime.stateDirectory, 'athena', 'results', execution.id);
    try {
      active.isAbandoned = await this.#endOf(this.#execute(submission, active, file), active);
      if (active.isAbandoned) throw new Cancelled(active.stopReason ?? '');
      execution.state = 'SUCCEEDED';
    } catch (error) {
      const isStopped = active.stopReason !== undefined || error instanceof Cancelled;
      execution.state = isStopped ? 'CANCELLED' : 'FAILED';
      execution.reason = active.stopReason ?? (error instanceof Cancelled ? error.message : reasonOf(error));
    } finally {
      clearTimeout(active.deadline);
      if (active.isAbandoned) active.process?.kill();
      if (active.process !== undefined) await this.#processes.release(active.process);
      await rm(file, { force: true });
    }
    execution.completedMs = this.#runtime.clock.now();
    await this.#history.save(execution).catch((error) => this.#runtime.log(`athena: history not written: ${error}`));
  }

  /** Waits for the query, but not for long once it is stopped: true when it has not ended by then. */
  async #endOf(executed: Promise<void>, { stopped }: Active): Promise<boolean> {
    const isDone = new AbortController();
    const grace = async () => {
      if (!stopped.signal.aborted) await once(stopped.signal, 'abort', { signal: isDone.signal });
      await setTimeoutPromise(this.#limits.stopGraceMs ?? stopGraceMs, undefined, {
        signal: isDone.signal,
        ref: false,
      });
      return true;
    };
    try {
      return await Promise.race([executed.then(() => false), grace().catch(() => false)]);
    } finally {
      executed.catch(() => {});
      isDone.abort();
    }
  }

  async #execute(submission: Submission, active: Active, file: string): Promise<void> {
    const { execution, statement, parameters, caller, cutoff } = submission;
    const checkStopped = () => {
      if (active.stopReason !== undefined) throw new Cancelled(active.stopReason);
    };
    checkStopped();
    execution.state = 'RUNNING';
    execution.startedMs = this.#runtime.clock.now();
    this.#checkOutput(execution, caller);
    const process = await this.#processes.take();
    if (active.isAbandoned) return this.#processes.release(process);
    active.process = process;
    checkStopped();
    const connection = await process.connect({ plain: false });
    const { columns, written } = await runStatement({
      id: execution.id,
      runtime: this.#runtime,
      reader: this.#reader,
      store: this.#store,
      connection,
      connect: () => process.connect({ plain: true }),
      drop: (table) => process.drop(table),
      caller,
      statement,
      database: execution.database,
      parameters,
      file,
      outputLocation: execution.outputLocation,
      checkStopped,
      manifest: (location) => {
        execution.manifestLocation = location;
      },
      planned: (bytes) => {
        checkStopped();
        execution.plannedMs = this.#runtime.clock.now();
        execution.bytesScanned = bytes;
        // https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html
        if (cutoff !== undefined && bytes > cutoff) throw new Cancelled('Bytes scanned limit was exceeded');
      },
    });
    execution.columns = columns;
    execution.updateCount = written;
    if (written !== undefined) return;
    const { bucket, prefix } = parseLocation(execution.outputLocation);
    const input = { Bucket: bucket, Key: prefix.replace(/\/$/, ''), BodyFile: file };
    await this.#runtime.services.call('s3', 'PutObject', input, caller);
  }

  /** Results that nobody may write are found out before the work is done. */
  #checkOutput({ outputLocation }: Execution, caller: Principal): void {
    const resource = `arn:aws:s3:::${outputLocation.replace(/^s3:\/\//, '')}`;
    try {
      this.#runtime.services.authorize(caller, {
        action: 's3:PutObject',
        resource,
        context: { 'aws:securetransport': 'true' },
      });
    } catch (error) {
      const detail = errorMessage(error);
      throw new Error(
        `ACCESS_DENIED: Access denied when writing output to url: ${outputLocation} . ` +
          `Please ensure you are allowed to access the S3 bucket. (${detail})`,
      );
    }
  }
}
