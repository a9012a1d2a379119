import { randomUUID } from 'node:crypto';
import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { RunFile } from 'assembly-runtime';

/** What AWS's clients need to talk to a pipeline that runs here. */
export function clientSettings({ aws, region, accessKeyId, secretAccessKey }: RunFile) {
  return { endpoint: aws, region, credentials: { accessKeyId, secretAccessKey } };
}

/** Puts records onto the stream as a producer of ours does that has IAM access; at most 500. */
export async function putOnStream(file: RunFile, records: readonly string[]): Promise<void> {
  const { StreamName, FirehoseName } = file.outputs;
  if (StreamName !== undefined) {
    const client = new KinesisClient(clientSettings(file));
    const Records = records.map((record) => ({ Data: Buffer.from(record), PartitionKey: randomUUID() }));
    await client.send(new PutRecordsCommand({ StreamName, Records }));
    client.destroy();
    return;
  }
  const client = new FirehoseClient(clientSettings(file));
  const Records = records.map((record) => ({ Data: Buffer.from(record) }));
  await client.send(new PutRecordBatchCommand({ DeliveryStreamName: FirehoseName, Records }));
}
