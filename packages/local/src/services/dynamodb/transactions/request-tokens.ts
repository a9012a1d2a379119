import { createHash } from 'node:crypto';
import { ServiceError } from '../../../service.ts';
import type { Level, Operation } from '../engine/dynalite-modules.ts';
import { validation } from '../engine/refusal.ts';

interface Used {
  readonly digest: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const lifetimeMs = 10 * 60_000;
const prefix = 'request-token~';

/** `ClientRequestToken` of TransactWriteItems: the same request with the same token is done once within 10 minutes. */
export class RequestTokens {
  readonly #now: () => number;
  /** Digest of the request by token, while it runs. */
  readonly #running = new Map<string, string>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Runs `transact`, which commits the operation that marks the token as used. Answers 'done before' without running it when
   * the token was used for the same request.
   */
  async once<Value>(
    token: unknown,
    request: object,
    open: () => Promise<{ readonly db: Level }>,
    transact: (markUsed: readonly Operation[]) => Promise<Value>,
  ): Promise<Value | 'done before'> {
    if (token === undefined || token === null) return transact([]);
    if (typeof token !== 'string' || token.length < 1 || token.length > 36) {
      throw validation("Value at 'clientRequestToken' must have a length between 1 and 36");
    }
    const digest = createHash('sha256').update(canonical(request)).digest('base64url');
    const running = this.#running.get(token);
    if (running !== undefined) throw running === digest ? inProgress() : mismatch();
    this.#running.set(token, digest);
    try {
      const { db } = await open();
      const used = (await db.get(prefix + token)) as Used | undefined;
      if (used && this.#now() - used.at < lifetimeMs) {
        if (used.digest === digest) return 'done before';
        throw mismatch();
      }
      const value: Used = { digest, at: this.#now() };
      return await transact([{ type: 'put', key: prefix + token, value }]);
    } finally {
      this.#running.delete(token);
    }
  }

  /** What removes the tokens that are past their time. */
  async trim(db: Level): Promise<Operation[]> {
    const operations: Operation[] = [];
    for await (const [key, value] of db.iterator({ gte: prefix, lt: `${prefix}\xff` })) {
      if (this.#now() - (value as Used).at >= lifetimeMs) operations.push({ type: 'del', key });
    }
    return operations;
  }
}

function inProgress(): ServiceError {
  return new ServiceError(
    'TransactionInProgressException',
    'The transaction with the given request token is already in progress.',
  );
}

function mismatch(): ServiceError {
  return new ServiceError(
    'IdempotentParameterMismatchException',
    'DynamoDB rejected the request because you retried a request with a different payload but with an idempotent token ' +
      'that was already used.',
  );
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
