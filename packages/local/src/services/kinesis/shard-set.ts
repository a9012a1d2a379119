import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../runtime.ts';
import { childrenFor } from './lineage.ts';
import { OpenShards } from './open-shards.ts';
import type { Replacement } from './resharding.ts';
import { retentionHorizon } from './retention.ts';
import { Shard, type ShardSettings } from './shard.ts';
import type { StoredSettings } from './stored-settings.ts';
import { Throughput } from './throughput.ts';

interface ShardSetOptions {
  readonly clock: Clock;
  readonly enforceThroughput: boolean;
  readonly onAppend: () => void;
}

/** The shards of one stream, each with its log. They are opened when they are first asked for. */
export class ShardSet {
  readonly #settings: StoredSettings;
  readonly #options: ShardSetOptions;
  #all: Promise<readonly Shard[]> | undefined;
  #open = new OpenShards([]);

  constructor(settings: StoredSettings, options: ShardSetOptions) {
    this.#settings = settings;
    this.#options = options;
  }

  /** All shards that may hold records, the closed ones too, in the order of their ids. */
  all(): Promise<readonly Shard[]> {
    this.#all ??= this.#openAll().catch((error) => {
      this.#all = undefined;
      throw error;
    });
    return this.#all;
  }

  /** The shards that take records; none before the shards are opened. */
  get open(): OpenShards {
    return this.#open;
  }

  /** Closes the parents and opens a child for each range. No put may be under way: the parents' last numbers are final. */
  async replace({ parents, ranges }: Replacement): Promise<void> {
    const shards = await this.all();
    const now = Math.max(this.#options.clock.now(), ...parents.map(({ settings }) => settings.createdAt + 1));
    const nextIndex = 1 + Math.max(...shards.map(({ settings }) => settings.index));
    const kept = shards.map((shard) =>
      parents.includes(shard)
        ? shard.with({ ...shard.settings, closedAt: now, endOffset: shard.log.nextOffset })
        : shard,
    );
    const children = childrenFor(parents, ranges, { nextIndex, createdAt: now });
    const added = await Promise.all(children.map((child) => this.#openShard(child)));
    await this.#keep([...kept, ...added]);
    await Promise.all(parents.map(({ log }) => log.close()));
  }

  /** Removes shards with their records. */
  async remove(removed: readonly Shard[]): Promise<void> {
    const shards = await this.all();
    await this.#keep(shards.filter((shard) => !removed.includes(shard)));
    for (const { id } of removed) await rm(join(this.#settings.folder, id), { recursive: true, force: true });
  }

  /** Closes the logs of the shards that were opened. */
  async close(): Promise<void> {
    const shards = await this.#all?.catch(() => []);
    await Promise.all((shards ?? []).map(({ log }) => log.close()));
  }

  async #openAll(): Promise<readonly Shard[]> {
    const shards = await Promise.all(this.#settings.current.shards.map((settings) => this.#openShard(settings)));
    this.#use(shards);
    return shards;
  }

  async #openShard(settings: ShardSettings): Promise<Shard> {
    const { clock, enforceThroughput, onAppend } = this.#options;
    const throughput = enforceThroughput ? new Throughput(clock) : undefined;
    const shard = await Shard.open(this.#settings.folder, settings, throughput);
    shard.log.onAppend(onAppend);
    await shard.trim(retentionHorizon(this.#settings.current, clock.now()));
    return shard;
  }

  /** On disk before it is used. */
  async #keep(shards: readonly Shard[]): Promise<void> {
    await this.#settings.save({ ...this.#settings.current, shards: shards.map(({ settings }) => settings) });
    this.#use(shards);
  }

  #use(shards: readonly Shard[]): void {
    this.#all = Promise.resolve(shards);
    this.#open = new OpenShards(shards);
  }
}
