import { ServiceError } from '../../../service.ts';
import { type Input, oneOf, optional, text, timestamp } from '../members.ts';
import { operation, shardId, streamReference } from '../operation.ts';
import type { Shard } from '../shard.ts';
import { encodeIterator } from '../shard-iterator.ts';
import type { Stream } from '../stream.ts';

const members = {
  ...streamReference,
  ShardId: shardId,
  ShardIteratorType: oneOf('AFTER_SEQUENCE_NUMBER', 'LATEST', 'AT_TIMESTAMP', 'AT_SEQUENCE_NUMBER', 'TRIM_HORIZON'),
  StartingSequenceNumber: optional(text({ pattern: /0|([1-9]\d{0,128})/ })),
  Timestamp: optional(timestamp),
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html */
export const getShardIterator = operation({
  name: 'GetShardIterator',
  members,
  async run(input, streams) {
    const stream = streams.stream(input);
    const shard = await stream.shard(input.ShardId);
    const now = streams.clock.now();
    const offset = await start(input, stream, shard, now);
    const { name: streamName, createdAt: streamCreatedAt } = stream.settings;
    return { ShardIterator: encodeIterator({ streamName, streamCreatedAt, shardId: shard.id, offset }, now) };
  },
});

async function start(input: Input<typeof members>, stream: Stream, shard: Shard, now: number): Promise<number> {
  const { ShardIteratorType: type, StartingSequenceNumber: sequenceNumber, Timestamp: seconds } = input;
  switch (type) {
    case 'AT_SEQUENCE_NUMBER':
    case 'AFTER_SEQUENCE_NUMBER': {
      if (sequenceNumber === undefined) throw mustMatch(type, 'no StartingSequenceNumber');
      const offset = shard.sequence.offsetOf(sequenceNumber);
      if (offset === undefined) {
        throw new ServiceError(
          'InvalidArgumentException',
          `StartingSequenceNumber ${sequenceNumber} used in GetShardIterator on shard ${shard.id} in ${stream.title} ` +
            'is invalid because it did not come from this shard.',
        );
      }
      return type === 'AT_SEQUENCE_NUMBER' ? Math.max(0, offset) : offset + 1;
    }
    case 'AT_TIMESTAMP': {
      if (seconds === undefined) {
        throw new ServiceError(
          'InvalidArgumentException',
          'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. ' +
            'Current request has no timestamp parameter.',
        );
      }
      const time = Math.round(seconds * 1000);
      if (time > now) {
        throw new ServiceError(
          'InvalidArgumentException',
          'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
            `timestampInMillis: ${time}, currentTimestampInMillis: ${now}`,
        );
      }
      return shard.offsetAt(time);
    }
    default:
      if (sequenceNumber !== undefined) throw mustMatch(type, 'also a StartingSequenceNumber');
      return type === 'LATEST' ? shard.log.nextOffset : shard.horizon;
  }
}

function mustMatch(type: string, found: string): ServiceError {
  return new ServiceError(
    'InvalidArgumentException',
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or ' +
      `(2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request specified ${type} and ${found}.`,
  );
}
