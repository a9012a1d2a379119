import { awsKinesisStream } from './resources/stream.ts';
import { awsKinesisStreamConsumer } from './resources/stream-consumer.ts';

export const kinesisResources = [awsKinesisStreamConsumer, awsKinesisStream];
