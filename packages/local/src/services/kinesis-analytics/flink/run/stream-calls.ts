/** What a job does with streams, whoever makes the calls. */
export interface StreamCalls {
  listShards(streamArn: string): Promise<readonly ListedShard[]>;
  /** An iterator after a record (`after`), at the first, or behind the last. */
  iterator(streamArn: string, shardId: string, from: { after: string } | 'TRIM_HORIZON' | 'LATEST'): Promise<string>;
  /** Undefined where the iterator is too old or the shard is asked too often: ask anew. */
  read(streamArn: string, iterator: string, limit: number): Promise<ReadRecords | undefined>;
  /** Answers the rows that were not taken, by their place. */
  put(streamArn: string, rows: readonly { readonly partitionKey: string; readonly data: string }[]): Promise<number[]>;
}

export interface ListedShard {
  readonly id: string;
  readonly parents: readonly string[];
}

export interface StreamRecord {
  readonly data: Uint8Array;
  /** When the stream took it, in milliseconds since the epoch. */
  readonly arrivedAt: number;
  readonly sequenceNumber: string;
}

export interface ReadRecords {
  readonly records: readonly StreamRecord[];
  /** Undefined at the end of a shard that was closed. */
  readonly next: string | undefined;
  readonly atTip: boolean;
}
