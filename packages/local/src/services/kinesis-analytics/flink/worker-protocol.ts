import type { JobProgress } from './run/job-loop.ts';

/** What the thread of an application is started with. */
export interface ApplicationSettings {
  /** Absolute path of the folder with `job.sql` and `functions.mjs`. */
  readonly jobFolder: string;
  readonly properties: Readonly<Record<string, string>>;
  /** Absolute path of the application's own folder below the state directory. */
  readonly stateDirectory: string;
}

/** From the thread. */
export type FromWorker =
  | { readonly kind: 'call'; readonly id: number; readonly name: CallName; readonly args: readonly unknown[] }
  | { readonly kind: 'running' }
  | { readonly kind: 'progress'; readonly progress: JobProgress }
  | { readonly kind: 'failed'; readonly reason: string };

export type CallName = 'listShards' | 'iterator' | 'read' | 'put';

/** To the thread. */
export type ToWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly reason: string }
  | { readonly kind: 'stop' };
