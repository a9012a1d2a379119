import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isObject, parseJson } from '../../../schemas/parse-json.ts';
import type { Target } from '../connection.ts';
import { UsageError } from '../errors.ts';
import type { Position } from './source.ts';

export interface Counts {
  /** What the source holds of what was asked for. */
  found: number;
  replayed: number;
  /** What the stream refuses. */
  failed: number;
  skipped: number;
}

/** What the command line said a replay is about; the same words find it again. */
export type ReplayArguments = Readonly<Record<string, string>>;

/** A replay as far as it got. */
export interface Progress {
  readonly arguments: ReplayArguments;
  /** Milliseconds since the epoch; `until` stays what it was when the replay began. */
  readonly since: number;
  readonly until: number;
  readonly finished: boolean;
  readonly position?: Position;
  readonly counts: Counts;
}

/** Where a replay's progress is kept unless the caller says: with a local run's state, else in `.local`. */
export function checkpointFile(target: Target, replay: ReplayArguments): string {
  const directory = target.stack === undefined ? (target.state ?? '.local') : '.local';
  const key = createHash('sha256')
    .update(JSON.stringify(Object.entries(replay).sort()))
    .digest('hex')
    .slice(0, 16);
  const name = [target.stack, replay.from, key].filter((part) => part !== undefined).join('-');
  return join(resolve(directory), 'replays', `${name}.json`);
}

/**
 * The replay that the file tells of, if it is not finished. Throws UsageError when the file is damaged or tells of a
 * replay with other arguments.
 */
export function readProgress(file: string, replay: ReplayArguments): Progress | undefined {
  if (!existsSync(file)) return undefined;
  const progress = parseJson(readFileSync(file, 'utf8'));
  if (!isProgress(progress)) throw new UsageError(`${file} is no checkpoint of a replay: begin anew with --restart`);
  if (JSON.stringify(Object.entries(progress.arguments).sort()) !== JSON.stringify(Object.entries(replay).sort())) {
    const other = Object.entries(progress.arguments).map(([name, value]) => `--${name} ${value}`);
    throw new UsageError(
      `${file} is that of another replay (${other.join(' ')}): use another --checkpoint or --restart`,
    );
  }
  return progress.finished ? undefined : progress;
}

/** By rename: whoever kills this in the middle leaves the file before it. */
export function writeProgress(file: string, progress: Progress): void {
  mkdirSync(dirname(file), { recursive: true });
  const staging = `${file}.${process.pid}`;
  writeFileSync(staging, `${JSON.stringify(progress, null, 2)}\n`, { flush: true });
  renameSync(staging, file);
}

function isProgress(value: unknown): value is Progress {
  if (!isObject(value)) return false;
  const { arguments: replay, since, until, finished, position, counts } = value;
  return (
    isObject(replay) &&
    typeof since === 'number' &&
    typeof until === 'number' &&
    typeof finished === 'boolean' &&
    (position === undefined || isObject(position)) &&
    isObject(counts) &&
    ['found', 'replayed', 'failed', 'skipped'].every((name) => typeof counts[name] === 'number')
  );
}
