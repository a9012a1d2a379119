import { Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { essentialConditions } from './conditions.ts';
import type { Config } from './config/config.ts';
import { realTimeStores } from './config/real-time.ts';
import { tableNames } from './config/table-names.ts';
import { AdminAccess } from './endpoint/admin-access.ts';
import { Api } from './endpoint/api.ts';
import { ApplicationTables } from './endpoint/application-tables.ts';
import { EndpointFunctions } from './endpoint/endpoint-functions.ts';
import { Alarms } from './monitoring/alarms.ts';
import { addOutputs } from './outputs.ts';
import { Catalog } from './platform/lake/catalog.ts';
import { Compaction } from './platform/lake/compaction.ts';
import { LakeBucket } from './platform/lake/lake-bucket.ts';
import { Workgroup } from './platform/lake/workgroup.ts';
import { realTimeConditions } from './realtime/conditions.ts';
import { RealTime } from './realtime/real-time.ts';
import { Delivery, largeBuffer, smallBuffer } from './stream/delivery.ts';
import { EventStream } from './stream/event-stream.ts';
import { TransformFunction } from './stream/transform-function.ts';

/**
 * The whole pipeline of one config: which mode means which resources is decided here and nowhere else. Each stage needs
 * what it writes to, so they are made against the flow: the lake, the stream into it, the API before that.
 */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, config: Config, props: StackProps = {}) {
    super(scope, id, props);
    // CDK lets a function wait for its role, which already follows from using the role's ARN.
    this.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: ['W3005'] } } };
    Tags.of(this).add('Workload', config.WORKLOAD_NAME);
    const durable = !config.DEV_MODE;
    const logRetentionDays = config.CLOUDWATCH_RETENTION_DAYS;
    const prefixes = { events: config.EVENTS_PREFIX, archive: config.ARCHIVE_PREFIX, failed: config.FAILED_PREFIX };
    const names = tableNames(config);
    const stores = realTimeStores(config);
    const runsClickHouse = stores?.clickHouse !== undefined && !('url' in stores.clickHouse);
    const backupFolder = runsClickHouse && durable ? `${config.BACKUP_PREFIX}/clickhouse` : undefined;

    const { bucket } = new LakeBucket(this, 'Lake', {
      archivePrefix: config.ARCHIVE_PREFIX,
      eventsPrefix: config.EVENTS_PREFIX,
      rawRetentionDays: config.RAW_RETENTION_DAYS,
      queryResultsPrefix: config.QUERY_RESULTS_PREFIX,
      backupFolder,
      durable,
    });
    const catalog = new Catalog(this, 'Catalog', {
      bucket,
      prefixes: { ...prefixes, compacted: config.COMPACTED_PREFIX },
      names,
      maxEventAgeDays: config.MAX_EVENT_AGE_DAYS,
      rawRetentionDays: config.RAW_RETENTION_DAYS,
    });
    const { workgroup } = new Workgroup(this, 'Questions', {
      name: config.WORKLOAD_NAME,
      bucket,
      resultsPrefix: config.QUERY_RESULTS_PREFIX,
      scanLimitBytes: config.QUERY_SCAN_LIMIT_GIB * 1024 ** 3,
      names,
      durable,
    });

    const { lambda: compact } = new Compaction(this, 'Compaction', {
      workloadName: config.WORKLOAD_NAME,
      bucket,
      prefixes: {
        events: config.EVENTS_PREFIX,
        compacted: config.COMPACTED_PREFIX,
        queryResults: config.QUERY_RESULTS_PREFIX,
      },
      names,
      maxEventAgeDays: config.MAX_EVENT_AGE_DAYS,
      rawRetentionDays: config.RAW_RETENTION_DAYS,
      logRetentionDays,
      durable,
    });

    const { applications, authorizations } = new ApplicationTables(this, 'Tables', { durable });

    const source =
      config.INGEST_MODE === 'REAL_TIME_KDS'
        ? new EventStream(this, 'Stream', {
            shardCount: config.STREAM_SHARD_COUNT,
            retentionHours: config.STREAM_RETENTION_HOURS,
            durable,
          }).stream
        : undefined;
    const judging = { maxEventAgeDays: config.MAX_EVENT_AGE_DAYS, unknownEventTypes: config.UNKNOWN_EVENT_TYPES };
    const transform = new TransformFunction(this, 'Transform', {
      applications,
      judging,
      logRetentionDays,
    }).lambda;
    const buffer = durable ? largeBuffer : smallBuffer;
    const { stream: firehose } = new Delivery(this, 'Delivery', {
      bucket,
      prefixes,
      table: { databaseName: names.database, tableName: names.rawQuarantinedEvents },
      transform,
      source,
      buffer,
      logRetentionDays,
    });
    firehose.addResourceDependency(catalog.rawQuarantinedEvents);
    // Where this name was the table that Firehose took its columns from, it becomes a view when Firehose has another.
    catalog.quarantinedEvents.addResourceDependency(firehose);

    const realTime =
      source && stores
        ? new RealTime(this, 'RealTime', {
            ...stores,
            workloadName: config.WORKLOAD_NAME,
            events: source,
            eventsRetentionHours: config.STREAM_RETENTION_HOURS,
            shardCount: config.STREAM_SHARD_COUNT,
            applications,
            judging,
            bucket,
            backupFolder,
            database: names.database,
            storeRetentionDays: config.REAL_TIME_RETENTION_DAYS,
            hasAlarms: config.EMAIL_ADDRESS !== '',
            durable,
            logRetentionDays,
          })
        : undefined;

    const functions = new EndpointFunctions(this, 'Functions', {
      applications,
      authorizations,
      dataStack: config.DATA_STACK,
      judging,
      logRetentionDays,
    });
    const { rest } = new Api(this, 'Api', {
      name: config.WORKLOAD_NAME,
      stageName: config.API_STAGE_NAME,
      events: source
        ? { service: 'kinesis', streamName: source.streamName, streamArn: source.streamArn }
        : { service: 'firehose', streamName: firehose.ref, streamArn: firehose.attrArn },
      administer: functions.administer,
      authorize: functions.authorize,
      validate: functions.validate,
      logRetentionDays,
    });
    const { policy } = new AdminAccess(this, 'Admin', { workloadName: config.WORKLOAD_NAME, api: rest });

    if (config.EMAIL_ADDRESS !== '') {
      const essential = essentialConditions({
        apiName: config.WORKLOAD_NAME,
        stageName: config.API_STAGE_NAME,
        authorizeFunction: functions.authorize.functionName,
        transformFunction: transform.functionName,
        compactFunction: compact.functionName,
        firehose: firehose.ref,
        kinesisStream: source?.streamName,
        bufferSeconds: buffer.seconds,
      });
      const conditions = { ...essential, ...(realTime && realTimeConditions(realTime.watched)) };
      new Alarms(this, 'Alarms', { emailAddress: config.EMAIL_ADDRESS, conditions });
    }

    addOutputs(this, {
      ApiUrl: { description: 'Address of the API', value: rest.url },
      AdminPolicy: { description: 'Policy for those who administer applications', value: policy.managedPolicyArn },
      StreamName: source && { description: 'Kinesis stream that events enter by', value: source.streamName },
      FirehoseName: { description: 'Firehose stream that delivers to the lake', value: firehose.ref },
      Bucket: { description: 'Bucket of the lake', value: bucket.bucketName },
      ArchivePrefix: {
        description: 'Records as they came in',
        value: `s3://${bucket.bucketName}/${prefixes.archive}/`,
      },
      ErrorPrefix: { description: 'Records that failed', value: `s3://${bucket.bucketName}/${prefixes.failed}/` },
      EventsDatabase: { description: 'Glue database to ask', value: catalog.database.ref },
      EventsView: { description: 'What analysts ask: one row per event', value: names.events },
      RawEventsTable: { description: 'Accepted events as they were delivered', value: names.rawEvents },
      UncompactedEventsTable: {
        description: 'Accepted events as they were delivered, by hour, as far as they are not compacted',
        value: names.uncompactedEvents,
      },
      CompactedEventsTable: { description: 'Accepted events, compacted', value: names.compactedEvents },
      QuarantinedEventsTable: {
        description: 'Events that are set aside: one row each',
        value: names.quarantinedEvents,
      },
      RawQuarantinedEventsTable: {
        description: 'Events that were set aside, as they were delivered',
        value: names.rawQuarantinedEvents,
      },
      FailedEventsTable: { description: 'Records that could not be read: one row each', value: names.failedEvents },
      RawFailedEventsTable: {
        description: 'Records that could not be read, as they were delivered',
        value: names.rawFailedEvents,
      },
      Workgroup: { description: 'Athena workgroup to ask with', value: workgroup.ref },
      CompactFunction: { description: 'Function that compacts delivered events', value: compact.functionName },
      ApplicationsTable: { description: 'DynamoDB table of applications', value: applications.tableName },
      AuthorizationsTable: { description: 'DynamoDB table of keys', value: authorizations.tableName },
      ...realTime?.outputs,
    });
  }
}
