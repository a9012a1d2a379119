import { isObject, parseJson } from '../../../schemas/parse-json.ts';
import { afterSpace, jsonObjectEnd } from './json-object-end.ts';

const openBrace = 0x7b;

/** No stream takes a larger record. https://docs.aws.amazon.com/kinesis/latest/dev/large-records.html */
const longestObject = 10 << 20;
/** What Firehose takes as one record. https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const longestOther = 1000 << 10;

/**
 * Takes records apart that were written one after the other with nothing between them. A JSON object is one record. What
 * is none, up to the next object that looks like a record of the stream, is one record too: where several of that kind
 * were neighbours, nothing tells where one ended. White space between records belongs to none.
 *
 * Holds what is cut off at the end of a chunk and no more: at most the largest record.
 */
export class RecordSplitter {
  #rest: Buffer = Buffer.alloc(0);
  /** From where on in `#rest` an object is looked for; what is before it is none. */
  #searched = 0;

  /** The records that end in this chunk. */
  *add(chunk: Buffer): Generator<Buffer> {
    yield* this.#take(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]), false);
  }

  /** What is left when nothing follows any more. */
  *end(): Generator<Buffer> {
    yield* this.#take(this.#rest, true);
  }

  *#take(bytes: Buffer, last: boolean): Generator<Buffer> {
    let start = this.#searched === 0 ? afterSpace(bytes, 0) : 0;
    let searched = Math.max(this.#searched, start);
    const noObjects = new Set<number>();
    for (;;) {
      const place = bytes.indexOf(openBrace, searched);
      if (place === -1) {
        searched = bytes.length;
        break;
      }
      searched = place;
      const found = noObjects.has(place) ? undefined : jsonObjectEnd(bytes, place);
      if (found?.kind === 'cut' && !last && bytes.length - place <= longestObject) break;
      if (found?.kind === 'broken') for (const other of found.open) noObjects.add(other);
      if (found?.kind !== 'whole') searched = place + 1;
      else if (place > start && !looksLikeRecord(bytes.subarray(place, found.end))) searched = found.end;
      else {
        yield* others(bytes.subarray(start, place));
        yield bytes.subarray(place, found.end);
        noObjects.clear();
        start = afterSpace(bytes, found.end);
        searched = start;
      }
    }
    // What is certainly no object need not wait for the end of it, which may never come.
    const surplus = searched - start > longestOther || last ? searched : start;
    yield* others(bytes.subarray(start, surplus));
    // A copy: the rest of a chunk would keep all of it in memory.
    this.#rest = Buffer.from(bytes.subarray(surplus));
    this.#searched = searched - surplus;
  }
}

function* others(bytes: Buffer): Generator<Buffer> {
  if (afterSpace(bytes, 0) === bytes.length) return;
  for (let start = 0; start < bytes.length; start += longestOther) yield bytes.subarray(start, start + longestOther);
}

/** Inside of what is no JSON only that is taken for a record which no text has by accident. */
function looksLikeRecord(bytes: Buffer): boolean {
  const value = parseJson(bytes.toString());
  return isObject(value) && ('application_id' in value || 'event' in value);
}
