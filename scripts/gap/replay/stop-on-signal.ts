/** npm passes a Ctrl-C on that this process got from the terminal already: within this time two signals are one. */
const oneCtrlCMilliseconds = 1000;

/** What a shell answers for a program that Ctrl-C ended. */
export const interruptedExitCode = 130;

export interface Stop {
  readonly signal: AbortSignal;
  /** Gives the signals back to Node.js. */
  release(): void;
}

/** Aborts at the first Ctrl-C or SIGTERM, so that what is under way can be finished; a second one ends the process. */
export function stopOnSignal(onStop: () => void): Stop {
  const stopping = new AbortController();
  let firstAt = 0;
  const onSignal = () => {
    if (!stopping.signal.aborted) {
      firstAt = performance.now();
      onStop();
      stopping.abort();
    } else if (performance.now() - firstAt > oneCtrlCMilliseconds) process.exit(interruptedExitCode);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    signal: stopping.signal,
    release: () => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
  };
}
