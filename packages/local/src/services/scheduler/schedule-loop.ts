import { randomUUID } from 'node:crypto';
import { errorMessage } from '../../error-message.ts';
import type { Runtime } from '../../runtime.ts';
import { ServiceError } from '../../service.ts';
import type { Schedule } from './schedule.ts';

/** Waits; ends at once when it is aborted. */
export type Sleep = (milliseconds: number, stopped: AbortSignal) => Promise<void>;

/** Between two tries of a call that the service could not take: doubles from one second to a minute. */
const pauseMilliseconds = (attempt: number) => Math.min(60_000, 1000 * 2 ** (attempt - 1));

/**
 * Runs one schedule until it is stopped: waits for its next time, counted from the end of the last run, an interval at
 * most for the runtime's buffer seconds. So there are never two runs of it at once.
 */
export class ScheduleLoop {
  readonly #schedule: Schedule;
  readonly #runtime: Runtime;
  readonly #sleep: Sleep;
  readonly #stopped = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(schedule: Schedule, runtime: Runtime, sleep: Sleep) {
    this.#schedule = schedule;
    this.#runtime = runtime;
    this.#sleep = sleep;
  }

  start(): void {
    this.#ended = this.#loop();
  }

  /** Starts no run any more. Resolves when the one that is under way has ended. */
  stop(): Promise<void> {
    this.#stopped.abort();
    return this.#ended;
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stopped;
    const { clock, bufferSeconds } = this.#runtime;
    for (;;) {
      const now = clock.now();
      const { isInterval } = this.#schedule.times;
      const next = this.#schedule.times.next(now);
      if (next === undefined) return;
      const longest = (isInterval ? bufferSeconds : undefined) ?? Number.POSITIVE_INFINITY;
      const due = Math.min(next, now + longest * 1000);
      // A sleep may be shorter than it was asked to be.
      while (!signal.aborted && clock.now() < due) await this.#sleep(due - clock.now(), signal);
      if (signal.aborted) return;
      await this.#run();
    }
  }

  /** A call that is refused, and a function that fails, are told; the next run is another chance. */
  async #run(): Promise<void> {
    const { target } = this.#schedule;
    const scheduledAt = this.#runtime.clock.now();
    const executionId = randomUUID();
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#invoke(this.#input(scheduledAt, executionId, attempt));
        return;
      } catch (error) {
        const age = this.#runtime.clock.now() - scheduledAt;
        const isLast = attempt > target.retries || age >= target.maxAgeSeconds * 1000;
        if (isLast || !isTransient(error)) return this.#tell(errorMessage(error));
        await this.#sleep(pauseMilliseconds(attempt), this.#stopped.signal);
        if (this.#stopped.signal.aborted) return;
      }
    }
  }

  /** As the schedule's role. The function's end is waited for, where the cloud only hands it the event. */
  async #invoke(payload: string): Promise<void> {
    const { arn, roleArn } = this.#schedule.target;
    const input = { FunctionName: arn, Payload: payload };
    const output = await this.#runtime.services.call('lambda', 'Invoke', input, { arn: roleArn });
    if (typeof output !== 'object' || output === null || !('FunctionError' in output)) return;
    this.#tell(`the function failed: ${'Payload' in output ? String(output.Payload) : ''}`);
  }

  /** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
  #input(scheduledAt: number, executionId: string, attempt: number): string {
    const values: Readonly<Record<string, string>> = {
      'schedule-arn': this.#schedule.arn,
      'scheduled-time': `${new Date(scheduledAt).toISOString().slice(0, 19)}Z`,
      'execution-id': executionId,
      'attempt-number': String(attempt),
    };
    return this.#schedule.target.input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (whole, name) => values[name] ?? whole);
  }

  #tell(what: string): void {
    this.#runtime.log(`schedule ${this.#schedule.name}: ${this.#schedule.target.arn}: ${what}`);
  }
}

/** What a service may do next time: not a refusal. */
function isTransient(error: unknown): boolean {
  return error instanceof ServiceError && (error.status >= 500 || error.status === 429);
}
