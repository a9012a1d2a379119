import type { Clock } from '../../runtime.ts';
import { ServiceError } from '../../service.ts';
import type { PutResult } from './put-result.ts';
import { type NewRecord, RecordWriter } from './record-writer.ts';
import { mergeOf, type Replacement, splitAt, stepTowards } from './resharding.ts';
import { retentionHorizon, trimShards } from './retention.ts';
import type { Shard } from './shard.ts';
import { ShardSet } from './shard-set.ts';
import { StoredSettings } from './stored-settings.ts';
import { removeFolder, type StreamSettings } from './stream-settings.ts';

/** One stream: its settings, its shards and the records that they take. */
export class Stream {
  readonly #settings: StoredSettings;
  readonly #clock: Clock;
  readonly #shards: ShardSet;
  readonly #writer: RecordWriter;
  readonly #listeners = new Set<() => void>();
  /** Changes of settings and shards, one after the other. */
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(directory: string, settings: StreamSettings, clock: Clock, enforceThroughput: boolean) {
    this.#settings = new StoredSettings(directory, settings);
    this.#clock = clock;
    this.#shards = new ShardSet(this.#settings, { clock, enforceThroughput, onAppend: () => this.#notify() });
    this.#writer = new RecordWriter(this.#shards, { folder: this.#settings.folder, title: this.title, clock });
  }

  get settings(): StreamSettings {
    return this.#settings.current;
  }

  get title(): string {
    return `stream ${this.settings.name} under account ${this.settings.arn.split(':')[4]}`;
  }

  /** All shards that may hold records, the closed ones too, in the order of their ids. */
  shards(): Promise<readonly Shard[]> {
    return this.#shards.all();
  }

  async shard(id: string): Promise<Shard> {
    const shard = (await this.shards()).find((candidate) => candidate.id === id);
    if (!shard) throw new ServiceError('ResourceNotFoundException', `Could not find shard ${id} in ${this.title}.`);
    return shard;
  }

  /** Why the stream takes no records now; undefined when it does. */
  refusal(): Promise<string | undefined> {
    return this.#writer.refusal();
  }

  /** A caller that knows when its stream was made, in seconds, does not want a later one of the same name. */
  refuseUnlessCreatedAt(seconds: number | undefined): void {
    if (seconds === undefined || Math.floor(seconds) === Math.floor(this.settings.createdAt / 1000)) return;
    throw new ServiceError('ResourceNotFoundException', `The ${this.title} was not created at that time.`);
  }

  /** One result per record, in order. A shard whose disk fails fails its own records only. */
  put(records: readonly NewRecord[]): Promise<PutResult[]> {
    return this.#writer.put(records);
  }

  /** Saves changed settings; concurrent changes are made one after the other. */
  change(update: (settings: StreamSettings) => StreamSettings): Promise<void> {
    return this.#inTurn(() => this.#settings.save(update(this.settings)));
  }

  split(shardId: string, hashKey: string): Promise<void> {
    return this.#inTurn(() => this.#replace(splitAt(this.#openShard(shardId), hashKey)));
  }

  merge(shardId: string, adjacentId: string): Promise<void> {
    return this.#inTurn(async () => {
      const merge = mergeOf(this.#openShard(shardId), this.#openShard(adjacentId));
      if (merge) return this.#replace(merge);
      throw new ServiceError(
        'InvalidArgumentException',
        `Shards ${shardId} and ${adjacentId} in ${this.title} are not an adjacent pair of shards eligible for merging`,
      );
    });
  }

  /** Splits and merges until the open shards are `count` equal parts. */
  resize(count: number): Promise<void> {
    return this.#inTurn(async () => {
      await this.shards();
      for (let step = stepTowards(count, this.#shards.open); step; step = stepTowards(count, this.#shards.open)) {
        await this.#replace(step);
      }
    });
  }

  /** Removes what has outlived the retention period. */
  trim(): Promise<void> {
    return this.#inTurn(() => trimShards(this.#shards, retentionHorizon(this.settings, this.#clock.now())));
  }

  /** Calls `listener` when records were added or shards replaced; returns what ends that. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await this.#lastChange;
    await this.#writer.settled();
    await this.#shards.close();
    this.#listeners.clear();
  }

  async delete(): Promise<void> {
    await this.close();
    await removeFolder(this.#settings.folder, this.#clock.now());
  }

  #openShard(id: string): Shard {
    const shard = this.#shards.open.all.find((candidate) => candidate.id === id);
    if (shard) return shard;
    throw new ServiceError('ResourceNotFoundException', `Could not find open shard ${id} in ${this.title}.`);
  }

  async #replace(replacement: Replacement): Promise<void> {
    await this.#writer.pauseDuring(() => this.#shards.replace(replacement));
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lastChange.then(work);
    this.#lastChange = turn.catch(() => undefined);
    return turn;
  }
}
