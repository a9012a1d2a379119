import type { Config } from './config.ts';

/** A reason not to go on, and the key whose line it is told at. */
export interface Refusal {
  readonly key: keyof Config;
  readonly message: string;
}
