import type { Principal, Services } from '../../../service.ts';
import { DynamoDbStreamReader } from '../../dynamodb/streams/stream-reader.ts';
import {
  type ListedShard,
  type ShardRead,
  type ShardStart,
  StreamReader,
  type StreamRecord,
} from '../../kinesis/stream-reader.ts';
import type { MappingSettings } from './mapping-settings.ts';

export interface SourceReader {
  /** Every shard that may hold records, closed ones too. */
  listShards(): Promise<ListedShard[]>;
  openShard(shardId: string, start: ShardStart): SourceShardReader;
}

export interface SourceShardReader {
  /** The next records that are there; undefined when the stream asks to wait. */
  read(limit: number): Promise<ShardRead | undefined>;
}

type Settings = Pick<MappingSettings, 'streamArn' | 'roleArn'>;

/** What differs between the streams that a mapping can read. */
export interface StreamSource {
  /** Where a failure record says which batch it is about. */
  readonly batchInfo: string;
  reader(services: Services, streamArn: string, role: Principal, now: () => number): SourceReader;
  /** A record as the function gets it. */
  eventRecord(record: StreamRecord, settings: Settings): Record<string, unknown>;
  /** A record as filters see it. */
  filtered(record: StreamRecord, settings: Settings): unknown;
  /** Characters of the record as the function gets it, never less than they will be. */
  sizeOf(record: StreamRecord): number;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html#services-kinesis-event-example */
const kinesis: StreamSource = {
  batchInfo: 'KinesisBatchInfo',
  reader: (services, streamArn, role, now) => new StreamReader(services, streamArn, role, now),
  eventRecord: (record, settings) => {
    const { shardId, sequenceNumber, data } = record;
    return {
      kinesis: kinesisMember(record, data.toString('base64')),
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${shardId}:${sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: settings.roleArn,
      awsRegion: regionOf(settings),
      eventSourceARN: settings.streamArn,
    };
  },
  // Filters name the data beside the record's other members: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis-filtering.html
  filtered: (record, settings) => {
    const data = jsonIn(record.data);
    return { ...kinesis.eventRecord(record, settings), ...kinesisMember(record, data), data };
  },
  sizeOf: ({ shardId, sequenceNumber, partitionKey, data }) =>
    // Each character of a key can become an escape of six.
    shardId.length + 2 * sequenceNumber.length + 6 * partitionKey.length + 4 * Math.ceil(data.length / 3),
};

/** https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
const dynamodb: StreamSource = {
  batchInfo: 'DDBStreamBatchInfo',
  reader: (services, streamArn, role) => new DynamoDbStreamReader(services, streamArn, role),
  eventRecord: ({ data }, { streamArn }) => {
    const record: Record<string, unknown> = JSON.parse(data.toString());
    return { ...record, eventSourceARN: streamArn };
  },
  filtered: (record, settings) => dynamodb.eventRecord(record, settings),
  sizeOf: ({ data }) => data.length,
};

/** Throws when the ARN is of no stream that can be read. */
export function sourceOf(streamArn: string): StreamSource {
  if (/^arn:aws[^:]*:kinesis:[^:]+:\d{12}:stream\/[^/]+$/.test(streamArn)) return kinesis;
  if (/^arn:aws[^:]*:dynamodb:[^:]+:\d{12}:table\/[^/]+\/stream\/[^/]+$/.test(streamArn)) return dynamodb;
  throw new Error(
    `only streams of Kinesis and DynamoDB can be read (without a consumer of their own), not ${streamArn}`,
  );
}

function kinesisMember({ partitionKey, sequenceNumber, arrival }: StreamRecord, data: unknown) {
  return {
    kinesisSchemaVersion: '1.0',
    partitionKey,
    sequenceNumber,
    data,
    approximateArrivalTimestamp: arrival / 1000,
  };
}

function regionOf({ streamArn }: Settings): string | undefined {
  return streamArn.split(':')[3];
}

function jsonIn(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString());
  } catch {
    return undefined;
  }
}
