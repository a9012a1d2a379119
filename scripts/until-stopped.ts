import type { RunningStack } from '../local/run.ts';
import { SynthesisFailed } from './start-pipeline.ts';

/**
 * Starts, runs until SIGTERM or Ctrl-C, drains and exits with 0. A second signal ends it at once. What cannot be started
 * says why and exits with 1, a wrong config with 2.
 */
export async function untilStopped(start: () => Promise<RunningStack>): Promise<void> {
  let stopping = false;
  let stack: RunningStack | undefined;
  const stop = async () => {
    if (stopping) process.exit(130);
    stopping = true;
    if (!stack) process.exit(130);
    process.stderr.write('stopping: delivering what is buffered …\n');
    await stack.close();
    process.exit(0);
  };
  const onSignal = () => {
    stop().catch(fail);
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
  try {
    stack = await start();
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): never {
  if (error instanceof SynthesisFailed) process.exit(error.exitCode);
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
