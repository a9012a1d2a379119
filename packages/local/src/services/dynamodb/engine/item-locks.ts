interface Claim {
  /** Resolves when the transaction is through. */
  readonly ended: Promise<void>;
}

/**
 * Who is writing which item. Writes of one item by themselves wait for each other. A transaction that meets another one
 * is refused, and so is a write that meets a transaction.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
export class ItemLocks {
  readonly #claims = new Map<string, Claim>();
  /** The end of the last write of each item that is being written outside of transactions. */
  readonly #writes = new Map<string, Promise<void>>();

  /** Runs a write by itself. Answers 'conflict', without running it, while a transaction holds the item. */
  async write<Value>(key: string, run: () => Promise<Value>): Promise<Value | 'conflict'> {
    if (this.#claims.has(key)) return 'conflict';
    const { ended, end } = pending();
    const previous = this.#writes.get(key);
    this.#writes.set(key, ended);
    try {
      await previous;
      return await run();
    } finally {
      end();
      if (this.#writes.get(key) === ended) this.#writes.delete(key);
    }
  }

  /** As `write`, but waits for a transaction that holds the item. */
  async writeAfterTransactions<Value>(key: string, run: () => Promise<Value>): Promise<Value> {
    for (;;) {
      await this.#claims.get(key)?.ended;
      const value = await this.write(key, run);
      if (value !== 'conflict') return value;
    }
  }

  /** Runs a transaction with all of its items held. Answers the items that another transaction holds, if there are any. */
  async transact<Value>(
    keys: readonly string[],
    run: () => Promise<Value>,
  ): Promise<{ readonly value: Value } | { readonly conflicts: ReadonlySet<string> }> {
    const conflicts = new Set(keys.filter((key) => this.#claims.has(key)));
    if (conflicts.size > 0) return { conflicts };
    const { ended, end } = pending();
    for (const key of keys) this.#claims.set(key, { ended });
    try {
      await Promise.all(keys.map((key) => this.#writes.get(key)));
      return { value: await run() };
    } finally {
      for (const key of keys) this.#claims.delete(key);
      end();
    }
  }

  isBeingWritten(key: string): boolean {
    return this.#claims.has(key) || this.#writes.has(key);
  }
}

function pending(): { readonly ended: Promise<void>; readonly end: () => void } {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}
