import type { StreamRecord } from '../../kinesis/stream-reader.ts';
import type { MappingSettings } from './mapping-settings.ts';
import { sourceOf } from './stream-source.ts';

/** AWS's quota of a synchronous invocation: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const maxPayloadBytes = 6 * 1024 * 1024;

type EventSource = Pick<MappingSettings, 'streamArn' | 'roleArn'>;

/** What the function gets, as JSON text. */
export function eventOf(records: readonly StreamRecord[], source: EventSource): string {
  const { eventRecord } = sourceOf(source.streamArn);
  return JSON.stringify({ Records: records.map((record) => eventRecord(record, source)) });
}

/** A measure of what each record adds to the event, never less than it will be. */
export function payloadMeasure(source: EventSource): (record: StreamRecord) => number {
  const empty = {
    shardId: '',
    sequenceNumber: '',
    partitionKey: '',
    data: Buffer.from('{}'),
    arrival: 1_763_740_800_123,
  };
  const around = eventOf([empty], source).length;
  const { sizeOf } = sourceOf(source.streamArn);
  return (record) => around + sizeOf(record);
}
