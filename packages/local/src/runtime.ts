import type { InstalledEngines } from './installed-engines.ts';
import type { Services } from './service.ts';

/** What every service is given; made once, in run.ts. */
export interface Runtime {
  readonly region: string;
  readonly accountId: string;
  /** Absolute path; each engine keeps its files in a folder of its own name below it. */
  readonly stateDirectory: string;
  readonly services: Services;
  readonly clock: Clock;
  /** Longest time in seconds that buffers and schedules wait; undefined: as the template says. */
  readonly bufferSeconds: number | undefined;
  readonly engines?: InstalledEngines;
  /** Ports on 127.0.0.1 for ports of containers. Default: free ones. */
  readonly publishedPorts?: ReadonlyMap<number, number>;
  /** File with the values of secrets that the template names and does not make. */
  readonly secretsFile?: string;
  /** URL of the AWS endpoint (`http://127.0.0.1:PORT`), set before any resource is created. */
  readonly endpointUrl: string;
  /** One line for the person at the terminal (stderr). */
  log(line: string): void;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
