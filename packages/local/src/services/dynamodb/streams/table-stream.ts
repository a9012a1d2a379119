/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html */
export const streamViewTypes = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;
export type StreamViewType = (typeof streamViewTypes)[number];

/** Sequence numbers have the same number of digits, so that they compare as text. */
export interface Shard {
  readonly id: string;
  readonly parent?: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly start: string;
  /** Its last sequence number; absent while it is open. */
  readonly end?: string;
  readonly closedAt?: number;
}

/** One stream of a table. A table whose view type changed has several: all but one are disabled. */
export interface TableStream {
  readonly tableName: string;
  readonly label: string;
  readonly viewType: StreamViewType;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly disabledAt?: number;
  /** In the order in which they were made; one is open while the stream is enabled. */
  readonly shards: readonly Shard[];
  /** Sequence number of the last record that was removed. */
  readonly trimmedThrough?: string;
}

/** Records are kept for 24 hours. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
export const retentionMs = 24 * 3_600_000;
/** AWS closes a shard after about four hours, and makes another. */
const maxShardAgeMs = 4 * 3_600_000;

export function streamKey({ tableName, label }: Pick<TableStream, 'tableName' | 'label'>): string {
  return `stream~${tableName}~${label}`;
}

export function recordKey(stream: Pick<TableStream, 'tableName' | 'label'>, sequenceNumber: string): string {
  return `stream-record~${stream.tableName}~${stream.label}~${sequenceNumber}`;
}

export function newStream(tableName: string, viewType: StreamViewType, now: number, start: string): TableStream {
  const label = new Date(now).toISOString().slice(0, -1);
  return { tableName, label, viewType, createdAt: now, shards: [{ id: shardId(now, start), createdAt: now, start }] };
}

export function openShard({ shards }: TableStream): Shard | undefined {
  const last = shards.at(-1);
  return last?.end === undefined ? last : undefined;
}

/** Closes the open shard, if it is old enough, and opens its child from `next` on. */
export function withRolledShard(stream: TableStream, last: string, next: string, now: number): TableStream {
  const open = openShard(stream);
  if (!open || now - open.createdAt < maxShardAgeMs || last < open.start) return stream;
  const child = { id: shardId(now, next), parent: open.id, createdAt: now, start: next };
  return { ...stream, shards: [...closed(stream, last, now), child] };
}

export function disabled(stream: TableStream, last: string, now: number): TableStream {
  return { ...stream, disabledAt: now, shards: closed(stream, last, now) };
}

/** Without the shards whose records are all past their retention. */
export function withoutOldShards(stream: TableStream, now: number): TableStream {
  const shards = stream.shards.filter(({ closedAt = now }) => closedAt > now - retentionMs);
  return shards.length === stream.shards.length ? stream : { ...stream, shards };
}

function closed({ shards }: TableStream, end: string, now: number): readonly Shard[] {
  return shards.map((shard) => (shard.end === undefined ? { ...shard, end, closedAt: now } : shard));
}

/** At least 28 characters. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Shard.html */
function shardId(now: number, start: string): string {
  return `shardId-${String(now).padStart(20, '0')}-${start.slice(-8)}`;
}
