import { join } from 'node:path';
import { QueryProcess } from './query-process.ts';

/** Processes for queries: one for each that runs, and one that waits for the next. */
export class QueryProcesses {
  readonly #tempDirectory: string;
  readonly #all = new Set<QueryProcess>();
  #idle: QueryProcess | undefined;
  #count = 0;

  constructor(tempDirectory: string) {
    this.#tempDirectory = tempDirectory;
  }

  async take(): Promise<QueryProcess> {
    const idle = this.#idle;
    this.#idle = undefined;
    if (idle?.isAlive) return idle;
    const started = await QueryProcess.start(join(this.#tempDirectory, String(this.#count++)));
    this.#all.add(started);
    return started;
  }

  /** Gives a process back after its query. */
  async release(used: QueryProcess): Promise<void> {
    try {
      if (used.isAlive) await used.reset();
    } catch {
      used.kill();
    }
    if (used.isAlive && this.#idle === undefined) {
      this.#idle = used;
      return;
    }
    used.kill();
    this.#all.delete(used);
  }

  close(): void {
    for (const one of this.#all) one.kill();
    this.#all.clear();
    this.#idle = undefined;
  }
}
