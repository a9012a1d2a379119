import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Kinesis } from '../kinesis.ts';

interface Engines {
  readonly kinesis: Kinesis;
}

export const awsKinesisStreamConsumer: ResourceKind<Engines> = {
  type: 'AWS::Kinesis::StreamConsumer',
  support: 'Registered with its stream and listed. SubscribeToShard is rejected by name.',
  async create(context) {
    const properties = new PropertyReader(context).only('ConsumerName', 'StreamARN', 'Tags');
    const streamArn = properties.text('StreamARN');
    const consumer = await context.engines.kinesis.streams.putConsumer(
      streamArn,
      properties.text('ConsumerName'),
      Object.fromEntries(properties.items('Tags').map((tag) => [tag.text('Key'), tag.text('Value')])),
    );
    const attributes = {
      ConsumerARN: consumer.arn,
      ConsumerName: consumer.name,
      ConsumerStatus: 'ACTIVE',
      ConsumerCreationTimestamp: String(Math.floor(consumer.createdAt / 1000)),
      StreamARN: streamArn,
    };
    return { ref: consumer.arn, attributes };
  },
};
