import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceError } from '../../service.ts';
import type { Execution } from './execution.ts';

/** Athena keeps 45 days of history; a dashboard asks so often that a number is the better bound here. */
const maxRemembered = 10_000;

/** Queries and what became of them: a file each. Those that a crash cut off have failed. */
export class ExecutionHistory {
  readonly #directory: string;
  readonly #executions = new Map<string, Execution>();
  #opened = false;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Throws `InvalidRequestException`. */
  get(id: string): Execution {
    this.#open();
    const execution = this.#executions.get(id);
    if (execution === undefined)
      throw new ServiceError('InvalidRequestException', `QueryExecution ${id} was not found`);
    return execution;
  }

  /** The newest first. */
  of(workGroup: string): Execution[] {
    this.#open();
    return [...this.#executions.values()].filter((execution) => execution.workGroup === workGroup).reverse();
  }

  withToken(token: string): Execution | undefined {
    this.#open();
    for (const execution of this.#executions.values()) if (execution.token === token) return execution;
    return undefined;
  }

  /** Remembers it also when the disk does not take it: `onLost` is told, and the query goes on. */
  async add(execution: Execution, onLost: (error: unknown) => void): Promise<void> {
    this.#open();
    this.#executions.set(execution.id, execution);
    await this.save(execution).catch(onLost);
    for (const [id, { state }] of this.#executions) {
      if (this.#executions.size <= maxRemembered) break;
      if (state === 'QUEUED' || state === 'RUNNING') continue;
      this.#executions.delete(id);
      await rm(this.#file(id), { force: true });
    }
  }

  async save(execution: Execution): Promise<void> {
    const staging = join(this.#directory, `.${execution.id}`);
    await writeFile(staging, JSON.stringify(execution), { flush: true });
    await rename(staging, this.#file(execution.id));
  }

  #open(): void {
    if (this.#opened) return;
    this.#opened = true;
    if (!existsSync(this.#directory)) mkdirSync(this.#directory, { recursive: true });
    const found: Execution[] = [];
    for (const name of readdirSync(this.#directory)) {
      if (!name.endsWith('.json')) rmSync(join(this.#directory, name), { force: true });
      // Written by `save` alone.
      else found.push(JSON.parse(readFileSync(join(this.#directory, name), 'utf8')) as Execution);
    }
    found.sort((a, b) => a.submittedMs - b.submittedMs);
    for (const execution of found) this.#executions.set(execution.id, settled(execution));
  }

  #file(id: string): string {
    return join(this.#directory, `${id}.json`);
  }
}

function settled(execution: Execution): Execution {
  if (execution.state !== 'QUEUED' && execution.state !== 'RUNNING') return execution;
  const reason = 'The local runtime was stopped while the query ran.';
  return { ...execution, state: 'FAILED', reason, completedMs: execution.startedMs ?? execution.submittedMs };
}
