import type { Commit, Follower } from '../engine/committer.ts';
import type { KeyRange, Level, Operation, Store } from '../engine/dynalite-modules.ts';
import { isRecorded, type StoredRecord, storedRecord } from './stream-record.ts';
import {
  disabled,
  newStream,
  recordKey,
  retentionMs,
  type Shard,
  type StreamViewType,
  streamKey,
  type TableStream,
  withoutOldShards,
  withRolledShard,
} from './table-stream.ts';

const sequenceKey = 'stream-sequence';
/** 21 digits, as AWS's have. */
const firstSequence = 10n ** 20n;

/** Every table's streams: their records go to disk in the same batch as the items. */
export class TableStreams implements Follower {
  readonly #now: () => number;
  readonly #streams = new Map<string, TableStream>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #changed = new Set<string>();
  #assigned = firstSequence;
  #committed = firstSequence;

  constructor(now: () => number) {
    this.#now = now;
  }

  async load({ db }: Store): Promise<void> {
    const kept = await db.get(sequenceKey);
    this.#assigned = typeof kept === 'string' ? BigInt(kept) : firstSequence;
    this.#committed = this.#assigned;
    this.#streams.clear();
    for await (const [key, stream] of db.iterator({ gte: 'stream~', lt: 'stream~\xff' })) {
      this.#streams.set(key, stream as TableStream);
    }
  }

  /** Sequence number of the last record that readers can see. */
  get tip(): string {
    return String(this.#committed);
  }

  list(tableName?: string): TableStream[] {
    const all = [...this.#streams.values()];
    return tableName === undefined ? all : all.filter((stream) => stream.tableName === tableName);
  }

  find(tableName: string, label: string): TableStream | undefined {
    return this.#streams.get(streamKey({ tableName, label }));
  }

  enabled(tableName: string): TableStream | undefined {
    return this.list(tableName).find(({ disabledAt }) => disabledAt === undefined);
  }

  /**
   * Gives the table a stream of this view type, or none. Another view type is another stream: the old one is disabled and
   * can be read for 24 hours. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
   */
  configure(tableName: string, viewType: StreamViewType | undefined): readonly Operation[] {
    const existing = this.enabled(tableName);
    if (existing?.viewType === viewType) return [];
    const now = this.#now();
    const operations: Operation[] = [];
    if (existing) operations.push(this.#set(disabled(existing, String(this.#assigned), now)));
    if (viewType) operations.push(this.#set(newStream(tableName, viewType, now, String(this.#assigned + 1n))));
    return operations;
  }

  operationsFor({ changes, identity }: Commit): Operation[] {
    const operations: Operation[] = [];
    for (const change of changes) {
      const stream = this.enabled(change.table.TableName);
      if (!stream || !isRecorded(change)) continue;
      const last = String(this.#assigned);
      this.#assigned += 1n;
      const sequenceNumber = String(this.#assigned);
      const at = this.#now();
      const rolled = withRolledShard(stream, last, sequenceNumber, at);
      if (rolled !== stream) operations.push(this.#set(rolled));
      const value = storedRecord(change, stream, { sequenceNumber, at, identity });
      operations.push(
        { type: 'put', key: recordKey(stream, sequenceNumber), value },
        { type: 'put', key: sequenceKey, value: sequenceNumber },
      );
      this.#changed.add(streamKey(stream));
    }
    return operations;
  }

  committed(): void {
    this.#committed = this.#assigned;
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const key of changed) for (const listener of this.#listeners.get(key) ?? []) listener();
  }

  /** Calls the listener when the stream has new records; returns what ends that. */
  onAppend(stream: Pick<TableStream, 'tableName' | 'label'>, listener: () => void): () => void {
    const key = streamKey(stream);
    const listeners = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** The records of a shard that are not past their retention, in their order. */
  async *records(db: Level, stream: TableStream, shard: Shard, from: KeyRange): AsyncGenerator<StoredRecord> {
    const oldest = this.#now() - retentionMs;
    const end = recordKey(stream, shard.end ?? this.tip);
    for await (const [, value] of db.iterator({ ...from, lte: end })) {
      const record = value as StoredRecord;
      if (record.at >= oldest) yield record;
    }
  }

  /** What removes the records, shards and disabled streams that are past their retention. */
  async trim(db: Level): Promise<Operation[]> {
    const now = this.#now();
    const operations: Operation[] = [];
    for (const stream of this.list()) {
      let trimmedThrough = stream.trimmedThrough;
      for await (const [key, value] of db.iterator({ gte: recordKey(stream, ''), lte: recordKey(stream, this.tip) })) {
        const { at, sequenceNumber } = value as StoredRecord;
        if (at >= now - retentionMs) break;
        trimmedThrough = sequenceNumber;
        operations.push({ type: 'del', key });
      }
      operations.push(...this.#trimmed(stream, trimmedThrough, now));
    }
    return operations;
  }

  #trimmed(stream: TableStream, trimmedThrough: string | undefined, now: number): Operation[] {
    if (stream.disabledAt !== undefined && stream.disabledAt < now - retentionMs) {
      this.#streams.delete(streamKey(stream));
      return [{ type: 'del', key: streamKey(stream) }];
    }
    // A write may have opened a shard meanwhile.
    const current = this.find(stream.tableName, stream.label) ?? stream;
    const trimmed = withoutOldShards(current, now);
    if (trimmed === current && trimmedThrough === stream.trimmedThrough) return [];
    return [this.#set({ ...trimmed, trimmedThrough })];
  }

  #set(stream: TableStream): Operation {
    this.#streams.set(streamKey(stream), stream);
    return { type: 'put', key: streamKey(stream), value: stream };
  }
}
