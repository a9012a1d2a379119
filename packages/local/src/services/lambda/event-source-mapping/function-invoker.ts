import type { Invocation } from '../function-settings.ts';
import type { Complaints } from './complaints.ts';

/** Invokes the mapping's function, under the watch for complaints, until the mapping is closed. */
export class FunctionInvoker {
  readonly complaints: Complaints;
  readonly #invoke: (payload: string) => Promise<Invocation>;
  readonly #closing: AbortSignal;
  #hasInvoked = false;

  constructor(invoke: (payload: string) => Promise<Invocation>, complaints: Complaints, closing: AbortSignal) {
    this.#invoke = invoke;
    this.complaints = complaints;
    this.#closing = closing;
  }

  get hasInvoked(): boolean {
    return this.#hasInvoked;
  }

  /** Rejects when no invocation was made. */
  async invoke(payload: string): Promise<Invocation> {
    this.#closing.throwIfAborted();
    const invocation = await this.complaints.watch(() => this.#invoke(payload));
    this.#hasInvoked = true;
    return invocation;
  }
}
