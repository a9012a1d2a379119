import type { KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';

/** What an invocation gets: records of one shard, in their order. */
export interface ShardBatch {
  readonly stream: string;
  readonly shard: string;
  readonly records: readonly ShardRecord[];
}

export interface ShardRecord {
  /** Base64. */
  readonly data: string;
  readonly sequenceNumber: string;
  /** When the stream took it, in whole milliseconds since the epoch. */
  readonly arrivedAt: number;
}

/** A batch of a stream as Lambda hands it over, or, from who wants to know whether a store works, nothing. */
export type LoaderEvent = Partial<Pick<KinesisStreamEvent, 'Records'>>;

/** https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html: the event's id is `shardId-000000000006:<sequence number>`. */
export function readShardBatch({ Records: records = [] }: LoaderEvent): ShardBatch {
  const [first] = records;
  if (first === undefined) return { stream: '', shard: '', records: [] };
  return {
    stream: first.eventSourceARN.slice(first.eventSourceARN.lastIndexOf('/') + 1),
    shard: first.eventID.slice(0, first.eventID.indexOf(':')),
    records: records.map(readRecord),
  };
}

function readRecord({ kinesis }: KinesisStreamRecord): ShardRecord {
  const { data, sequenceNumber, approximateArrivalTimestamp } = kinesis;
  return { data, sequenceNumber, arrivedAt: Math.round(approximateArrivalTimestamp * 1000) };
}
