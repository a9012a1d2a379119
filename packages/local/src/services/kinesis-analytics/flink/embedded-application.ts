import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { bundleModule } from '../../../bundle-module.ts';
import { errorMessage } from '../../../error-message.ts';
import type { Principal, Services } from '../../../service.ts';
import { kinesisCalls } from './kinesis-calls.ts';
import type { JobProgress } from './run/job-loop.ts';
import type { ReadRecords, StreamCalls } from './run/stream-calls.ts';
import type { ApplicationSettings, FromWorker, ToWorker } from './worker-protocol.ts';

const workerModule = fileURLToPath(new URL('./application-worker.ts', import.meta.url));

export interface EmbeddedOptions extends ApplicationSettings {
  readonly services: Services;
  readonly role: Principal;
  /** Of the thread: what the job's functions find there. */
  readonly environment: Readonly<Record<string, string>>;
  onStatus(status: EmbeddedStatus): void;
}

export type EmbeddedStatus =
  | { readonly kind: 'running' }
  | { readonly kind: 'progress'; readonly progress: JobProgress }
  | { readonly kind: 'failed'; readonly reason: string; readonly retryMilliseconds: number };

const maxRetryMilliseconds = 30_000;

/** A job on the window runner, in a thread of its own that is begun again when it fails. */
export class EmbeddedApplication {
  readonly #options: EmbeddedOptions;
  readonly #calls: StreamCalls;
  #worker: Worker | undefined;
  #ended: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #stopped = false;

  constructor(options: EmbeddedOptions) {
    this.#options = options;
    this.#calls = kinesisCalls(options.services, options.role);
    this.#ended = this.#begin();
  }

  /** Finishes the micro-batch under way. */
  async close(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    const stop: ToWorker = { kind: 'stop' };
    this.#worker?.postMessage(stop);
    await this.#ended;
  }

  async #begin(): Promise<void> {
    let reason = 'its thread ended';
    try {
      const file = await bundleModule(workerModule);
      if (this.#stopped) return;
      const { jobFolder, properties, stateDirectory, environment } = this.#options;
      const worker = new Worker(pathToFileURL(file), {
        workerData: { jobFolder, properties, stateDirectory } satisfies ApplicationSettings,
        env: { ...environment },
        execArgv: [],
      });
      this.#worker = worker;
      worker.on('message', (message: FromWorker) => {
        if (message.kind === 'failed') reason = message.reason;
        else void this.#take(worker, message);
      });
      await new Promise<void>((resolve) => {
        worker.once('error', (error: unknown) => {
          reason = errorMessage(error);
        });
        worker.once('exit', () => resolve());
      });
    } catch (error) {
      reason = errorMessage(error);
    }
    this.#worker = undefined;
    if (this.#stopped) return;
    const retryMilliseconds = Math.min(maxRetryMilliseconds, 1000 * 2 ** this.#failures++);
    this.#options.onStatus({ kind: 'failed', reason, retryMilliseconds });
    this.#retry = setTimeout(() => {
      this.#ended = this.#begin();
    }, retryMilliseconds);
  }

  async #take(worker: Worker, message: Exclude<FromWorker, { kind: 'failed' }>): Promise<void> {
    if (message.kind !== 'call') {
      if (message.kind === 'progress') this.#failures = 0;
      this.#options.onStatus(message);
      return;
    }
    const { id, name, args } = message;
    try {
      const answer = await this.#answer(name, args);
      const told: ToWorker = { kind: 'answer', id, answer };
      worker.postMessage(told, memoryOf(answer));
    } catch (error) {
      const told: ToWorker = { kind: 'refusal', id, reason: errorMessage(error) };
      worker.postMessage(told);
    }
  }

  #answer(name: keyof StreamCalls, args: readonly unknown[]): Promise<unknown> {
    const call = this.#calls[name] as (...args: readonly unknown[]) => Promise<unknown>;
    return call(...args);
  }
}

/** Memory that is handed over instead of being copied. */
function memoryOf(answer: unknown): ArrayBuffer[] {
  const records = (answer as ReadRecords | undefined)?.records;
  const memory = Array.isArray(records) ? records[0]?.data?.buffer : undefined;
  return memory instanceof ArrayBuffer ? [memory] : [];
}
