/** The command was used wrongly: exit code 2. */
export class UsageError extends Error {}

/** The pipeline does not answer: exit code 3. */
export class NotReachable extends Error {}

/** The pipeline answered, and refused: exit code 1. */
export class Refused extends Error {
  constructor(status: number, answer: unknown) {
    const { error, error_detail, message, __type } = (answer ?? {}) as Record<string, unknown>;
    const words = [error ?? __type, error_detail ?? message].filter((word) => typeof word === 'string');
    super(words.length > 0 ? words.join(': ') : `HTTP ${status}`);
  }
}

/** How Node.js names a connection that does not come about. */
const noConnection = new Set<unknown>([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'ETIMEDOUT',
]);

/** An SDK's error as one of these, where it says that nothing answers; any other as it is. */
export function recognize(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && noConnection.has(error.code))) return error;
  return new NotReachable(`the pipeline does not answer: ${error.message || String(error.code)}`, { cause: error });
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return 2;
  return error instanceof NotReachable ? 3 : 1;
}
