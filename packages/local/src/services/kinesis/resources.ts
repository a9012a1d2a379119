import type { ResourceKind } from '../../resource.ts';
import { awsKinesisStream } from './resources/stream.ts';
import { awsKinesisStreamConsumer } from './resources/stream-consumer.ts';

export const kinesisResources: readonly ResourceKind[] = [awsKinesisStreamConsumer, awsKinesisStream];
