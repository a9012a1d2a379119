export interface DoubtfulTokensOptions {
  /** For how long the server's process has run, in whole seconds. */
  readonly uptimeSeconds: () => Promise<number>;
  /** Milliseconds. */
  readonly now: () => number;
}

/** Beyond it the first ones are forgotten: their batches are long done by another process. */
const maxTokens = 1000;

/**
 * Tokens of inserts that ended without an answer. A server that stands alone notes the token of a block before it
 * commits the block; killed in between, it would take the same insert for a repetition and acknowledge rows that it does
 * not have. So an insert that is tried again after the server's process has been started anew goes by another name. If
 * its rows were there after all, they are there twice until parts are merged, and once in every view.
 */
export class DoubtfulTokens {
  readonly #options: DoubtfulTokensOptions;
  readonly #doubts = new Map<string, { readonly name: string; readonly since: number }>();

  constructor(options: DoubtfulTokensOptions) {
    this.#options = options;
  }

  /** Makes an insert under the name that its token has now. `isDoubtful`: whether an error leaves it open what became of it. */
  async insert(
    token: string,
    attempt: (name: string) => Promise<void>,
    isDoubtful: (error: unknown) => boolean,
  ): Promise<void> {
    const name = await this.#nameOf(token);
    const since = this.#options.now();
    try {
      await attempt(name);
      this.#doubts.delete(token);
    } catch (error) {
      if (isDoubtful(error)) this.#remember(token, name, since);
      throw error;
    }
  }

  async #nameOf(token: string): Promise<string> {
    const doubt = this.#doubts.get(token);
    if (doubt === undefined) return token;
    // Whole seconds are at most what has passed: an old process is never taken for the one that got the attempt.
    const isNew = (await this.#options.uptimeSeconds()) * 1000 <= this.#options.now() - doubt.since;
    return isNew ? `${doubt.name}/again` : doubt.name;
  }

  #remember(token: string, name: string, since: number): void {
    // The first attempt under a name is the one that may have been noted.
    const earlier = this.#doubts.get(token);
    this.#doubts.set(token, earlier?.name === name ? earlier : { name, since });
    const [oldest] = this.#doubts.keys();
    if (this.#doubts.size > maxTokens && oldest !== undefined) this.#doubts.delete(oldest);
  }
}
