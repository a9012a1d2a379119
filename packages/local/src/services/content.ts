/** Content that is copied to where it is needed: a Buffer is one, and so is a text that was never encoded by itself. */
export interface Content {
  /** In bytes. */
  readonly length: number;
  /** Writes all of it to `target` at `at`. */
  copy(target: Buffer, at: number): number;
}

/** The UTF-8 of a text, without a piece of memory of its own. A lone surrogate counts as U+FFFD, as Buffer has it. */
export class Utf8Content implements Content {
  readonly length: number;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.length = Buffer.byteLength(text);
  }

  copy(target: Buffer, at: number): number {
    // Latin-1 is only copied, where UTF-8 is encoded.
    return target.write(this.#text, at, this.length === this.#text.length ? 'latin1' : 'utf8');
  }
}
