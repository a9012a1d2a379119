import { describe, expect, it } from 'vitest';
import { environmentNames as administer } from '../../functions/endpoint/administer-applications/environment.ts';
import { environmentNames as authorize } from '../../functions/endpoint/authorize-events/environment.ts';
import { environmentNames as validate } from '../../functions/endpoint/validate-events/environment.ts';
import { environmentNames as compact } from '../../functions/platform/compact-events/environment.ts';
import { environmentNames as defineViews } from '../../functions/platform/define-views/environment.ts';
import { environmentNames as backUp } from '../../functions/realtime/backup-clickhouse/environment.ts';
import { clickHouseEnvironmentNames as clickHouse } from '../../functions/realtime/clickhouse/environment.ts';
import { environmentNames as index } from '../../functions/realtime/index-metrics/environment.ts';
import { environmentNames as load } from '../../functions/realtime/load-clickhouse/environment.ts';
import { environmentNames as transform } from '../../functions/stream/transform-events/environment.ts';
import { existingSecret, modes } from './modes.ts';
import { type Json, synthesized } from './synthesized.ts';

const dataTypes = [
  'AWS::S3::Bucket',
  'AWS::DynamoDB::Table',
  'AWS::Kinesis::Stream',
  'AWS::EC2::Volume',
  'AWS::SecretsManager::Secret',
];

/** Actions that know no resource to name, or none before it is made. */
const withoutResource = [
  /^xray:/,
  /^ec2:(Create|Delete|Describe)NetworkInterfaces?$/,
  /^ec2:(Una|A)ssignPrivateIpAddresses$/,
  /^ec2:DescribeSubnets$/,
  /^ssmmessages:/,
  /^ssm:UpdateInstanceInformation$/,
  /^ecs:DiscoverPollEndpoint$/,
];

function statements(template: Json): Json[] {
  return Object.values<Json>(template.Resources).flatMap((resource) => {
    const policies = [
      resource.Properties?.PolicyDocument,
      ...(resource.Properties?.Policies ?? []).map((p: Json) => p.PolicyDocument),
    ];
    const identity = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role'].includes(resource.Type);
    return identity ? policies.filter(Boolean).flatMap((policy) => policy.Statement) : [];
  });
}

const list = (value: Json): Json[] => (Array.isArray(value) ? value : [value]);

