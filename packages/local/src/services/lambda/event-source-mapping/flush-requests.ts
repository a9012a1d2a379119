interface FlushRequest {
  /** Everything that had arrived by then is to be done. */
  readonly moment: number;
  resolve(): void;
  reject(error: Error): void;
}

/** The callers that wait until the function is done with what had arrived. */
export class FlushRequests {
  #open: FlushRequest[] = [];

  get areOpen(): boolean {
    return this.#open.length > 0;
  }

  add(moment: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#open.push({ moment, resolve, reject });
    });
  }

  /** Ends the requests of whose moment everything is done. */
  resolve(isDone: (moment: number) => boolean): void {
    const done = this.#open.filter(({ moment }) => isDone(moment));
    this.#open = this.#open.filter((request) => !done.includes(request));
    for (const { resolve } of done) resolve();
  }

  /** Ends all requests with what holds the mapping up. */
  reject(error: Error): void {
    const requests = this.#open;
    this.#open = [];
    for (const { reject } of requests) reject(error);
  }
}
