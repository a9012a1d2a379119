import { createHash } from 'node:crypto';
import { canonicalEventId } from '../../../functions/event/event-id.ts';

export interface ReusedId {
  readonly event_id: string;
  readonly line: number;
  readonly firstLine: number;
}

/** Beyond this many ids nothing is remembered any more, and of reused ones so many are named. */
const maxIds = 1_000_000;
const maxReused = 100;

/** Finds one event_id on different events; the same event twice is a repetition, which does no harm. */
export class SeenIds {
  readonly reused: ReusedId[] = [];
  readonly #first = new Map<string, { readonly line: number; readonly digest: string }>();

  add(id: string | undefined, text: string, line: number): void {
    if (id === undefined) return;
    const event_id = canonicalEventId(id);
    const digest = createHash('md5').update(text).digest('base64');
    const first = this.#first.get(event_id);
    if (first === undefined) {
      if (this.#first.size < maxIds) this.#first.set(event_id, { line, digest });
    } else if (first.digest !== digest && this.reused.length < maxReused) {
      this.reused.push({ event_id, line, firstLine: first.line });
    }
  }
}
