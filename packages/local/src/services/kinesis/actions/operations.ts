import { refused } from '../operation.ts';
import {
  deregisterStreamConsumer,
  describeStreamConsumer,
  listStreamConsumers,
  registerStreamConsumer,
} from './consumers.ts';
import { createStream, deleteStream } from './create-stream.ts';
import { describeLimits, describeStream, describeStreamSummary, listStreams } from './describe-stream.ts';
import { startStreamEncryption, stopStreamEncryption } from './encryption.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { listShards } from './list-shards.ts';
import { putRecord, putRecords } from './put-records.ts';
import { mergeShards, splitShard, updateShardCount } from './reshard.ts';
import {
  decreaseStreamRetentionPeriod,
  increaseStreamRetentionPeriod,
  updateMaxRecordSize,
  updateStreamMode,
} from './stream-limits.ts';
import {
  addTagsToStream,
  listTagsForResource,
  listTagsForStream,
  removeTagsFromStream,
  tagResource,
  untagResource,
} from './tags.ts';

/** Every action of the API that clients of streams use; what is not here, the endpoint refuses as unknown. */
export const operations = [
  putRecord,
  putRecords,
  getShardIterator,
  getRecords,
  createStream,
  deleteStream,
  describeStream,
  describeStreamSummary,
  describeLimits,
  listStreams,
  listShards,
  splitShard,
  mergeShards,
  updateShardCount,
  updateStreamMode,
  updateMaxRecordSize,
  increaseStreamRetentionPeriod,
  decreaseStreamRetentionPeriod,
  startStreamEncryption,
  stopStreamEncryption,
  registerStreamConsumer,
  describeStreamConsumer,
  listStreamConsumers,
  deregisterStreamConsumer,
  addTagsToStream,
  removeTagsFromStream,
  listTagsForStream,
  tagResource,
  untagResource,
  listTagsForResource,
  refused('SubscribeToShard', 'read with GetRecords; enhanced fan-out needs an event stream'),
  refused('PutResourcePolicy', 'only identity policies decide on a stream'),
  refused('GetResourcePolicy', 'only identity policies decide on a stream'),
  refused('DeleteResourcePolicy', 'only identity policies decide on a stream'),
  refused('EnableEnhancedMonitoring', 'there are no shard-level metrics'),
  refused('DisableEnhancedMonitoring', 'there are no shard-level metrics'),
];
