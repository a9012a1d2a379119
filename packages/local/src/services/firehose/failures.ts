import { errorMessage } from '../../error-message.ts';
import { ServiceError } from '../../service.ts';
import type { ErrorLog } from './error-log.ts';

interface FailureDependencies {
  readonly streamName: string;
  readonly errorLog: ErrorLog;
  /** Writes one line to the terminal. */
  readonly log: (line: string) => void;
}

/** Failed attempts since the last delivery. */
export class Failures {
  readonly #dependencies: FailureDependencies;
  #count = 0;
  #lastError: string | undefined;

  constructor(dependencies: FailureDependencies) {
    this.#dependencies = dependencies;
  }

  get count(): number {
    return this.#count;
  }

  get lastError(): string | undefined {
    return this.#lastError;
  }

  /** The error log gets every failure, the terminal only a failure that differs from the one before. */
  async record(error: unknown): Promise<void> {
    const { streamName, errorLog, log } = this.#dependencies;
    const message = errorMessage(error);
    this.#count++;
    if (this.#lastError !== message) log(`firehose ${streamName}: delivery waits and is tried again: ${message}`);
    this.#lastError = message;
    await errorLog.write(error instanceof ServiceError ? error.code : 'InternalError', message);
  }

  clear(): void {
    this.#count = 0;
    this.#lastError = undefined;
  }
}
