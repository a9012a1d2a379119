import type { StreamCalls } from '../src/services/kinesis-analytics/flink/run/stream-calls.ts';

interface Shard {
  readonly id: string;
  readonly parents: readonly string[];
  readonly records: { readonly data: Uint8Array; readonly arrivedAt: number }[];
  closed: boolean;
}

/** Streams in memory, with what a job put onto others. */
export class MemoryStreams implements StreamCalls {
  readonly shards: Shard[];
  readonly rows: Record<string, unknown>[] = [];
  /** Called before each put; what it throws, the put does. */
  beforePut: () => void = () => {};
  readonly #now: () => number;

  constructor(shards: number, now: () => number) {
    this.#now = now;
    this.shards = Array.from({ length: shards }, (_, index) => shard(index));
  }

  add(index: number, ...records: readonly string[]): void {
    const data = records.map((text) => ({ data: Buffer.from(text), arrivedAt: this.#now() }));
    this.shards[index]?.records.push(...data);
  }

  /** Closes a shard, and opens one that follows it; answers its index. */
  replace(index: number): number {
    const closed = this.shards[index];
    if (!closed) throw new Error(`there is no shard ${index}`);
    closed.closed = true;
    return this.shards.push({ ...shard(this.shards.length), parents: [closed.id] }) - 1;
  }

  async listShards() {
    return this.shards.map(({ id, parents }) => ({ id, parents }));
  }

  async iterator(_: string, shardId: string, from: { after: string } | 'TRIM_HORIZON' | 'LATEST') {
    const length = this.#find(shardId).records.length;
    const place = typeof from === 'object' ? Number(from.after) + 1 : from === 'LATEST' ? length : 0;
    return `${shardId}/${place}`;
  }

  async read(_: string, iterator: string, limit: number) {
    const [id = '', place = ''] = iterator.split('/');
    const found = this.#find(id);
    const first = Number(place);
    const records = found.records
      .slice(first, first + limit)
      .map((record, index) => ({ ...record, sequenceNumber: String(first + index) }));
    const after = first + records.length;
    const atTip = after >= found.records.length;
    return { records, next: atTip && found.closed ? undefined : `${id}/${after}`, atTip };
  }

  async put(_: string, rows: readonly { readonly data: string }[]) {
    this.beforePut();
    for (const { data } of rows) {
      const row: Record<string, unknown> = JSON.parse(data);
      this.rows.push(row);
    }
    return [];
  }

  #find(id: string): Shard {
    const found = this.shards.find((candidate) => candidate.id === id);
    if (!found) throw new Error(`there is no shard ${id}`);
    return found;
  }
}

function shard(index: number): Shard {
  return { id: `shard-${index}`, parents: [], records: [], closed: false };
}
