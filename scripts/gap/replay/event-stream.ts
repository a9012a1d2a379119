import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { Connection } from '../connection.ts';
import type { Put } from './put-batch.ts';
import type { StreamRecord } from './stream-record.ts';

/** Where the pipeline takes events in, behind its API. */
export interface EventStream {
  readonly name: string;
  readonly put: Put;
  /** The most bytes of one call, as `sizeOf` counts them. */
  readonly maxBatchSize: number;
  sizeOf(record: StreamRecord): number;
  close(): void;
}

/** Both services take at most 500 records in one call. */
export const maxRecords = 500;

/** The Kinesis stream where there is one, else the Firehose stream. What is tried again is decided in one place, not here. */
export function openEventStream({ outputs, clientSettings }: Connection): EventStream {
  const settings = { ...clientSettings, maxAttempts: 1 };
  if (outputs.StreamName !== undefined) return kinesisStream(outputs.StreamName, new KinesisClient(settings));
  if (outputs.FirehoseName !== undefined) return firehoseStream(outputs.FirehoseName, new FirehoseClient(settings));
  throw new Error('the pipeline does not say which stream events enter by');
}

/** 5 MiB with the keys. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html */
function kinesisStream(StreamName: string, client: KinesisClient): EventStream {
  return {
    name: StreamName,
    maxBatchSize: 5 << 20,
    sizeOf: ({ data, partitionKey }) => data.length + Buffer.byteLength(partitionKey),
    put: async (records) => {
      const entries = records.map(({ data, partitionKey }) => ({ Data: data, PartitionKey: partitionKey }));
      const { Records = [] } = await client.send(new PutRecordsCommand({ StreamName, Records: entries }));
      return Records.map(({ ErrorCode }) => ErrorCode);
    },
    close: () => client.destroy(),
  };
}

/** 4 MiB. https://docs.aws.amazon.com/firehose/latest/APIReference/API_PutRecordBatch.html */
function firehoseStream(DeliveryStreamName: string, client: FirehoseClient): EventStream {
  return {
    name: DeliveryStreamName,
    maxBatchSize: 4 << 20,
    sizeOf: ({ data }) => data.length,
    put: async (records) => {
      const entries = records.map(({ data }) => ({ Data: data }));
      const { RequestResponses = [] } = await client.send(
        new PutRecordBatchCommand({ DeliveryStreamName, Records: entries }),
      );
      return RequestResponses.map(({ ErrorCode }) => ErrorCode);
    },
    close: () => client.destroy(),
  };
}
