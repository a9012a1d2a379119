import { join } from 'node:path';
import { DurableLog, type LogEntry, type NewEntry } from '../../durable-log/durable-log.ts';
import type { HashRange } from './hash-key.ts';
import { decimalOf } from './hash-key.ts';
import { SequenceNumbers } from './sequence-number.ts';
import type { Throughput } from './throughput.ts';

/** What is kept of a shard in the stream's settings. Times are milliseconds since the epoch. */
export interface ShardSettings {
  readonly index: number;
  readonly range: HashRange;
  readonly createdAt: number;
  readonly parent?: number;
  readonly adjacentParent?: number;
  readonly closedAt?: number;
  /** Of a closed shard: how many records it ever held. */
  readonly endOffset?: number;
}

export function shardIdOf(index: number): string {
  return `shardId-${String(index).padStart(12, '0')}`;
}

/** One shard: a range of hash keys and a log of its own. */
export class Shard {
  readonly settings: ShardSettings;
  readonly id: string;
  readonly sequence: SequenceNumbers;
  readonly log: DurableLog;
  readonly throughput: Throughput | undefined;
  /** The first offset inside the retention period. */
  horizon = 0;

  private constructor(settings: ShardSettings, log: DurableLog, throughput: Throughput | undefined) {
    this.settings = settings;
    this.id = shardIdOf(settings.index);
    this.sequence = new SequenceNumbers(settings.createdAt, settings.index);
    this.log = log;
    this.throughput = throughput;
  }

  static async open(directory: string, settings: ShardSettings, throughput: Throughput | undefined): Promise<Shard> {
    return new Shard(settings, await DurableLog.open(join(directory, shardIdOf(settings.index))), throughput);
  }

  get isOpen(): boolean {
    return this.settings.endOffset === undefined;
  }

  /** The same log under new settings: when the shard is closed. */
  with(settings: ShardSettings): Shard {
    const shard = new Shard(settings, this.log, this.throughput);
    shard.horizon = this.horizon;
    return shard;
  }

  /** Rejects with the disk's error; then none of the entries is stored. */
  append(entries: readonly NewEntry[]): Promise<number> {
    return this.log.append(entries);
  }

  read(offset: number, limit: { entries: number; bytes: number }): Promise<LogEntry[]> {
    return this.log.read(Math.max(offset, this.horizon), limit);
  }

  async offsetAt(time: number): Promise<number> {
    return Math.max(this.horizon, await this.log.offsetAt(time));
  }

  /** Forgets what is older than `time`; the files go as soon as all of their records may. */
  async trim(time: number): Promise<void> {
    this.horizon = Math.max(this.horizon, await this.log.offsetAt(time));
    await this.log.trimBefore(this.horizon);
  }

  /** As DescribeStream and ListShards show it. */
  describe(): Record<string, unknown> {
    const { range, parent, adjacentParent, endOffset } = this.settings;
    return {
      ShardId: this.id,
      ...(parent === undefined ? {} : { ParentShardId: shardIdOf(parent) }),
      ...(adjacentParent === undefined ? {} : { AdjacentParentShardId: shardIdOf(adjacentParent) }),
      HashKeyRange: describeRange(range),
      SequenceNumberRange: {
        StartingSequenceNumber: this.sequence.start,
        ...(endOffset === undefined ? {} : { EndingSequenceNumber: this.sequence.of(endOffset) }),
      },
    };
  }
}

export function describeRange(range: HashRange): Record<string, unknown> {
  return { StartingHashKey: decimalOf(range.from), EndingHashKey: decimalOf(range.to) };
}
