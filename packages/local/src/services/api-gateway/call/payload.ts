import { isAscii, isUtf8 } from 'node:buffer';
import { JsonText } from '../../../json-text/json-text.ts';
import { JsonTextError } from '../../../json-text/json-text-error.ts';

/** A request's body as text and as JSON: each is read when the first asks for it, and then kept until `forget`. */
export class Payload {
  readonly bytes: Buffer;
  #text: string | undefined;
  #json: JsonText | undefined | 'unread' = 'unread';

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Why the bytes cannot be taken as text. */
  get problem(): string | undefined {
    const { bytes } = this;
    if (this.#text !== undefined || isAscii(bytes)) return undefined;
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'it begins with a byte order mark';
    return isUtf8(bytes) ? undefined : 'it is not UTF-8';
  }

  get text(): string {
    // Latin-1 is only copied, where UTF-8 is decoded.
    this.#text ??= this.bytes.toString(isAscii(this.bytes) ? 'latin1' : 'utf8');
    return this.#text;
  }

  /** Undefined when the text is not JSON. */
  get json(): JsonText | undefined {
    if (this.#json === 'unread') this.#json = read(this.text, this.bytes);
    return this.#json;
  }

  /** Gives up what was read: while an integration runs, nobody needs it, and a collector of garbage has less to copy. */
  forget(): void {
    this.#text = undefined;
    this.#json = 'unread';
  }
}

function read(text: string, bytes: Buffer): JsonText | undefined {
  try {
    return text.length === bytes.length ? new JsonText(text, bytes) : new JsonText(text);
  } catch (error) {
    if (error instanceof JsonTextError) return undefined;
    throw error;
  }
}
