import { ExecutionEnvironment, type WriteLine } from './execution-environment.ts';
import type { FunctionSettings, Invocation } from './function-settings.ts';

/** A function's execution environments: an idle one is used again, a new one starts when all are busy. */
export class FunctionPool {
  readonly settings: FunctionSettings;
  readonly #write: WriteLine;
  readonly #onCallback: (path: string, body: string) => void;
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #busy = new Set<ExecutionEnvironment>();
  readonly #waiting: (() => void)[] = [];

  constructor(settings: FunctionSettings, write: WriteLine, onCallback: (path: string, body: string) => void) {
    this.settings = settings;
    this.#write = write;
    this.#onCallback = onCallback;
  }

  /** `call` goes with each line that the invocation writes. */
  async invoke(payload: string, call?: symbol): Promise<Invocation> {
    while (this.#idle.length === 0 && this.#busy.size >= this.settings.concurrency) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    const environment = this.#takeIdle() ?? new ExecutionEnvironment(this.settings, this.#write, this.#onCallback);
    this.#busy.add(environment);
    try {
      return await environment.invoke(payload, call);
    } finally {
      this.#busy.delete(environment);
      if (!environment.broken) this.#idle.push(environment);
      this.#waiting.shift()?.();
    }
  }

  #takeIdle(): ExecutionEnvironment | undefined {
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) if (!idle.broken) return idle;
    return undefined;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#idle, ...this.#busy].map((environment) => environment.close()));
  }
}
