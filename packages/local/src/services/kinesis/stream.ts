import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DiskQuota, diskSpaceOf } from '../../durable-log/disk-quota.ts';
import type { NewEntry } from '../../durable-log/durable-log.ts';
import type { Clock } from '../../runtime.ts';
import { ServiceError } from '../../service.ts';
import type { Content } from '../content.ts';
import { type HashRange, neighbour, uniformRanges } from './hash-key.ts';
import { byRange, OpenShards } from './open-shards.ts';
import { Shard, type ShardSettings } from './shard.ts';
import { folderOf, removeFolder, type StreamSettings, saveSettings } from './stream-settings.ts';
import { Throughput } from './throughput.ts';

export interface NewRecord {
  readonly partitionKey: string;
  /** 32 hexadecimal digits; without it the partition key's. */
  readonly hash?: string;
  readonly data: Content;
}

/** What became of one record of a put. */
export type PutResult =
  | { readonly SequenceNumber: string; readonly ShardId: string }
  | { readonly error: ServiceError };

/** The records of one put that go to one shard, by their positions in it. */
interface Append {
  readonly shard: Shard;
  readonly positions: readonly number[];
  /** Resolves with the first record's offset. */
  readonly appended: Promise<number>;
}

/** A stream keeps what was read, so what reads it must have space left to work: delivery, queries, tables. */
const reserveOfReaders = { bytes: 512 << 20, part: 1 / 4 };

/** One stream: its settings, its shards with a log each, and the routing of records to them. */
export class Stream {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #enforceThroughput: boolean;
  readonly #listeners = new Set<() => void>();
  /** Without results: a set's memory, which grows old, keeps what it held alive until all of the heap is collected. */
  readonly #puts = new Set<Promise<void>>();
  readonly #diskQuota: DiskQuota;
  #settings: StreamSettings;
  #shards: Promise<readonly Shard[]> | undefined;
  #open = new OpenShards([]);
  /** Changes of settings and shards, one after the other. */
  #change: Promise<unknown> = Promise.resolve();
  /** Set while shards are being replaced: puts wait for it. */
  #gate: Promise<unknown> | undefined;

