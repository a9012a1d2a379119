import { jsonObjectEnd, skipSpace } from 'assembly-runtime/json';
import { isObject, parseJson } from '../../../schemas/parse-json.ts';

const openBrace = 0x7b;

/** The largest record of a Kinesis stream. https://docs.aws.amazon.com/kinesis/latest/dev/large-records.html */
const maxObjectBytes = 10 << 20;
/** The largest record that Firehose accepts. https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const maxOtherBytes = 1000 << 10;

/**
 * Separates records that were written one after the other with nothing between them. Each JSON object is one record.
 * Anything else, up to the next object that looks like a record of the stream, is one record as well: nothing tells
 * where one such record ends and the next begins. White space between records is dropped.
 *
 * Keeps only the record that is cut off at the end of a chunk: at most the largest record.
 */
export class RecordSplitter {
  #rest: Buffer = Buffer.alloc(0);
  /** Where in `#rest` the search for an object continues: none begins before it. */
  #searched = 0;

  /** The records that end in this chunk. */
  *add(chunk: Buffer): Generator<Buffer> {
    yield* this.#take(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]), false);
  }

  /** The records that remain after the last chunk. */
  *end(): Generator<Buffer> {
    yield* this.#take(this.#rest, true);
  }

  *#take(bytes: Buffer, last: boolean): Generator<Buffer> {
    let start = this.#searched === 0 ? skipSpace(bytes, 0) : 0;
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
      if (found?.kind === 'cut' && !last && bytes.length - place <= maxObjectBytes) break;
      if (found?.kind === 'broken') for (const other of found.open) noObjects.add(other);
      if (found?.kind !== 'whole') searched = place + 1;
      else if (place > start && !looksLikeRecord(bytes.subarray(place, found.end))) searched = found.end;
      else {
        yield* others(bytes.subarray(start, place));
        yield bytes.subarray(place, found.end);
        noObjects.clear();
        start = skipSpace(bytes, found.end);
        searched = start;
      }
    }
    // Bytes that cannot be an object are passed on without waiting for the next object, which may never come.
    const surplus = searched - start > maxOtherBytes || last ? searched : start;
    yield* others(bytes.subarray(start, surplus));
    // A copy, since a view would keep the whole chunk in memory.
    this.#rest = Buffer.from(bytes.subarray(surplus));
    this.#searched = searched - surplus;
  }
}

function* others(bytes: Buffer): Generator<Buffer> {
  if (skipSpace(bytes, 0) === bytes.length) return;
  for (let start = 0; start < bytes.length; start += maxOtherBytes) yield bytes.subarray(start, start + maxOtherBytes);
}

/** Between other bytes, only an object with one of these keys counts as a record: text never holds one by accident. */
function looksLikeRecord(bytes: Buffer): boolean {
  const value = parseJson(bytes.toString());
  return isObject(value) && ('application_id' in value || 'event' in value);
}
