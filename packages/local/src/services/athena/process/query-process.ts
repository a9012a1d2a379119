import { type ChildProcess, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleModule } from '../../../bundle-module.ts';
import type { Answer, FromProcess, ToProcess } from './protocol.ts';
import type { QueryConnection } from './query-connection.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
/** DuckDB's own limit is 1 GiB; what its functions allocate beside that counts here. */
const maxMemoryBytes = 1792 * 1024 * 1024;
/** How long an interrupted query may take to end by itself. */
const interruptGraceMs = 1000;

type Request = Exclude<ToProcess, { kind: 'interrupt' }>;
type WithoutId<Message> = Message extends unknown ? Omit<Message, 'id'> : never;

interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** A process that runs one query at a time, and that can be killed without harm to anything else. */
export class QueryProcess {
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  readonly #connections = new Set<number>();
  readonly #started: Promise<void>;
  #requests = 0;
  #failure: Error | undefined;

  static async start(tempDirectory: string): Promise<QueryProcess> {
    const started = new QueryProcess(await bundleModule(main), tempDirectory);
    await started.#started;
    return started;
  }

  private constructor(file: string, tempDirectory: string) {
    this.#child = fork(file, [tempDirectory, String(maxMemoryBytes)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: ['--max-old-space-size=256'],
    });
    preferAsVictim(this.#child.pid);
    this.#started = new Promise((resolve, reject) => {
      this.#child.on('message', (message: FromProcess) => {
        if (message.kind === 'ready') resolve();
        else this.#hear(message);
      });
      const end = (reason: string) => {
        this.#end(new Error(reason));
        reject(new Error(reason));
      };
      this.#child.once('error', (error) => end(`GENERIC_INTERNAL_ERROR: the query's process: ${error.message}`));
      this.#child.once('exit', (code, signal) => {
        end(`GENERIC_INTERNAL_ERROR: the query's process ended (${signal ?? `code ${code}`})`);
      });
    });
  }

  get isAlive(): boolean {
    return this.#failure === undefined;
  }

  /** `plain`: with DuckDB's settings rather than Athena's. */
  async connect({ plain }: { plain: boolean }): Promise<QueryConnection> {
    const connection = this.#requests + 1;
    await this.#ask({ kind: 'connect', connection, plain });
    this.#connections.add(connection);
    return {
      run: async (sql) => {
        const { rows = [], rowsChanged = 0 } = await this.#ask({ kind: 'run', connection, sql });
        return { rows, rowsChanged };
      },
      write: async ({ sql, columns }, path) => {
        return (await this.#ask({ kind: 'write', connection, sql, columns, path })).columns ?? [];
      },
    };
  }

  /** Drops a table that is not temporary. A process that has ended has none. */
  async drop(table: string): Promise<void> {
    if (this.isAlive) await this.#ask({ kind: 'drop', table });
  }

  /** Interrupts what runs, and kills the process if that does not help. */
  stop(): void {
    if (!this.isAlive) return;
    this.#child.send({ kind: 'interrupt' } satisfies ToProcess);
    const timer = setTimeout(() => {
      if (this.#pending.size > 0) this.kill();
    }, interruptGraceMs);
    timer.unref();
  }

  kill(): void {
    this.#end(new Error("GENERIC_INTERNAL_ERROR: the query's process was killed"));
    this.#child.kill('SIGKILL');
  }

  /** Closes the connections, for the next query. */
  async reset(): Promise<void> {
    for (const connection of this.#connections) await this.#ask({ kind: 'close', connection });
    this.#connections.clear();
  }

  async #ask(request: WithoutId<Request>): Promise<Answer> {
    if (this.#failure !== undefined) throw this.#failure;
    const id = ++this.#requests;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#child.send({ ...request, id });
    });
  }

  #hear(message: Exclude<FromProcess, { kind: 'ready' }>): void {
    if (message.kind === 'out_of_memory') {
      const megabytes = Math.round(message.bytes / 1024 / 1024);
      this.#end(new Error(`EXCEEDED_LOCAL_MEMORY_LIMIT: the query took ${megabytes} MB of memory and was stopped`));
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'answer') pending?.resolve(message.value);
    else pending?.reject(new Error(message.reason));
  }

  #end(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#pending.values()) reject(this.#failure);
    this.#pending.clear();
  }
}

/** Linux kills this process before any other when memory runs out. */
function preferAsVictim(pid: number | undefined): void {
  if (process.platform !== 'linux' || pid === undefined) return;
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, '1000');
  } catch {
    // Not allowed here: then the kernel chooses.
  }
}
