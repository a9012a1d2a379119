/** A row in JSON, in three parts. */
export interface Row {
  /** What it begins with; most rows begin like the one before. */
  readonly head: string;
  /** The rest without the closing brace; with `eventData` up to the opening quote of that. */
  readonly text: string;
  /** No character of `text` is above U+007F. */
  readonly ascii: boolean;
  /** An object that ends the row as a JSON string. */
  readonly eventData: PlainJson | undefined;
}

/** A value in a valid JSON text, ASCII without a backslash: `within.slice(start, end)`. */
export interface PlainJson {
  readonly within: string;
  readonly start: number;
  readonly end: number;
}

/** Where a row's base64 is put; some time after `add`, at the latest by `flush`. */
interface Taker {
  data?: string;
}

const quote = 0x22;
const backslash = 0x5c;
const space = 0x20;

/**
 * Rows as base64, many encoded by one call: each is filled up with spaces to a multiple of three bytes, so that the
 * base64 of all of them is that of each, one after the other. `event_data` is written byte by byte, which costs no
 * string of its own. One may be used by several batches in turn, not at the same time.
 */
export class RowBuffer {
  #bytes = Buffer.allocUnsafeSlow(48 * 1024);
  #length = 0;
  /** A row's beginning and where it stands in `bytes`, as long as it stands there. */
  #known: { readonly head: string; readonly start: number; readonly end: number } | undefined;
  readonly #waiting: { readonly taker: Taker; readonly start: number; readonly end: number }[] = [];

  /** The number of characters of the row's base64, which is given to the taker later; -1 if it is more than `maxSize`. */
  add({ head, text, ascii, eventData }: Row, maxSize: number, taker: Taker): number {
    const dataLength = eventData === undefined ? 0 : eventData.end - eventData.start;
    this.#reserve(head.length * 3 + (ascii ? text.length : text.length * 3) + 2 * dataLength + 32);
    const start = this.#length;
    let end = this.#writeHead(head, start);
    end += this.#bytes.write(text, end, ascii ? 'latin1' : 'utf8');
    if (eventData !== undefined) end = this.#writeEventData(eventData, end);
    this.#bytes[end++] = 0x7d;
    while (end % 3 !== 0) this.#bytes[end++] = space;
    const size = ((end - start) / 3) * 4;
    if (size > maxSize) return -1;
    this.#waiting.push({ taker, start: (start / 3) * 4, end: (end / 3) * 4 });
    this.#length = end;
    return size;
  }

  flush(): void {
    const base64 = this.#bytes.toString('base64', 0, this.#length);
    for (const { taker, start, end } of this.#waiting) taker.data = base64.slice(start, end);
    this.#waiting.length = 0;
    this.#length = 0;
    this.#known = undefined;
  }

  #writeHead(head: string, start: number): number {
    const bytes = this.#bytes;
    const known = this.#known;
    if (known !== undefined && known.head === head) {
      bytes.copyWithin(start, known.start, known.end);
      return start + known.end - known.start;
    }
    const end = start + bytes.write(head, start, 'utf8');
    this.#known = { head, start, end };
    return end;
  }

  /** Writes the value as a JSON string, whose opening quote is there. */
  #writeEventData({ within, start: from, end }: PlainJson, start: number): number {
    const bytes = this.#bytes;
    let at = start;
    for (let index = from; index < end; index++) {
      const code = within.charCodeAt(index);
      if (code === quote) {
        bytes[at++] = backslash;
        bytes[at++] = quote;
      } else if (code < space) {
        bytes[at++] = backslash; // white space between the tokens: a valid JSON text holds no other control character
        bytes[at++] = code === 0x0a ? 0x6e : code === 0x0d ? 0x72 : 0x74;
      } else {
        bytes[at++] = code;
      }
    }
    bytes[at++] = quote;
    return at;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    this.flush();
    if (bytes > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(bytes);
  }
}
