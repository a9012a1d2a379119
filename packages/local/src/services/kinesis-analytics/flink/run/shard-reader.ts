import type { ShardState } from './job-state.ts';
import type { StreamCalls, StreamRecord } from './stream-calls.ts';

/** Records of one shard that are taken up together, and what is known of the shard after them. */
export interface ShardRecords {
  readonly id: string;
  readonly records: readonly StreamRecord[];
  readonly after: string | undefined;
  readonly ended: boolean;
  readonly askedAt: number;
  /** Nothing was behind these records when they were read. */
  readonly atTip: boolean;
}

interface Shard {
  readonly id: string;
  readonly parents: readonly string[];
  iterator: string | undefined;
  after: string | undefined;
  ended: boolean;
}

const listMilliseconds = 10_000;

/**
 * Every shard of a stream, side by side, each from where it was left. A shard that resharding made is read when those
 * that it follows are read to their end, so that records of one key stay in order.
 */
export class ShardReader {
  readonly #calls: StreamCalls;
  readonly #streamArn: string;
  readonly #startAt: 'TRIM_HORIZON' | 'LATEST';
  readonly #known: ReadonlyMap<string, ShardState>;
  readonly #shards = new Map<string, Shard>();
  #isFirstList: boolean;
  #listedAt = Number.NEGATIVE_INFINITY;

  constructor(
    calls: StreamCalls,
    source: { streamArn: string; startAt: 'TRIM_HORIZON' | 'LATEST' },
    known: ReadonlyMap<string, ShardState>,
  ) {
    this.#calls = calls;
    this.#streamArn = source.streamArn;
    this.#startAt = source.startAt;
    this.#known = known;
    this.#isFirstList = known.size === 0;
  }

  /** Shards that can be read, each with those that it follows. */
  get open(): readonly { readonly id: string; readonly parents: readonly string[] }[] {
    return [...this.#shards.values()].filter((shard) => this.#isOpen(shard));
  }

  /** What is there now of every shard, at most `limit` records in all. */
  async read(limit: number, now: number): Promise<ShardRecords[]> {
    if (now >= this.#listedAt + listMilliseconds) await this.#list(now);
    const open = [...this.#shards.values()].filter((shard) => this.#isOpen(shard));
    const each = Math.max(1, Math.floor(limit / Math.max(1, open.length)));
    const read = await Promise.all(open.map((shard) => this.#readShard(shard, each, now)));
    return read.filter((records) => records !== undefined);
  }

  #isOpen(shard: Shard): boolean {
    return !shard.ended && shard.parents.every((parent) => this.#shards.get(parent)?.ended ?? true);
  }

  async #readShard(shard: Shard, limit: number, askedAt: number): Promise<ShardRecords | undefined> {
    shard.iterator ??= await this.#calls.iterator(this.#streamArn, shard.id, this.#from(shard));
    const answer = await this.#calls.read(this.#streamArn, shard.iterator, Math.min(limit, 10_000));
    shard.iterator = answer?.next;
    if (!answer) return undefined;
    const { records, next, atTip } = answer;
    shard.after = records.at(-1)?.sequenceNumber ?? shard.after;
    shard.ended = next === undefined;
    if (shard.ended) this.#listedAt = Number.NEGATIVE_INFINITY;
    return { id: shard.id, records, after: shard.after, ended: shard.ended, askedAt, atTip };
  }

  #from({ after, parents }: Shard): { after: string } | 'TRIM_HORIZON' | 'LATEST' {
    if (after !== undefined) return { after };
    return parents.length > 0 ? 'TRIM_HORIZON' : this.#startAt;
  }

  async #list(now: number): Promise<void> {
    const listed = await this.#calls.listShards(this.#streamArn);
    for (const { id, parents } of listed) {
      if (this.#shards.has(id)) continue;
      const known = this.#known.get(id);
      // From the tip of the stream on: what was closed before is not of interest.
      const skipped =
        this.#isFirstList && this.#startAt === 'LATEST' && listed.some((other) => other.parents.includes(id));
      this.#shards.set(id, {
        id,
        parents: this.#isFirstList && this.#startAt === 'LATEST' ? [] : parents,
        iterator: undefined,
        after: known?.after,
        ended: known?.ended ?? skipped,
      });
    }
    this.#isFirstList = false;
    // What is no longer listed has passed its retention.
    for (const id of this.#shards.keys()) if (!listed.some((shard) => shard.id === id)) this.#shards.delete(id);
    this.#listedAt = now;
  }
}
