import type { StreamRecord } from './stream-record.ts';

/** Where in a source a replay is; each source has members of its own. Survives in the checkpoint as JSON. */
export type Position = Readonly<Record<string, string | number>>;

/** One thing that a source holds. */
export interface Candidate {
  /** Behind it: where a replay that was interrupted here goes on. */
  readonly position: Position;
  /** What goes back; `skipped`: it is not to, for a reason told at the end; `other`: it is not what was asked for. */
  readonly record: StreamRecord | 'skipped' | 'other';
}

export interface Source {
  /** Why records of it are skipped, in words. */
  readonly skipReason: string;
  /** Everything from `position` on, or from the beginning. */
  candidates(position: Position | undefined, watch: Watch): AsyncIterable<Candidate>;
}

export interface Watch {
  /** Called with a place to go on from, before there is anything, when finding it out took long. */
  onStart(position: Position): void;
  /** Nobody waits any more: what would take long need not be waited for. */
  readonly stop: AbortSignal;
}

/** What a replay is about. */
export interface Selection {
  /** Milliseconds since the epoch; `until` is outside. */
  readonly since: number;
  readonly until: number;
  readonly applicationId?: string;
  readonly reason?: string;
}
