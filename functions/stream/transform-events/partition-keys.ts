import type { FirehoseTransformationResultRecord } from 'aws-lambda';
import { utcHour } from '../../event/utc-time.ts';

export type PartitionKeys = FirehoseTransformationResultRecord['metadata'];
export type PartitionOf = (outcome: 'accepted' | 'quarantined', eventDate: string) => PartitionKeys;

/**
 * The partitions of a batch that is transformed at `now` (milliseconds since the epoch): one object for all records of a
 * partition. An hour's events lie in at most two partitions per day that they happened on, which keeps the stream far
 * below the 500 that Firehose has open at once.
 * https://docs.aws.amazon.com/firehose/latest/dev/buffering.html
 */
export function partitionsAt(now: number): PartitionOf {
  const delivered_hour = utcHour(now);
  const partitions = { accepted: new Map<string, PartitionKeys>(), quarantined: new Map<string, PartitionKeys>() };
  return (outcome, event_date) => {
    const known = partitions[outcome].get(event_date);
    if (known !== undefined) return known;
    const keys = { partitionKeys: { outcome, event_date, delivered_hour } };
    partitions[outcome].set(event_date, keys);
    return keys;
  };
}