  constructor(directory: string, settings: StreamSettings, clock: Clock, enforceThroughput: boolean) {
    this.#folder = folderOf(directory, settings.name);
    this.#settings = settings;
    this.#clock = clock;
    this.#enforceThroughput = enforceThroughput;
    this.#diskQuota = new DiskQuota(this.#folder, clock, {
      maxBytes: Number.POSITIVE_INFINITY,
      diskSpace: diskSpaceOf,
      reserve: reserveOfReaders,
    });
  }

  get settings(): StreamSettings {
    return this.#settings;
  }

  /** All shards that may hold records, the closed ones too, in the order of their ids. */
  shards(): Promise<readonly Shard[]> {
    this.#shards ??= this.#openShards().catch((error) => {
      this.#shards = undefined;
      throw error;
    });
    return this.#shards;
  }

  async shard(id: string): Promise<Shard> {
    const shard = (await this.shards()).find((candidate) => candidate.id === id);
    if (!shard) throw new ServiceError('ResourceNotFoundException', `Could not find shard ${id} in ${this.title}.`);
    return shard;
  }

  get title(): string {
    return `stream ${this.#settings.name} under account ${this.#settings.arn.split(':')[4]}`;
  }

  /** Why the stream takes no records now; undefined when it does. */
  refusal(): Promise<string | undefined> {
    return this.#diskQuota.refusal();
  }

  /** A caller that knows when its stream was made, in seconds, does not want a later one of the same name. */
  refuseUnlessCreatedAt(seconds: number | undefined): void {
    if (seconds === undefined || Math.floor(seconds) === Math.floor(this.#settings.createdAt / 1000)) return;
    throw new ServiceError('ResourceNotFoundException', `The ${this.title} was not created at that time.`);
  }

  /** One result per record, in order. A shard whose disk fails fails its own records only. */
  put(records: readonly NewRecord[]): Promise<PutResult[]> {
    if (this.#gate || this.#open.all.length === 0) return this.#putLater(records);
    return this.#untilDone(this.#put(records));
  }

  async #putLater(records: readonly NewRecord[]): Promise<PutResult[]> {
    await (this.#gate ?? this.shards());
    return this.put(records);
  }

  #untilDone(put: Promise<PutResult[]>): Promise<PutResult[]> {
    const forget = () => {
      this.#puts.delete(done);
    };
    const done = put.then(forget, forget);
    this.#puts.add(done);
    return put;
  }

  /** Saves changed settings; concurrent changes are made one after the other. */
  change(update: (settings: StreamSettings) => StreamSettings): Promise<void> {
    return this.#inTurn(() => this.#save(update(this.#settings)));
  }

  split(shardId: string, at: string): Promise<void> {
    return this.#inTurn(async () => {
      const shard = this.#openShard(shardId);
      const { from, to } = shard.settings.range;
      await this.#replace(
        [shard],
        [
          { from, to: neighbour(at, -1) },
          { from: at, to },
        ],
      );
    });
  }

  merge(shardId: string, adjacentId: string): Promise<void> {
    return this.#inTurn(async () => {
      const pair = [this.#openShard(shardId), this.#openShard(adjacentId)];
      const [first, second] = [...pair].sort(byRange);
      if (
        !first ||
        !second ||
        first === second ||
        neighbour(first.settings.range.to, 1) !== second.settings.range.from
      ) {
        throw new ServiceError(
          'InvalidArgumentException',
          `Shards ${shardId} and ${adjacentId} in ${this.title} are not an adjacent pair of shards eligible for merging`,
        );
      }
      await this.#replace(pair, [{ from: first.settings.range.from, to: second.settings.range.to }]);
    });
  }

  /** Splits and merges until the open shards are `count` equal parts. */
  resize(count: number): Promise<void> {
    return this.#inTurn(async () => {
      await this.shards();
      const borders = uniformRanges(count).map(({ from }) => from);
      for (const border of borders) {
        const shard = this.#open.at(border);
        const { from, to } = shard.settings.range;
        if (from !== border)
          await this.#replace(
            [shard],
            [
              { from, to: neighbour(border, -1) },
              { from: border, to },
            ],
          );
      }
      for (const shard of this.#open.all.slice(1)) {
        if (borders.includes(shard.settings.range.from)) continue;
        const left = this.#open.at(neighbour(shard.settings.range.from, -1));
        await this.#replace([left, shard], [{ from: left.settings.range.from, to: shard.settings.range.to }]);
      }
    });
  }

  /** Forgets what has outlived the retention period. */
  trim(): Promise<void> {
    return this.#inTurn(async () => {
      const horizon = this.#clock.now() - this.#settings.retentionHours * 3_600_000;
      const shards = await this.shards();
      for (const shard of shards) await shard.trim(horizon);
      const expired = shards.filter(({ settings }) => settings.closedAt !== undefined && settings.closedAt < horizon);
      if (expired.length === 0) return;
      const kept = shards.filter((shard) => !expired.includes(shard));
      await this.#save({ ...this.#settings, shards: kept.map(({ settings }) => settings) });
      this.#use(kept);
      for (const shard of expired) await rm(join(this.#folder, shard.id), { recursive: true, force: true });
    });
  }

  /** Calls `listener` when records were added or shards replaced; returns what ends that. */
  onAppend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await this.#change;
    await Promise.allSettled(this.#puts);
    const shards = await this.#shards?.catch(() => []);
    await Promise.all((shards ?? []).map(({ log }) => log.close()));
    this.#listeners.clear();
  }

  async delete(): Promise<void> {
    await this.close();
    await removeFolder(this.#folder, this.#clock.now());
  }

  #put(records: readonly NewRecord[]): Promise<PutResult[]> {
    const time = this.#clock.now();
    const results = new Array<PutResult>(records.length);
    const groups = new Map<Shard, { entries: NewEntry[]; positions: number[] }>();
    for (const [position, { partitionKey, hash, data }] of records.entries()) {
      const shard = this.#open.for(partitionKey, hash);
      if (shard.throughput && !shard.throughput.take(data.length + Buffer.byteLength(partitionKey))) {
        results[position] = { error: this.#exceeded(shard) };
        continue;
      }
      let group = groups.get(shard);
      if (!group) {
        group = { entries: [], positions: [] };
        groups.set(shard, group);
      }
      group.entries.push({ key: partitionKey, data, time });
      group.positions.push(position);
    }
    const appends = Array.from(groups, ([shard, { entries, positions }]) => {
      return { shard, positions, appended: this.#append(shard, entries) };
    });
    // Apart from what waits for the disk, which would hold the records until it answers.
    return settle(appends, results);
  }

  #append(shard: Shard, entries: readonly NewEntry[]): Promise<number> {
    const answer = this.#diskQuota.take(entries.reduce((bytes, { data }) => bytes + data.length, 0));
    if (typeof answer !== 'string') return answer.then((known) => appendWithin(known, shard, entries));
    return appendWithin(answer, shard, entries);
  }

  #openShard(id: string): Shard {
    const shard = this.#open.all.find((candidate) => candidate.id === id);
    if (!shard) {
      throw new ServiceError('ResourceNotFoundException', `Could not find open shard ${id} in ${this.title}.`);
    }
    return shard;
  }

  #exceeded(shard: Shard): ServiceError {
    return new ServiceError(
      'ProvisionedThroughputExceededException',
      `Rate exceeded for shard ${shard.id} in ${this.title}.`,
    );
  }

  /** No put is under way while the parents close, so that their last numbers are final. */
  async #replace(parents: readonly Shard[], ranges: readonly HashRange[]): Promise<void> {
    const work = this.#replaceQuietly(parents, ranges);
    this.#gate = work.catch(() => undefined);
    try {
      await work;
    } finally {
      this.#gate = undefined;
    }
    for (const listener of this.#listeners) listener();
  }

  async #replaceQuietly(parents: readonly Shard[], ranges: readonly HashRange[]): Promise<void> {
    await Promise.allSettled(this.#puts);
    const shards = await this.shards();
    const now = Math.max(this.#clock.now(), ...parents.map(({ settings }) => settings.createdAt + 1));
    const [parent, adjacentParent] = parents.map(({ settings }) => settings.index);
    const nextIndex = 1 + Math.max(...shards.map(({ settings }) => settings.index));
    const children = ranges.map(
      (range, child): ShardSettings => ({ index: nextIndex + child, range, createdAt: now, parent, adjacentParent }),
    );
    const kept = shards.map((shard) =>
      parents.includes(shard)
        ? shard.with({ ...shard.settings, closedAt: now, endOffset: shard.log.nextOffset })
        : shard,
    );
    const added = await Promise.all(children.map((child) => this.#openLog(child)));
    const all = [...kept, ...added];
    await this.#save({ ...this.#settings, shards: all.map(({ settings }) => settings) });
    this.#use(all);
    await Promise.all(parents.map(({ log }) => log.close()));
  }

  async #openShards(): Promise<readonly Shard[]> {
    const shards = await Promise.all(this.#settings.shards.map((settings) => this.#openLog(settings)));
    this.#use(shards);
    return shards;
  }

  async #openLog(settings: ShardSettings): Promise<Shard> {
    const throughput = this.#enforceThroughput ? new Throughput(this.#clock) : undefined;
    const shard = await Shard.open(this.#folder, settings, throughput);
    shard.log.onAppend(() => {
      for (const listener of this.#listeners) listener();
    });
    await shard.trim(this.#clock.now() - this.#settings.retentionHours * 3_600_000);
    return shard;
  }

  #use(shards: readonly Shard[]): void {
    this.#shards = Promise.resolve(shards);
    this.#open = new OpenShards(shards);
  }

  async #save(settings: StreamSettings): Promise<void> {
    await saveSettings(this.#folder, settings);
    this.#settings = settings;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#change.then(work);
    this.#change = turn.catch(() => undefined);
    return turn;
  }
}

function appendWithin(answer: string, shard: Shard, entries: readonly NewEntry[]): Promise<number> {
  return answer === 'ok' ? shard.log.append(entries) : Promise.reject(new Error(answer));
}

/** Says in `results` what became of the records, once that is known of all: nothing is made that would have to wait. */
async function settle(appends: readonly Append[], results: PutResult[]): Promise<PutResult[]> {
  const outcomes = await Promise.allSettled(appends.map(({ appended }) => appended));
  for (const [index, { shard, positions }] of appends.entries()) {
    const outcome = outcomes[index];
    if (outcome?.status === 'fulfilled') {
      let offset = outcome.value;
      for (const position of positions) {
        results[position] = { SequenceNumber: shard.sequence.of(offset++), ShardId: shard.id };
      }
    } else {
      const error = new ServiceError('InternalFailure', `The records could not be stored: ${outcome?.reason}`, 500);
      for (const position of positions) results[position] = { error };
    }
  }
  return results;
}
