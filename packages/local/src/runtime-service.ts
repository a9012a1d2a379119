import type { Service } from './service.ts';

type Status = Readonly<Record<string, unknown>>;

/** One AWS service of the runtime, from its start to its end. */
export abstract class RuntimeService {
  /** The API that the endpoint answers. */
  abstract readonly service: Service;
  /**
   * Names of the services that this one calls or hands something on to. They start before it and close after it: what it
   * has under way when it closes still finds them.
   */
  readonly dependsOn: readonly string[] = [];

  get name(): string {
    return this.service.name;
  }

  /** Every API that the endpoint answers. */
  get apis(): readonly Service[] {
    return [this.service];
  }

  /** Begins background work; called once all resources are created. */
  async start(): Promise<void> {}

  /** Hands on everything that was acknowledged before the call. Rejects with what holds it up. */
  async flush(): Promise<void> {}

  /** Takes nothing more, finishes what is under way, and releases files, ports and processes. */
  async close(): Promise<void> {}

  /** What the command line and the console show of it. */
  status(): Status | Promise<Status> {
    return {};
  }
}