describe.each(modes)('$name', (mode) => {
  const { config } = mode;
  const durable = !config.DEV_MODE;
  const streams = config.INGEST_MODE === 'REAL_TIME_KDS';
  const has = (store: 'CLICKHOUSE' | 'OPENSEARCH') => config.REAL_TIME_STORES.includes(store);
  const isLive = config.REAL_TIME_STORES.length > 0;
  const ownClickHouse = has('CLICKHOUSE') && config.CLICKHOUSE_URL === '';
  const watched = ownClickHouse && config.EMAIL_ADDRESS !== '';
  const backedUp = ownClickHouse && durable;
  const stack = synthesized(mode);

  it('has no finding of cdk-nag that is not explained', () => {
    expect(stack.findings).toEqual([]);
  });

  it('allows no action by a wildcard, and every resource only where none can be named', () => {
    const all = statements(stack.template);
    expect(all.length).toBeGreaterThan(5);
    for (const { Action, Resource } of all) {
      expect(list(Action).filter((action) => action.includes('*'))).toEqual([]);
      const unnamed = list(Action).filter((action) => !withoutResource.some((known) => known.test(action)));
      if (list(Resource).includes('*')) expect(unnamed).toEqual([]);
    }
  });

  it('lets Lambda put functions into the network, and their own code not touch it', () => {
    const inNetwork = stack.resources('AWS::Lambda::Function').filter(({ Properties }) => Properties.VpcConfig);
    expect(inNetwork.length > 0).toBe(ownClickHouse || has('OPENSEARCH'));
    for (const { Properties } of inNetwork) {
      const roleId = Properties.Role['Fn::GetAtt'][0];
      const ofNetwork = stack
        .resources('AWS::IAM::Policy')
        .filter((policy) => policy.Properties.Roles.some(({ Ref }: Json) => Ref === roleId))
        .flatMap((policy) => policy.Properties.PolicyDocument.Statement)
        .filter(({ Action }: Json) => list(Action).some((action) => action.startsWith('ec2:')));
      const [allow, deny, ...more] = ofNetwork;
      expect([allow.Effect, deny.Effect, more]).toEqual(['Allow', 'Deny', []]);
      const isOfNetwork = (action: string) => action.startsWith('ec2:');
      expect([deny.Action, deny.Resource]).toEqual([list(allow.Action).filter(isOfNetwork), '*']);
      const [[key, function_]] = Object.entries<Json>(deny.Condition.ArnEquals) as [[string, Json]];
      expect([key, function_['Fn::Join'][1].at(-1)]).toEqual(['lambda:SourceFunctionArn', ':function:*']);
    }
  });

  it(`${durable ? 'keeps' : 'removes'} data with the stack`, () => {
    const policies = dataTypes.flatMap((type) => stack.resources(type)).map(({ DeletionPolicy }) => DeletionPolicy);
    expect(new Set(policies)).toEqual(new Set([durable ? 'RetainExceptOnCreate' : 'Delete']));
    const domains = stack.resources('AWS::OpenSearchService::Domain').map(({ DeletionPolicy }) => DeletionPolicy);
    expect(new Set(domains)).toEqual(new Set(has('OPENSEARCH') ? [durable ? 'RetainExceptOnCreate' : 'Delete'] : []));
    expect(stack.resources('Custom::S3AutoDeleteObjects')).toHaveLength(durable ? 0 : 1);
  });

  it(`${durable ? 'protects' : 'does not protect'} tables and files against deletion`, () => {
    for (const { Properties } of stack.resources('AWS::DynamoDB::Table')) {
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true },
        DeletionProtectionEnabled: durable,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: durable },
      });
    }
    const { VersioningConfiguration } = stack.one('AWS::S3::Bucket').Properties;
    expect(VersioningConfiguration).toEqual(durable ? { Status: 'Enabled' } : undefined);
  });

  it('has the tables of applications, of their keys and of what is compacted', () => {
    const keys = stack
      .resources('AWS::DynamoDB::Table')
      .map(({ Properties }) => Properties.KeySchema.map((key: Json) => key.AttributeName));
    expect(keys.sort()).toEqual([['ApplicationId'], ['ApplicationId', 'ApiKeyId'], ['Kind', 'Id']]);
  });

  it(`${streams ? 'puts events on the Kinesis stream' : 'hands events to Firehose'}, with permission for just that`, () => {
    const action = streams ? 'kinesis:action/PutRecords' : 'firehose:action/PutRecordBatch';
    const body = stack.one('AWS::ApiGateway::RestApi').Properties.Body;
    const { uri, requestTemplates } =
      body.paths['/applications/{applicationId}/events'].post['x-amazon-apigateway-integration'];
    expect(JSON.stringify(uri)).toContain(action);
    expect(JSON.stringify(requestTemplates)).not.toMatch(/%[A-Z_]+%/);
    const permission = action.replace('action/', '');
    const allowed = statements(stack.template).filter(({ Action }) => list(Action).includes(permission));
    const ofMetrics = allowed.filter(({ Resource }) => JSON.stringify(Resource).includes('StreamMetrics'));
    expect([allowed.length, ofMetrics.length]).toEqual(isLive ? [2, 1] : [1, 0]);
    const { Properties } = stack.one('AWS::KinesisFirehose::DeliveryStream');
    expect(Properties.DeliveryStreamType).toBe(streams ? 'KinesisStreamAsSource' : 'DirectPut');
  });

  it(streams ? 'has a stream as configured' : 'has no stream', () => {
    const found = stack.resources('AWS::Kinesis::Stream').map(({ Properties }) => Properties);
    if (!streams) return expect(found).toEqual([]);
    const settings = {
      StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' },
      StreamModeDetails: { StreamMode: config.STREAM_PROVISIONED ? 'PROVISIONED' : 'ON_DEMAND' },
      ...(config.STREAM_SHARD_COUNT && { ShardCount: config.STREAM_SHARD_COUNT }),
    };
    const events = { RetentionPeriodHours: config.STREAM_RETENTION_HOURS, ...settings };
    expect(found).toMatchObject(isLive ? [events, { RetentionPeriodHours: 24, ...settings }] : [events]);
  });

  it('delivers Parquet by outcome and day, keeps the records as they came, and sets failed ones aside', () => {
    const { ExtendedS3DestinationConfiguration: destination } = stack.one(
      'AWS::KinesisFirehose::DeliveryStream',
    ).Properties;
    expect(destination).toMatchObject({
      Prefix:
        'events/!{partitionKeyFromLambda:outcome}/event_date=!{partitionKeyFromLambda:event_date}/delivered_hour=!{partitionKeyFromLambda:delivered_hour}/',
      ErrorOutputPrefix: 'failed/failed_date=!{timestamp:yyyy-MM-dd}/!{firehose:error-output-type}/',
      BufferingHints: durable ? { SizeInMBs: 128, IntervalInSeconds: 300 } : { SizeInMBs: 64, IntervalInSeconds: 60 },
      DynamicPartitioningConfiguration: { Enabled: true },
      DataFormatConversionConfiguration: {
        Enabled: true,
        OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } },
        SchemaConfiguration: { DatabaseName: 'game_analytics', TableName: 'raw_quarantined_events' },
      },
      S3BackupMode: 'Enabled',
      S3BackupConfiguration: { Prefix: 'archive/!{timestamp:yyyy/MM/dd/HH}/', CompressionFormat: 'GZIP' },
    });
  });

  it('names an error prefix wherever a prefix holds an expression, as Firehose demands when it is made', () => {
    const { ExtendedS3DestinationConfiguration: destination } = stack.one(
      'AWS::KinesisFirehose::DeliveryStream',
    ).Properties;
    for (const { Prefix, ErrorOutputPrefix } of [destination, destination.S3BackupConfiguration]) {
      expect(Prefix).toContain('!{');
      expect(ErrorOutputPrefix).toBe('failed/failed_date=!{timestamp:yyyy-MM-dd}/!{firehose:error-output-type}/');
    }
  });

  it('gives each function the environment that it reads, traces, and logs that end', () => {
    const functions = stack.resources('AWS::Lambda::Function').filter(({ Properties }) => Properties.Environment);
    const names = functions.map(({ Properties }) => Object.keys(Properties.Environment.Variables).sort());
    const { openSearchUrl, ...ofClickHouse } = index;
    const { stores, retentionDays } = index;
    const indexing = {
      ...(has('CLICKHOUSE') ? ofClickHouse : { stores, retentionDays }),
      ...(has('OPENSEARCH') && { openSearchUrl }),
    };
    const expected = [
      ...[authorize, administer, validate, transform, compact, defineViews],
      ...(has('CLICKHOUSE') ? [clickHouse, load] : []),
      ...(isLive ? [indexing] : []),
      ...(watched ? [clickHouse] : []),
      ...(backedUp ? [backUp] : []),
    ].map((each) => Object.values(each).sort());
    expect(names.sort()).toEqual(expected.sort());
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        TracingConfig: { Mode: 'Active' },
        Architectures: ['arm64'],
        Handler: 'index.handler',
      });
    }
    for (const { Properties } of stack.resources('AWS::Logs::LogGroup')) {
      expect(Properties.RetentionInDays).toBe(config.CLOUDWATCH_RETENTION_DAYS);
    }
  });

  it('lets the function that validates events do nothing but log and trace, and be called for that', () => {
    const [validating, ...more] = stack
      .resources('AWS::Lambda::Function')
      .filter(({ logicalId }) => logicalId.startsWith('FunctionsValidateEvents'));
    expect(more).toEqual([]);
    const role = validating?.Properties.Role['Fn::GetAtt'][0];
    const policies = stack
      .resources('AWS::IAM::Policy')
      .filter(({ Properties }) => Properties.Roles.some(({ Ref }: Json) => Ref === role));
    const actions = policies
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .map(({ Action }) => Action);
    expect(actions.flat().filter((action) => !/^(logs|xray):/.test(action))).toEqual([]);
    const permissions = stack
      .resources('AWS::Lambda::Permission')
      .filter(({ Properties }) => Properties.FunctionName['Fn::GetAtt'][0] === validating?.logicalId);
    expect(permissions).toHaveLength(1);
    expect(JSON.stringify(permissions)).toContain('/POST/applications/*/events/validate');
  });

  it('throttles, traces and logs the API without keys and bodies', () => {
    const { Properties } = stack.one('AWS::ApiGateway::Stage');
    expect(Properties).toMatchObject({
      StageName: config.API_STAGE_NAME,
      TracingEnabled: true,
      MethodSettings: [
        { DataTraceEnabled: false, ThrottlingRateLimit: 5000, ThrottlingBurstLimit: 5000, MetricsEnabled: true },
      ],
    });
    expect(Properties.AccessLogSetting.Format).not.toMatch(/header|authorizer\.(principalId|claims)|apiKey|identity/i);
    expect(() => JSON.parse(Properties.AccessLogSetting.Format)).not.toThrow();
  });

  it('lets administrators call admin routes only', () => {
    const [policy] = stack
      .resources('AWS::IAM::ManagedPolicy')
      .filter(({ logicalId }) => logicalId.startsWith('Admin'));
    const Properties = policy?.Properties;
    expect(Properties.ManagedPolicyName).toEqual({
      'Fn::Join': ['', ['test-games-', { Ref: 'AWS::Region' }, '-AdminAPIAccess']],
    });
    const routes = Properties.PolicyDocument.Statement[0].Resource.map((arn: Json) => arn['Fn::Join'][1].at(-1));
    expect(routes.sort()).toEqual([
      '/DELETE/applications/*',
      '/GET/applications',
      '/GET/applications/*',
      '/POST/applications',
      '/POST/applications/*/authorizations',
      '/POST/redshift/setup',
      '/PUT/applications/*/authorizations/*',
    ]);
  });

  it('leaves nothing behind when its first deployment fails, and nothing without a reason when it is deleted', () => {
    const policies = Object.values<Json>(stack.template.Resources).map(({ DeletionPolicy }) => DeletionPolicy);
    expect(policies).not.toContain('Retain');
    const catalog = ['AWS::Glue::Database', 'AWS::Glue::Table'].flatMap((type) => stack.resources(type));
    const kept = catalog.filter(({ DeletionPolicy }) => DeletionPolicy === 'RetainExceptOnCreate');
    const names = kept.map(({ Properties }) => Properties.DatabaseInput?.Name ?? Properties.TableInput.Name);
    expect(names).toEqual(durable ? ['game_analytics', 'compacted_events'] : []);
  });

  it('has roles that a service takes for this account alone', () => {
    const services = ['apigateway.amazonaws.com', 'firehose.amazonaws.com', 'scheduler.amazonaws.com'];
    const trusts = stack
      .resources('AWS::IAM::Role')
      .filter(({ logicalId }) => !logicalId.includes('CloudWatchRole'))
      .flatMap(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement)
      .filter(({ Principal }) => services.includes(Principal.Service));
    expect(new Set(trusts.map(({ Principal }) => Principal.Service))).toEqual(new Set(services));
    for (const { Condition } of trusts) {
      expect(Condition.StringEquals).toMatchObject({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
    }
  });

  it('lets the execution log of the API expire, by the name that API Gateway gives it', () => {
    const named = stack.resources('AWS::Logs::LogGroup').filter(({ Properties }) => Properties.LogGroupName);
    const api = stack.one('AWS::ApiGateway::RestApi').logicalId;
    expect(named.map(({ Properties }) => Properties.LogGroupName)).toEqual([
      { 'Fn::Join': ['', ['API-Gateway-Execution-Logs_', { Ref: api }, `/${config.API_STAGE_NAME}`]] },
    ]);
    const { DependsOn } = stack.template.Resources[stack.one('AWS::ApiGateway::Stage').logicalId];
    expect(DependsOn).toContain(named[0]?.logicalId);
  });

  it('limits what a query may read, and lets results expire', () => {
    const groups = stack.resources('AWS::Athena::WorkGroup').map(({ Properties }) => Properties);
    expect(groups.map(({ Name }) => Name).sort()).toEqual(['test-games', 'test-games-compaction']);
    expect(groups.find(({ Name }) => Name === 'test-games')).toMatchObject({
      RecursiveDeleteOption: true,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 100 * 1024 ** 3,
        ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
      },
    });
    expect(stack.one('AWS::S3::Bucket').Properties.LifecycleConfiguration.Rules).toContainEqual(
      expect.objectContaining({ Prefix: 'query-results/', ExpirationInDays: 7 }),
    );
  });

  it('lets the files of accepted events expire when they are compacted for long, and no others of the lake', () => {
    const rules: Json[] = stack.one('AWS::S3::Bucket').Properties.LifecycleConfiguration.Rules;
    const expiring = rules.filter(({ ExpirationInDays }) => ExpirationInDays).map(({ Prefix }) => Prefix);
    expect(expiring.sort()).toEqual([
      ...(backedUp ? ['backups/clickhouse/'] : []),
      'events/accepted/',
      'query-results/',
    ]);
    expect(rules).toContainEqual(
      expect.objectContaining({ Prefix: 'events/accepted/', ExpirationInDays: config.RAW_RETENTION_DAYS }),
    );
  });

  it('tells what a user needs to know', () => {
    const names = Object.keys(stack.template.Outputs).sort();
    expect(names).toEqual(
      [
        'AdminPolicy',
        'AnalystPolicy',
        'ApiUrl',
        'ApplicationsTable',
        'ArchivePrefix',
        'AuthorizationsTable',
        'Bucket',
        'CompactFunction',
        'CompactedEventsTable',
        'ErrorPrefix',
        'EventsDatabase',
        'EventsView',
        'FailedEventsTable',
        'FirehoseName',
        'QuarantinedEventsTable',
        'RawEventsTable',
        'RawFailedEventsTable',
        'RawQuarantinedEventsTable',
        'UncompactedEventsTable',
        ...(streams ? ['StreamName'] : []),
        ...(isLive ? ['FlinkApplication', 'IndexFunction', 'LoadFailuresPrefix', 'MetricsStreamName'] : []),
        ...(has('CLICKHOUSE')
          ? ['ClickHouseDatabase', 'ClickHouseSecret', 'ClickHouseUrl', 'LoadFunction', 'PrepareFunction']
          : []),
        ...(ownClickHouse
          ? ['ClickHouseAnalystSecret', 'ClickHouseCertificate', 'ClickHouseCluster', 'ClickHouseLoaderSecret']
          : []),
        ...(backedUp ? ['BackupFunction', 'BackupPrefix'] : []),
        ...(has('OPENSEARCH') ? ['OpenSearchUrl'] : []),
        'Workgroup',
      ].sort(),
    );
  });

  it(config.EMAIL_ADDRESS ? 'tells the e-mail address what is wrong' : 'makes no alarms for nobody', () => {
    const alarms = stack.resources('AWS::CloudWatch::Alarm');
    expect(stack.resources('AWS::SNS::Subscription')).toHaveLength(config.EMAIL_ADDRESS ? 1 : 0);
    const ofFlink = isLive ? 5 : 0;
    // Of a loader four, and two for each of its stores.
    const ofLoaders = (has('CLICKHOUSE') ? 6 : 0) + (isLive ? 4 + 2 * config.REAL_TIME_STORES.length : 0);
    const ofStores = (watched ? 2 : 0) + (backedUp ? 1 : 0) + (has('OPENSEARCH') ? 3 : 0);
    expect(alarms).toHaveLength(config.EMAIL_ADDRESS ? 9 + ofFlink + ofLoaders + ofStores : 0);
    for (const { Properties } of alarms)
      expect(Properties).toMatchObject({ AlarmActions: [{}], AlarmDescription: expect.any(String) });
  });

  it('lets CloudWatch publish the alarms of this account, and no one without TLS', () => {
    const policies = stack.resources('AWS::SNS::TopicPolicy');
    expect(policies).toHaveLength(config.EMAIL_ADDRESS ? 1 : 0);
    for (const { Properties } of policies) {
      const topic = { Ref: stack.one('AWS::SNS::Topic').logicalId };
      expect(Properties.Topics).toEqual([topic]);
      const [allow, ...more] = Properties.PolicyDocument.Statement.filter(({ Effect }: Json) => Effect === 'Allow');
      expect(more).toEqual([]);
      expect(allow).toMatchObject({
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topic,
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      });
      expect(JSON.stringify(allow.Condition.ArnLike['aws:SourceArn'])).toContain(':alarm:*');
    }
  });

  it('has a stack for each stage of the config, each well below what CloudFormation takes', () => {
    const stages = ['endpoint', 'platform', ...(isLive ? ['realtime'] : []), 'stream'];
    expect([...stack.stacks.keys()].sort()).toEqual(stages.map((stage) => `test-games-${stage}`));
    for (const template of stack.stacks.values()) {
      expect(JSON.stringify(template, undefined, 1).length).toBeLessThan(400_000);
      expect(Object.keys(template.Resources).length).toBeLessThan(200);
    }
  });

  it('refers from stack to stack by weak references alone, which lock no update', () => {
    for (const template of stack.stacks.values()) {
      expect(JSON.stringify(template)).not.toContain('Fn::ImportValue');
      for (const output of Object.values<Json>(template.Outputs ?? {})) expect(output.Export).toBeUndefined();
    }
  });

  it('belongs to no account and region, and is tagged', () => {
    const template = JSON.stringify(stack.template).replaceAll(existingSecret, '');
    expect(template.match(/us-east-1|:\d{12}:/)).toBeNull();
    expect(stack.one('AWS::S3::Bucket').Properties.Tags).toContainEqual({ Key: 'Workload', Value: 'test-games' });
  });
});
