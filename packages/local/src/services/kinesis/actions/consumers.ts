import { ServiceError } from '../../../service.ts';
import { type Input, integer, optional, timestamp } from '../members.ts';
import { consumerArn, consumerName, nextToken, operation, streamArn } from '../operation.ts';
import { decodeToken, encodeToken } from '../shard-iterator.ts';
import type { Stream } from '../stream.ts';
import type { Consumer } from '../stream-settings.ts';
import type { Streams } from '../streams.ts';
import { tags } from './create-stream.ts';

const reference = {
  ConsumerARN: optional(consumerArn),
  StreamARN: optional(streamArn),
  ConsumerName: optional(consumerName),
};

function describe({ name, arn, createdAt }: Consumer) {
  return {
    ConsumerName: name,
    ConsumerARN: arn,
    ConsumerStatus: 'ACTIVE',
    ConsumerCreationTimestamp: createdAt / 1000,
  };
}

export const registerStreamConsumer = operation({
  name: 'RegisterStreamConsumer',
  members: { StreamARN: streamArn, ConsumerName: consumerName, Tags: optional(tags) },
  async run({ StreamARN, ConsumerName, Tags }, streams) {
    const stream = streams.stream({ StreamARN });
    if (stream.settings.consumers.some(({ name }) => name === ConsumerName)) {
      throw new ServiceError('ResourceInUseException', `Consumer ${ConsumerName} of ${stream.title} already exists.`);
    }
    const consumer = await streams.putConsumer(StreamARN, ConsumerName, Tags ?? {});
    return { Consumer: describe(consumer) };
  },
});

export const describeStreamConsumer = operation({
  name: 'DescribeStreamConsumer',
  members: reference,
  run(input, streams) {
    const { stream, consumer } = find(input, streams);
    return { ConsumerDescription: { ...describe(consumer), StreamARN: stream.settings.arn } };
  },
});

export const deregisterStreamConsumer = operation({
  name: 'DeregisterStreamConsumer',
  members: reference,
  async run(input, streams) {
    const { stream, consumer } = find(input, streams);
    await stream.change((settings) => ({
      ...settings,
      consumers: settings.consumers.filter(({ arn }) => arn !== consumer.arn),
    }));
    return {};
  },
});

export const listStreamConsumers = operation({
  name: 'ListStreamConsumers',
  members: {
    StreamARN: streamArn,
    NextToken: optional(nextToken),
    MaxResults: optional(integer(1, 10_000)),
    StreamCreationTimestamp: optional(timestamp),
  },
  run({ StreamARN, NextToken, MaxResults = 100, StreamCreationTimestamp }, streams) {
    const now = streams.clock.now();
    const stream = streams.stream({ StreamARN });
    stream.refuseUnlessCreatedAt(StreamCreationTimestamp);
    const { name: streamName, consumers } = stream.settings;
    const start = NextToken === undefined ? '' : decodeToken('consumers', NextToken, now).last;
    const after = [...consumers].sort((a, b) => (a.name < b.name ? -1 : 1)).filter(({ name }) => name > start);
    const page = after.slice(0, MaxResults);
    const last = page.at(-1)?.name ?? '';
    return {
      Consumers: page.map(describe),
      ...(after.length > page.length ? { NextToken: encodeToken('consumers', { last, streamName }, now) } : {}),
    };
  },
});

function find(input: Input<typeof reference>, streams: Streams): { stream: Stream; consumer: Consumer } {
  const { ConsumerARN, StreamARN, ConsumerName } = input;
  if (ConsumerARN === undefined && (StreamARN === undefined || ConsumerName === undefined)) {
    throw new ServiceError(
      'InvalidArgumentException',
      'Either ConsumerARN or StreamARN and ConsumerName are required.',
    );
  }
  const stream = streams.stream({ StreamARN: ConsumerARN?.replace(/\/consumer\/.*$/, '') ?? StreamARN });
  const consumer = stream.settings.consumers.find(({ arn, name }) =>
    ConsumerARN === undefined ? name === ConsumerName : arn === ConsumerARN,
  );
  if (consumer) return { stream, consumer };
  const wanted = ConsumerARN ?? ConsumerName;
  throw new ServiceError('ResourceNotFoundException', `Consumer ${wanted} of ${stream.title} not found.`);
}
