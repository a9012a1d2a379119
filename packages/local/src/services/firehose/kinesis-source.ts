import type { Services } from '../../service.ts';
import { type ShardReader, StreamReader, type StreamRecord } from '../kinesis/stream-reader.ts';
import type { KinesisPosition, Position, ShardPosition, Source, SourceRecord } from './source.ts';

interface Shard {
  readonly id: string;
  readonly reader: ShardReader;
  /** Read, and not yet handed on. */
  queue: SourceRecord[];
  position: ShardPosition;
  /** No record follows the queue. */
  ended: boolean;
  /** Everything that arrived before this time has been read. */
  readUntil: number;
}

const recordsPerCall = 1000;
const shardListMilliseconds = 10_000;

/**
 * Records of a Kinesis stream, read as the source's role: every shard from the time when the delivery stream was made,
 * as Firehose reads from LATEST. Shards that resharding adds are found; a parent is not waited for.
 * https://docs.aws.amazon.com/firehose/latest/dev/writing-with-kinesis-streams.html
 */
export class KinesisSource implements Source {
  readonly pollMilliseconds = 200;
  readonly #reader: StreamReader;
  readonly #now: () => number;
  #since = 0;
  #lastTick = 0;
  #shards = new Map<string, Shard>();
  #listedAt = Number.NEGATIVE_INFINITY;
  /** Shards that the position knows and that were not listed yet. */
  #known: KinesisPosition['shards'] = {};

  constructor(services: Services, { streamArn, roleArn }: { streamArn: string; roleArn: string }, now: () => number) {
    this.#reader = new StreamReader(services, streamArn, { arn: roleArn }, now);
    this.#now = now;
  }

  initial(): KinesisPosition {
    return { kind: 'kinesis', since: this.#now(), shards: {} };
  }

  seek(position: Position): void {
    if (position.kind !== 'kinesis')
      throw new Error(
        'this delivery stream took direct puts before: its source cannot change: start with --reset, or in another state directory',
      );
    this.#since = position.since;
    this.#known = position.shards;
    this.#shards = new Map();
    this.#listedAt = Number.NEGATIVE_INFINITY;
  }

  async read(bytes: number): Promise<SourceRecord[]> {
    if (this.#tick() >= this.#listedAt + shardListMilliseconds) await this.#listShards();
    const records: SourceRecord[] = [];
    let taken = 0;
    for (const shard of this.#shards.values()) {
      if (shard.queue.length === 0 && !shard.ended) await this.#fill(shard);
      while (taken < bytes) {
        const record = shard.queue.shift();
        if (!record) break;
        taken += record.data.length;
        records.push(record);
        shard.position = { after: record.kinesis?.sequenceNumber };
      }
      if (shard.ended && shard.queue.length === 0) shard.position = { ...shard.position, ended: true };
      if (taken >= bytes) break;
    }
    this.#rotate();
    return records;
  }

  position(): KinesisPosition {
    const read = [...this.#shards.values()].map(({ id, position }) => [id, position]);
    return { kind: 'kinesis', since: this.#since, shards: { ...this.#known, ...Object.fromEntries(read) } };
  }

  mark(): number {
    // A shard that was listed before may have ended, with children that hold records from before the mark.
    this.#listedAt = Number.NEGATIVE_INFINITY;
    return this.#tick();
  }

  hasReached(mark: number): boolean {
    if (this.#listedAt < mark) return false;
    return [...this.#shards.values()].every(
      ({ queue, ended, readUntil }) =>
        (queue.length === 0 && (ended || readUntil >= mark)) || (queue[0]?.arrival ?? 0) > mark,
    );
  }

  async release(): Promise<void> {}

  countAfter(): undefined {
    return undefined;
  }

  onData(): void {}

  async close(): Promise<void> {}

  /** The time, but later with each call: so that a clock which is set back does not put a mark out of reach. */
  #tick(): number {
    this.#lastTick = Math.max(this.#lastTick + 0.001, this.#now());
    return this.#lastTick;
  }

  /** The shard that was served first is served last the next time, so that a busy one cannot starve the others. */
  #rotate(): void {
    const [first] = this.#shards;
    if (!first) return;
    this.#shards.delete(first[0]);
    this.#shards.set(...first);
  }

  async #listShards(): Promise<void> {
    const listedAt = this.#tick();
    const listed = new Set((await this.#reader.listShards()).map(({ id }) => id));
    for (const id of listed) {
      if (this.#shards.has(id)) continue;
      const position = this.#known[id] ?? {};
      const { after } = position;
      const reader = this.#reader.openShard(id, after === undefined ? { since: this.#since } : { after });
      this.#shards.set(id, { id, reader, queue: [], position, ended: position.ended === true, readUntil: 0 });
    }
    // What is no longer listed has passed its retention: there is nothing left to read.
    for (const id of this.#shards.keys()) if (!listed.has(id)) this.#shards.delete(id);
    this.#known = {};
    this.#listedAt = listedAt;
  }

  async #fill(shard: Shard): Promise<void> {
    const before = this.#tick();
    const read = await shard.reader.read(recordsPerCall);
    if (!read) return;
    shard.queue = read.records.map(toSourceRecord);
    shard.ended = read.ended;
    if (read.ended) this.#listedAt = Number.NEGATIVE_INFINITY;
    if (read.atTip) shard.readUntil = before;
  }
}

function toSourceRecord({ shardId, sequenceNumber, partitionKey, data, arrival }: StreamRecord): SourceRecord {
  const id = `${sequenceNumber}${shardId.slice(-6)}`;
  return { id, data, arrival, kinesis: { shardId, partitionKey, sequenceNumber } };
}
