import type { Call, Handler, Outcome } from '../call/call.ts';

/** Passes the call on from one handler to the next until one has an answer. Throws when none has. */
export function chain(handlers: readonly Handler[]): (call: Call) => Promise<Outcome> {
  return async (call) => {
    for (const handle of handlers) {
      const handled = handle(call);
      // A promise costs a turn; most steps know at once.
      const outcome = handled instanceof Promise ? await handled : handled;
      if (outcome !== undefined) return outcome;
    }
    throw new Error(`no handler answers ${call.context.httpMethod} ${call.context.path}`);
  };
}
