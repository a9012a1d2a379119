import type { StreamRecord } from '../../kinesis/stream-reader.ts';
import type { MappingSettings } from './mapping-settings.ts';

/** AWS's quota of a synchronous invocation: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const mostPayloadBytes = 6 * 1024 * 1024;

type EventSource = Pick<MappingSettings, 'streamArn' | 'roleArn'>;

/**
 * What the function gets, as JSON text.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html#services-kinesis-event-example
 */
export function eventOf(records: readonly StreamRecord[], { streamArn, roleArn }: EventSource): string {
  const awsRegion = streamArn.split(':')[3];
  const Records = records.map(({ shardId, sequenceNumber, partitionKey, data, arrival }) => ({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey,
      sequenceNumber,
      data: data.toString('base64'),
      approximateArrivalTimestamp: arrival / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${shardId}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: roleArn,
    awsRegion,
    eventSourceARN: streamArn,
  }));
  return JSON.stringify({ Records });
}

/** A measure of what each record adds to the event, never less than it will be. */
export function payloadMeasure(source: EventSource): (record: StreamRecord) => number {
  const empty = {
    shardId: '',
    sequenceNumber: '',
    partitionKey: '',
    data: Buffer.alloc(0),
    arrival: 1_763_740_800_123,
  };
  const around = eventOf([empty], source).length;
  return ({ shardId, sequenceNumber, partitionKey, data }) =>
    // Each character of a key can become an escape of six.
    around + shardId.length + 2 * sequenceNumber.length + 6 * partitionKey.length + 4 * Math.ceil(data.length / 3);
}
