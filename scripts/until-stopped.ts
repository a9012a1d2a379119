import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { RunningStack } from 'assembly-runtime';
import { errorMessage } from '../schemas/error-message.ts';
import { SynthesisFailed } from './start-pipeline.ts';

/** npm passes a Ctrl-C on that this process got from the terminal already: within this time two signals are one. */
const oneCtrlCMilliseconds = 1000;
/** What starts may wait for minutes for what does not answer, and has taken nothing yet that would be lost. */
const startingMilliseconds = 5000;

/**
 * Starts, runs until SIGTERM or Ctrl-C, drains and exits with 0, also when the signal comes while it starts. A second
 * signal, more than a second later, ends it at once. What cannot be started says why and exits with 1, a wrong config with 2.
 */
export async function untilStopped(
  start: (stopping: AbortSignal) => Promise<RunningStack>,
  whenReady: (stack: RunningStack) => Promise<void>,
): Promise<void> {
  const stopping = new AbortController();
  const stopped = once(stopping.signal, 'abort');
  let firstSignalAt = 0;
  const onSignal = () => {
    if (!stopping.signal.aborted) {
      firstSignalAt = performance.now();
      stopping.abort();
    } else if (performance.now() - firstSignalAt > oneCtrlCMilliseconds) process.exit(130);
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  const started = start(stopping.signal).catch((error: unknown) =>
    stopping.signal.aborted ? process.exit(0) : fail(error),
  );
  const givenUp = stopped.then(() => setTimeout(startingMilliseconds, undefined, { ref: false }));
  const stack = await Promise.race([started, givenUp]);
  if (stack === undefined) process.exit(0);
  try {
    await Promise.race([stopped, whenReady(stack).then(() => stopped)]);
    process.stderr.write('stopping: delivering what is buffered …\n');
    await stack.close();
  } catch (error) {
    fail(error);
  }
  process.exit(0);
}

function fail(error: unknown): never {
  if (error instanceof SynthesisFailed) process.exit(error.exitCode);
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}
