import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../connect.ts';
import type { Target } from '../connection.ts';
import { NotReachable } from '../errors.ts';
import type { Terminal } from '../terminal.ts';
import {
  type Counts,
  checkpointFile,
  type Progress,
  type ReplayArguments,
  readProgress,
  writeProgress,
} from './checkpoint.ts';
import { openEventStream } from './event-stream.ts';
import { openSource } from './open-source.ts';
import { Pace } from './pace.ts';
import { StreamBusy } from './put-batch.ts';
import { runReplay } from './run-replay.ts';
import type { Selection } from './source.ts';
import { interruptedExitCode, stopOnSignal } from './stop-on-signal.ts';
import type { ReplaySource, StreamRecord } from './stream-record.ts';

export interface ReplayRequest {
  readonly from: ReplaySource;
  readonly selection: Selection;
  /** The command line's own words for it, by which it is found again. */
  readonly words: ReplayArguments;
  /** Events a second. */
  readonly rate: number;
  /** Forget an earlier run that was interrupted. */
  readonly restart: boolean;
  /** File for the progress; undefined: one of its own. */
  readonly checkpoint: string | undefined;
}

/** How many refused records are named one by one. */
const namedRefusals = 20;

/**
 * `gap replay`: begins a replay, or goes on with one that was interrupted, and prints what became of it. Throws
 * NotReachable when the stream does not answer, Error when it takes no more; both can be gone on with.
 */
export async function replay(request: ReplayRequest, target: Target, terminal: Terminal): Promise<void> {
  const { from, words, rate } = request;
  const file = request.checkpoint === undefined ? checkpointFile(target, words) : resolve(request.checkpoint);
  const earlier = request.restart ? undefined : readProgress(file, words);
  const connection = await connect(target);
  const selection = earlier === undefined ? request.selection : { ...request.selection, ...timesOf(earlier) };
  let progress: Progress = earlier ?? { arguments: words, ...timesOf(selection), finished: false, counts: noCounts };
  const resumedAt = earlier?.counts.found;
  if (resumedAt !== undefined) terminal.note(`going on after ${resumedAt} events of an earlier run (${file})`);

  const source = openSource(from, connection, selection);
  const stream = openEventStream(connection);
  const stop = stopOnSignal(() => terminal.note('stopping after the batch that is under way …'));
  const pace = new Pace(rate);
  try {
    const { counts, finished } = await runReplay({
      source,
      stream,
      pace,
      position: earlier?.position,
      counts: progress.counts,
      stop: stop.signal,
      save: (position, at) => {
        progress = { ...progress, position, counts: { ...at } };
        writeProgress(file, progress);
      },
      onProgress: (at, reached) =>
        terminal.progress(`${inWords(at)}; received ${new Date(reached).toISOString()}, ${Math.round(pace.rate)}/s`),
      onRefused: nameRefusals(terminal),
      pause,
    });
    if (finished) writeProgress(file, { ...progress, finished: true, counts });
    if (counts.skipped > 0) terminal.note(`${counts.skipped} were skipped: ${source.skipReason}`);
    if (!finished) terminal.note('interrupted: give the same command again to go on');
    terminal.result({ from, ...counts, ...(resumedAt !== undefined && { resumedAt }) }, inWords(counts));
    if (counts.failed > 0) terminal.exitCode = 1;
    if (!finished) terminal.exitCode = interruptedExitCode;
  } catch (error) {
    if (!(error instanceof StreamBusy)) throw error;
    const reason = `${stream.name} takes no more: ${error.message}; give the same command again to go on`;
    throw error.silent ? new NotReachable(reason) : new Error(reason, { cause: error });
  } finally {
    stop.release();
    stream.close();
  }
}

const noCounts: Counts = { found: 0, replayed: 0, failed: 0, skipped: 0 };

function timesOf({ since, until }: Pick<Selection, 'since' | 'until'>) {
  return { since, until };
}

function inWords({ found, replayed, failed, skipped }: Counts): string {
  return `found ${found}, replayed ${replayed}, failed ${failed}, skipped ${skipped}`;
}

function nameRefusals(terminal: Terminal) {
  let refusals = 0;
  return ({ event, receivedAt }: StreamRecord, reason: string) => {
    refusals += 1;
    if (refusals > namedRefusals) return;
    const name = typeof event?.event_id === 'string' ? `event ${event.event_id}` : 'a record';
    terminal.note(`${name}, received ${new Date(receivedAt).toISOString()}, is not taken: ${reason}`);
  };
}

const firstPauseMilliseconds = 200;
const maxPauseMilliseconds = 10_000;

/** Exponential backoff with equal jitter. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
async function pause(attempt: number): Promise<void> {
  const longest = Math.min(maxPauseMilliseconds, firstPauseMilliseconds * 2 ** attempt);
  await sleep((0.5 + Math.random() / 2) * longest);
}
