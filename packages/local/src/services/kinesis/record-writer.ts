import { DiskQuota, diskSpaceOf } from '../../durable-log/disk-quota.ts';
import type { NewEntry } from '../../durable-log/durable-log.ts';
import type { Clock } from '../../runtime.ts';
import { ServiceError } from '../../service.ts';
import type { Content } from '../content.ts';
import { type PutResult, settleAppends } from './put-result.ts';
import type { Shard } from './shard.ts';
import type { ShardSet } from './shard-set.ts';

export interface NewRecord {
  readonly partitionKey: string;
  /** 32 hexadecimal digits. Default: the hash of the partition key. */
  readonly hash?: string;
  readonly data: Content;
}

/** Records stay after they were read, so their readers need free disk space to work: delivery, queries, tables. */
const reserveOfReaders = { bytes: 512 << 20, part: 1 / 4 };

/** Appends records to the shards that their keys select. */
export class RecordWriter {
  readonly #shards: ShardSet;
  readonly #streamTitle: string;
  readonly #clock: Clock;
  readonly #diskQuota: DiskQuota;
  /** Promises without results: a set keeps what it held alive until a full garbage collection. */
  readonly #inFlight = new Set<Promise<void>>();
  /** Set while shards are being replaced; puts wait for it. */
  #gate: Promise<unknown> | undefined;

  constructor(shards: ShardSet, { folder, title, clock }: { folder: string; title: string; clock: Clock }) {
    this.#shards = shards;
    this.#streamTitle = title;
    this.#clock = clock;
    this.#diskQuota = new DiskQuota(folder, clock, {
      maxBytes: Number.POSITIVE_INFINITY,
      diskSpace: diskSpaceOf,
      reserve: reserveOfReaders,
    });
  }

  /** Why no records are accepted now; undefined when they are. */
  refusal(): Promise<string | undefined> {
    return this.#diskQuota.refusal();
  }

  /** One result per record, in order. A shard whose disk fails fails its own records only. */
  put(records: readonly NewRecord[]): Promise<PutResult[]> {
    if (this.#gate || this.#shards.open.all.length === 0) return this.#putLater(records);
    return this.#track(this.#putNow(records));
  }

  /** Runs `work` while no put is under way. Puts that arrive meanwhile wait for it. */
  async pauseDuring(work: () => Promise<void>): Promise<void> {
    const paused = this.settled().then(work);
    this.#gate = paused.catch(() => undefined);
    try {
      await paused;
    } finally {
      this.#gate = undefined;
    }
  }

  /** Resolves when every put that has begun is stored or has failed. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#inFlight);
  }

  async #putLater(records: readonly NewRecord[]): Promise<PutResult[]> {
    await (this.#gate ?? this.#shards.all());
    return this.put(records);
  }

  #track(put: Promise<PutResult[]>): Promise<PutResult[]> {
    const forget = () => {
      this.#inFlight.delete(done);
    };
    const done = put.then(forget, forget);
    this.#inFlight.add(done);
    return put;
  }

  #putNow(records: readonly NewRecord[]): Promise<PutResult[]> {
    const time = this.#clock.now();
    const results = new Array<PutResult>(records.length);
    const groups = new Map<Shard, { entries: NewEntry[]; positions: number[] }>();
    for (const [position, { partitionKey, hash, data }] of records.entries()) {
      const shard = this.#shards.open.for(partitionKey, hash);
      if (shard.throughput && !shard.throughput.take(data.length + Buffer.byteLength(partitionKey))) {
        results[position] = { error: this.#throughputExceeded(shard) };
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
    // A function of its own: waiting for the disk here would keep the records in memory until it answers.
    return settleAppends(appends, results);
  }

  #append(shard: Shard, entries: readonly NewEntry[]): Promise<number> {
    const answer = this.#diskQuota.take(entries.reduce((bytes, { data }) => bytes + data.length, 0));
    if (typeof answer !== 'string') return answer.then((known) => appendIfAllowed(known, shard, entries));
    return appendIfAllowed(answer, shard, entries);
  }

  #throughputExceeded(shard: Shard): ServiceError {
    return new ServiceError(
      'ProvisionedThroughputExceededException',
      `Rate exceeded for shard ${shard.id} in ${this.#streamTitle}.`,
    );
  }
}

function appendIfAllowed(quotaAnswer: string, shard: Shard, entries: readonly NewEntry[]): Promise<number> {
  return quotaAnswer === 'ok' ? shard.append(entries) : Promise.reject(new Error(quotaAnswer));
}
