import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { Construct } from 'constructs';
import type { Config } from '../config/config.ts';
import { judging } from '../config/judging.ts';
import { tableNames } from '../config/table-names.ts';
import { applicationsTable } from '../endpoint/applications-table.ts';
import type { EventsBackend } from '../endpoint/events-backend.ts';
import type { PlatformStack } from '../platform/platform-stack.ts';
import { StageStack } from '../stage-stack.ts';
import { Delivery, largeBuffer, smallBuffer } from './delivery.ts';
import { EventStream } from './event-stream.ts';
import { TransformFunction } from './transform-function.ts';

/** What events enter by, and their delivery to the lake. */
export class StreamStack extends StageStack {
  /** Undefined: events enter by Firehose itself. */
  readonly events: IStream | undefined;
  /** What the API puts events on. */
  readonly backend: EventsBackend;

  constructor(scope: Construct, config: Config, platform: PlatformStack) {
    super(scope, 'stream', config);
    const durable = !config.DEV_MODE;
    const logRetentionDays = config.CLOUDWATCH_RETENTION_DAYS;
    const names = tableNames(config);
    const events =
      config.INGEST_MODE === 'REAL_TIME_KDS'
        ? new EventStream(this, 'Stream', {
            shardCount: config.STREAM_SHARD_COUNT,
            retentionHours: config.STREAM_RETENTION_HOURS,
            durable,
          })
        : undefined;
    const transform = new TransformFunction(this, 'Transform', {
      applications: applicationsTable(this, config.WORKLOAD_NAME),
      judging: judging(config),
      logRetentionDays,
    });
    const delivery = new Delivery(this, 'Delivery', {
      bucket: platform.bucketIn(this),
      prefixes: { events: config.EVENTS_PREFIX, archive: config.ARCHIVE_PREFIX, failed: config.FAILED_PREFIX },
      table: { databaseName: names.database, tableName: names.rawQuarantinedEvents },
      transform: transform.lambda,
      source: events?.stream,
      buffer: durable ? largeBuffer : smallBuffer,
      logRetentionDays,
    });
    this.events = events?.stream;
    this.backend = events?.backend ?? delivery.backend;
    this.report(platform.topic, [events, transform, delivery]);
  }
}
