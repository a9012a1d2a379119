/** Where a delivery stream's records come from. */

export interface SourceRecord {
  /** Unique within a batch. */
  readonly id: string;
  readonly data: Buffer;
  /** Approximate arrival, milliseconds since the epoch. */
  readonly arrival: number;
  readonly kinesis?: { readonly shardId: string; readonly partitionKey: string; readonly sequenceNumber: string };
}

/** Which records are delivered; kept on disk with what was delivered. */
export type Position = LogPosition | KinesisPosition;

export interface LogPosition {
  readonly kind: 'log';
  /** The first offset that is not delivered. */
  readonly offset: number;
}

export interface KinesisPosition {
  readonly kind: 'kinesis';
  /** Reading of a shard without a position begins at this time, milliseconds since the epoch. */
  readonly since: number;
  readonly shards: Readonly<Record<string, ShardPosition>>;
}

export interface ShardPosition {
  /** Sequence number of the last record that is delivered. */
  readonly after?: string;
  /** The shard has ended and all of it is delivered. */
  readonly ended?: true;
}

/** A moment in the source: everything acknowledged before it. */
export type Mark = number;

export interface Source {
  /** How often to look for records, in milliseconds; undefined when `onData` tells. */
  readonly pollMilliseconds: number | undefined;
  /** The position of a delivery stream that has never delivered. */
  initial(): Position;
  /** Goes on reading at `position`. Throws when it is one of another kind of source. */
  seek(position: Position): void;
  /** The next records that are there, about `bytes` of them; none when there are none now. */
  read(bytes: number): Promise<SourceRecord[]>;
  /** Where reading has got to. */
  position(): Position;
  mark(): Mark;
  /** Whether everything before the mark has been read. */
  hasReached(mark: Mark): boolean;
  /** Everything before `position` is delivered and will not be asked for again. */
  release(position: Position): Promise<void>;
  /** How many records are acknowledged after `position`; undefined when that is not known. */
  countAfter(position: Position): number | undefined;
  onData(listener: () => void): void;
  close(): Promise<void>;
}
