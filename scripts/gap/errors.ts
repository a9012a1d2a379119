/** The command was used wrongly: exit code 2. */
export class UsageError extends Error {}

/** The pipeline does not answer: exit code 3. */
export class NotReachable extends Error {}

/** The pipeline answered, and refused: exit code 1. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, answer: unknown) {
    const { error, error_detail, message, __type } = (answer ?? {}) as Record<string, unknown>;
    const words = [error ?? __type, error_detail ?? message].filter((word) => typeof word === 'string');
    super(words.length > 0 ? words.join(': ') : `HTTP ${status}`);
    this.status = status;
  }
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return 2;
  return error instanceof NotReachable ? 3 : 1;
}
