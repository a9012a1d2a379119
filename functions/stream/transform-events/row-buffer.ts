/** A row in JSON, in two parts. */
export interface Row {
  /** The row without its closing brace and without `event_data`. */
  readonly text: string;
  /** No character of the row is above U+007F. */
  readonly ascii: boolean;
  /** JSON text of `event_data`, ASCII without a backslash, to be put into the row as a JSON string. */
  readonly plainEventData: string | undefined;
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
  private bytes = Buffer.allocUnsafeSlow(48 * 1024);
  private length = 0;
  private readonly waiting: { readonly taker: Taker; readonly start: number; readonly end: number }[] = [];

  /** The number of characters of the row's base64, which is given to the taker later; -1 if it is more than `most`. */
  add({ text, ascii, plainEventData = '' }: Row, most: number, taker: Taker): number {
    this.reserve((ascii ? text.length : text.length * 3) + 2 * plainEventData.length + 32);
    const start = this.length;
    let end = start + this.bytes.write(text, start, ascii ? 'latin1' : 'utf8');
    if (plainEventData !== '') end = this.writeEventData(plainEventData, end);
    this.bytes[end++] = 0x7d;
    while (end % 3 !== 0) this.bytes[end++] = space;
    const size = ((end - start) / 3) * 4;
    if (size > most) return -1;
    this.waiting.push({ taker, start: (start / 3) * 4, end: (end / 3) * 4 });
    this.length = end;
    return size;
  }

  flush(): void {
    const base64 = this.bytes.toString('base64', 0, this.length);
    for (const { taker, start, end } of this.waiting) taker.data = base64.slice(start, end);
    this.waiting.length = 0;
    this.length = 0;
  }

  private writeEventData(text: string, start: number): number {
    const { bytes } = this;
    let at = start + bytes.write(',"event_data":"', start, 'latin1');
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code === quote) bytes[at++] = backslash;
      if (code >= space) {
        bytes[at++] = code;
      } else {
        bytes[at++] = backslash; // white space between the tokens: a valid JSON text holds no other control character
        bytes[at++] = code === 0x0a ? 0x6e : code === 0x0d ? 0x72 : 0x74;
      }
    }
    bytes[at++] = quote;
    return at;
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    this.flush();
    if (bytes > this.bytes.length) this.bytes = Buffer.allocUnsafeSlow(bytes);
  }
}
