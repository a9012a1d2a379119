import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { statementsFile } from '../../../functions/realtime/prepare-clickhouse/environment.ts';
import { zonesOf } from '../../../infrastructure/realtime/opensearch/opensearch-domain.ts';
import { existingSecret, type Mode, modes, withExistingClickHouse } from '../modes.ts';
import { type Json, type Resource, type Synthesized, synthesized } from '../synthesized.ts';

function modeNamed(name: string): Mode {
  const found = modes.find((mode) => mode.name === name);
  if (found === undefined) throw new Error(`there is no mode ${name}`);
  return found;
}

const both = synthesized(modeNamed('REAL_TIME_KDS with both stores'));
const searchOnly = synthesized(modeNamed('REAL_TIME_KDS with OpenSearch, DEV_MODE'));
const existing = synthesized(withExistingClickHouse);
const existingWithSearch = synthesized({
  name: 'a ClickHouse that is there already, and OpenSearch',
  config: { ...withExistingClickHouse.config, REAL_TIME_STORES: ['CLICKHOUSE', 'OPENSEARCH'] },
});

const text = (value: Json): string => JSON.stringify(value);

function functionOf(stack: Synthesized, name: string): Resource {
  const [found, ...more] = stack.resources('AWS::Lambda::Function').filter(({ logicalId }) => logicalId.includes(name));
  if (found === undefined || more.length > 0) throw new Error(`${more.length + (found ? 1 : 0)} of ${name}`);
  return found;
}

/** What a role may do: `action on resource`, without logs, traces and network interfaces. */
function allowed(stack: Synthesized, roleId: string): string[] {
  const inline = (stack.template.Resources[roleId].Properties.Policies ?? []).map((each: Json) => each.PolicyDocument);
  const attached = stack
    .resources('AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: Json) => Ref === roleId))
    .map(({ Properties }) => Properties.PolicyDocument);
  return [...inline, ...attached]
    .flatMap((document: Json) => document.Statement)
    .flatMap(({ Action, Resource }: Json) =>
      [Action]
        .flat()
        .flatMap((action: string) => [Resource].flat().map((each: Json) => `${action} on ${nameOf(each)}`)),
    )
    .filter((each) => !/^(logs|xray|ec2):/.test(each))
    .sort();
}

/** A resource of a policy in a few words: the logical id without its hash, and what follows it. */
function nameOf(resource: Json): string {
  if (typeof resource === 'string') return resource;
  if (resource.Ref) return resource.Ref.replace(/[0-9A-F]{8}$/, '');
  if (resource['Fn::GetAtt']) return resource['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, '');
  if (resource['Fn::Sub']) return resource['Fn::Sub'].replace(/[0-9a-f]{64}/, '<hash>');
  return resource['Fn::Join'][1].map(nameOf).join('');
}

const roleOf = ({ Properties }: Resource): string => Properties.Role['Fn::GetAtt'][0];

const applications = 'arn:AWS::Partition:dynamodb:AWS::Region:AWS::AccountId:table/test-games-applications';
const lake = 'arn:AWS::Partition:s3:::LakeBucket';

describe('the Flink application', () => {
  const { Properties, logicalId } = both.one('AWS::KinesisAnalyticsV2::Application');
  const configuration = Properties.ApplicationConfiguration;

  it('runs on Flink 1.20, scales, keeps checkpoints and snapshots, and goes back when it does not come up', () => {
    expect(Properties.RuntimeEnvironment).toBe('FLINK-1_20');
    expect(configuration).toMatchObject({
      ApplicationSnapshotConfiguration: { SnapshotsEnabled: true },
      ApplicationSystemRollbackConfiguration: { RollbackEnabled: true },
      FlinkApplicationConfiguration: {
        CheckpointConfiguration: { CheckpointingEnabled: true, CheckpointInterval: 60_000 },
        ParallelismConfiguration: { AutoScalingEnabled: true, Parallelism: 1 },
      },
    });
    expect(Properties.RunConfiguration.ApplicationRestoreConfiguration.ApplicationRestoreType).toBe(
      'RESTORE_FROM_LATEST_SNAPSHOT',
    );
    expect(Properties.RunConfiguration.FlinkRunConfiguration.AllowNonRestoredState).toBe(true);
  });

  it('is told streams, table, bounds and where its job is', () => {
    const [group, ...more] = configuration.EnvironmentProperties.PropertyGroups;
    expect(more).toEqual([]);
    expect(group.PropertyGroupId).toBe('pipeline');
    expect(Object.keys(group.PropertyMap).sort()).toEqual(
      [
        'APPLICATIONS_TABLE',
        'AWS_REGION',
        'DEDUPLICATION_TTL',
        'EVENT_STREAM_ARN',
        'JOB_BUCKET',
        'JOB_KEY',
        'MAX_EVENT_AGE_DAYS',
        'METRICS_STREAM_ARN',
        'UNKNOWN_EVENT_TYPES',
      ].sort(),
    );
    expect(group.PropertyMap.JOB_KEY).toMatch(/^[0-9a-f]{64}\.zip$/);
  });

  it('may read the events, look up applications, write metrics and fetch its code, and nothing else', () => {
    const read = ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'];
    const actions = allowed(both, Properties.ServiceExecutionRole['Fn::GetAtt'][0]);
    expect(actions.filter((each) => !each.startsWith('s3:'))).toEqual(
      [
        `dynamodb:BatchGetItem on ${applications}`,
        `dynamodb:GetItem on ${applications}`,
        ...read.map((action) => `kinesis:${action} on StreamEvents`),
        'kinesis:PutRecords on StreamMetrics',
      ].sort(),
    );
    const code = actions.filter((each) => each.startsWith('s3:'));
    expect(code).toHaveLength(2);
    for (const each of code) expect(each).toMatch(/^s3:GetObject on .*cdk-.*\/(<hash>|[0-9a-f]{64})\.(zip|jar)$/);
  });

  it('is started by the deployment, after its log is there, by a function that may do just that', () => {
    const [start] = both.resources('Custom::StartFlink');
    expect(start?.Properties).toMatchObject({
      ApplicationName: { Ref: logicalId },
      CodeKey: configuration.ApplicationCodeConfiguration.CodeContent.S3ContentLocation.FileKey,
      PropertyGroups: configuration.EnvironmentProperties.PropertyGroups,
    });
    expect(text(both.template.Resources[start?.logicalId ?? ''].DependsOn)).toContain('FlinkLogging');
    const application = 'arn:AWS::Partition:kinesisanalytics:AWS::Region:AWS::AccountId:application/test-games-metrics';
    expect(allowed(both, roleOf(functionOf(both, 'StartFlink')))).toEqual([
      `kinesisanalytics:DescribeApplication on ${application}`,
      `kinesisanalytics:StartApplication on ${application}`,
      `kinesisanalytics:StopApplication on ${application}`,
    ]);
  });
});

describe('the loaders', () => {
  it('read from the oldest record, halve what fails, and set it aside before the stream forgets it', () => {
    const mappings = both.resources('AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);
    const settings = {
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 1,
      ParallelizationFactor: 1,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: both.one('AWS::S3::Bucket').logicalId } },
    };
    for (const mapping of mappings) {
      const destination = mapping.DestinationConfig.OnFailure.Destination['Fn::Join'][1].at(-1).Ref;
      expect({ ...mapping, DestinationConfig: { OnFailure: { Destination: destination } } }).toMatchObject(settings);
    }
    // Events are kept for 48 hours, metrics for 24; an hour less.
    expect(mappings.map(({ MaximumRecordAgeInSeconds }) => MaximumRecordAgeInSeconds)).toEqual([47 * 3600, 23 * 3600]);
    // Kept for a year; Lambda knows no more than a week.
    const [longest] = existing.resources('AWS::Lambda::EventSourceMapping');
    expect(longest?.Properties.MaximumRecordAgeInSeconds).toBe(7 * 86_400);
  });

  it('outlast an outage of two hours, and try what is refused few times', () => {
    for (const { Properties } of both.resources('AWS::Lambda::EventSourceMapping')) {
      const { Timeout } = functionOf(both, Properties.FunctionName.Ref.replace(/[0-9A-F]{8}$/, '')).Properties;
      expect((Properties.MaximumRetryAttempts * Timeout) / 3600).toBeGreaterThan(2);
      expect(Properties.MaximumRetryAttempts).toBeLessThanOrEqual(10);
    }
  });

  it('begin when their stores are prepared', () => {
    for (const { logicalId } of both.resources('AWS::Lambda::EventSourceMapping')) {
      const needed = text(both.template.Resources[logicalId].DependsOn);
      expect(needed).toContain('ClickHouseTables');
      if (logicalId.includes('Index')) expect(needed).toContain('OpenSearchIndices');
    }
  });

  it.each([
    ['a ClickHouse of its own', both, ['LoadClickHouse', 'IndexMetrics']],
    ['a ClickHouse that is there already', existing, ['LoadClickHouse', 'IndexMetrics']],
    ['OpenSearch alone', searchOnly, ['IndexMetrics']],
  ])('are asked every minute, events or not, whether %s is all right, as soon as it is prepared', (_, stack, names) => {
    const everyMinute = stack
      .resources('AWS::Scheduler::Schedule')
      .filter(({ Properties }) => Properties.ScheduleExpression === 'rate(1 minute)');
    expect(everyMinute.map(({ Properties }) => Properties.Target.Arn['Fn::GetAtt'][0])).toEqual(
      names.map((name) => functionOf(stack, name).logicalId),
    );
    for (const { logicalId, Properties } of everyMinute) {
      expect(Properties).toMatchObject({ Target: { Input: '{}' } });
      const needed = text(stack.template.Resources[logicalId].DependsOn);
      if (stack !== searchOnly) expect(needed).toContain('ClickHouseTables');
      if (stack !== existing && logicalId.includes('Index')) expect(needed).toContain('OpenSearchIndices');
      const role = Properties.Target.RoleArn['Fn::GetAtt'][0];
      const lambda = nameOf(Properties.Target.Arn);
      expect(allowed(stack, role)).toEqual([`lambda:InvokeFunction on ${lambda}`]);
    }
  });

  it('may read their stream, set aside, and log in, and nothing else', () => {
    const read = ['DescribeStream', 'DescribeStreamSummary', 'GetRecords', 'GetShardIterator', 'ListShards'];
    const aside = [`s3:ListBucket on ${lake}`, `s3:PutObject on ${lake}/aws/lambda/*`];
    const login = 'secretsmanager:GetSecretValue on ClickHouseLoaderLoginSecret';
    expect(allowed(both, roleOf(functionOf(both, 'LoadClickHouse')))).toEqual(
      [
        ...read.map((action) => `kinesis:${action} on StreamEvents`),
        ...aside,
        `dynamodb:BatchGetItem on ${applications}`,
        login,
      ].sort(),
    );
    const domain = 'arn:AWS::Partition:es:AWS::Region:AWS::AccountId:domain/test-games-metrics';
    expect(allowed(both, roleOf(functionOf(both, 'IndexMetrics')))).toEqual(
      [
        ...read.map((action) => `kinesis:${action} on StreamMetrics`),
        ...aside,
        login,
        `es:ESHttpPost on ${domain}/*`,
      ].sort(),
    );
  });
});

describe('ClickHouse', () => {
  it('keeps its data on an encrypted volume of its own, in the zone of its host', () => {
    const { Properties } = both.one('AWS::EC2::Volume');
    expect(Properties).toMatchObject({ Encrypted: true, VolumeType: 'gp3', Size: 200 });
    const [subnet] = both.one('AWS::AutoScaling::AutoScalingGroup').Properties.VPCZoneIdentifier;
    expect(Properties.AvailabilityZone['Fn::GetAtt'][0]).toBe(subnet['Fn::GetAtt'][0]);
  });

  it('has a host with the processor of its machine image, and no way in', () => {
    const { LaunchTemplateData: host } = both.one('AWS::EC2::LaunchTemplate').Properties;
    expect(host).toMatchObject({ InstanceType: 'r7g.large', MetadataOptions: { HttpTokens: 'required' } });
    expect(host.ImageId).toContain('/arm64/');
    expect(host).not.toHaveProperty('KeyName');
  });

  it('ends a host whose start-up fails, so that the group replaces it', () => {
    const { LaunchTemplateData: host } = both.one('AWS::EC2::LaunchTemplate').Properties;
    expect(host.InstanceInitiatedShutdownBehavior).toBe('terminate');
    expect(JSON.stringify(host.UserData)).toContain("trap 'signal FAILURE; shutdown -h now' ERR");
  });

  it('runs one server at most on its volume', () => {
    expect(both.one('AWS::ECS::Service').Properties).toMatchObject({
      DesiredCount: 1,
      DeploymentConfiguration: { MaximumPercent: 100, MinimumHealthyPercent: 0 },
    });
  });

  it('has its passwords from the secrets alone', () => {
    const [container] = both.one('AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
    expect(container.Environment.map(({ Name }: Json) => Name)).not.toContain('CLICKHOUSE_PASSWORD');
    expect(container.Secrets.map(({ Name, ValueFrom }: Json) => `${Name} of ${nameOf(ValueFrom)}`)).toEqual([
      'CLICKHOUSE_PASSWORD of ClickHouseLoginSecret:password::',
      'LOADER_PASSWORD of ClickHouseLoaderLoginSecret:password::',
      'ANALYST_PASSWORD of ClickHouseAnalystLoginSecret:password::',
    ]);
    for (const { Properties } of both.resources('AWS::SecretsManager::Secret'))
      expect(Properties).not.toHaveProperty('SecretString');
  });

  it('is loaded by functions whose user can do nothing else', () => {
    const used = ['LoadClickHouse', 'IndexMetrics', 'PrepareClickHouse', 'BackupClickHouse'].map((name) => {
      const lambda = functionOf(both, name);
      const secret = nameOf(lambda.Properties.Environment.Variables.CLICKHOUSE_SECRET_ARN);
      const reads = allowed(both, roleOf(lambda)).filter((action) => action.startsWith('secretsmanager:'));
      expect(reads).toEqual([`secretsmanager:GetSecretValue on ${secret}`]);
      return [name, secret.replace(/Secret$/g, '')];
    });
    expect(used).toEqual([
      ['LoadClickHouse', 'ClickHouseLoaderLogin'],
      ['IndexMetrics', 'ClickHouseLoaderLogin'],
      ['PrepareClickHouse', 'ClickHouseLogin'],
      ['BackupClickHouse', 'ClickHouseLogin'],
    ]);
  });

  it('is reached by TLS from the functions and the host alone', () => {
    expect(both.one('AWS::ElasticLoadBalancingV2::LoadBalancer').Properties).toMatchObject({
      Scheme: 'internal',
      Type: 'network',
    });
    expect(both.one('AWS::ElasticLoadBalancingV2::Listener').Properties).toMatchObject({ Port: 8443, Protocol: 'TLS' });
    const rules = both.resources('AWS::EC2::SecurityGroupIngress').map(({ Properties }) => Properties);
    const groupOf = (value: Json) => value['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/g, '');
    const shown = rules.map(
      ({ SourceSecurityGroupId, GroupId, FromPort, ToPort }) =>
        `${groupOf(SourceSecurityGroupId)} → ${groupOf(GroupId)}:${FromPort}${ToPort === FromPort ? '' : `–${ToPort}`}`,
    );
    expect(shown.sort()).toEqual([
      'ClickHouseBalancerGroup → ClickHouseServerGroup:8123',
      'ClickHouseHostGroup → ClickHouseBalancerGroup:8443',
      'NetworkFunctions → ClickHouseBalancerGroup:8443',
      'NetworkFunctions → OpenSearchGroup:443',
    ]);
    for (const { Properties } of both.resources('AWS::EC2::SecurityGroup')) {
      expect(Properties.SecurityGroupIngress).toBeUndefined();
    }
  });

  it('backs itself up into its folder of the bucket, and may write nowhere else', () => {
    const role = both.one('AWS::ECS::TaskDefinition').Properties.TaskRoleArn['Fn::GetAtt'][0];
    expect(allowed(both, role)).toEqual([
      `s3:AbortMultipartUpload on ${lake}/backups/clickhouse/*`,
      `s3:DeleteObject on ${lake}/backups/clickhouse/*`,
      `s3:GetObject on ${lake}/backups/clickhouse/*`,
      `s3:ListBucket on ${lake}`,
      `s3:PutObject on ${lake}/backups/clickhouse/*`,
    ]);
    const schedules = both.resources('AWS::Scheduler::Schedule').map(({ Properties }) => Properties.ScheduleExpression);
    expect(schedules).toContain('cron(0 3 * * ? *)');
  });

  it('that is there already is not built, and reached from outside of any network', () => {
    for (const type of ['AWS::EC2::VPC', 'AWS::EC2::Volume', 'AWS::ECS::Service', 'AWS::SecretsManager::Secret']) {
      expect(existing.resources(type)).toEqual([]);
    }
    const { Properties } = functionOf(existing, 'LoadClickHouse');
    expect(Properties).not.toHaveProperty('VpcConfig');
    expect(Properties.Environment.Variables).toMatchObject({
      CLICKHOUSE_URL: 'https://clickhouse.example.com:8443',
      CLICKHOUSE_SECRET_ARN: existingSecret,
      CLICKHOUSE_CA_CERTIFICATE: '',
      CLICKHOUSE_CLUSTER: 'games',
    });
    const { Variables } = functionOf(existing, 'PrepareClickHouse').Properties.Environment;
    expect(Variables).toMatchObject({ CLICKHOUSE_CLUSTER: 'games', CLICKHOUSE_SECRET_ARN: existingSecret });
    const { Version } = existing.one('Custom::PrepareClickHouse').Properties;
    const code = fileURLToPath(new URL('../../../.build/functions/realtime/prepare-clickhouse', import.meta.url));
    expect(readFileSync(join(code, Version, statementsFile), 'utf8')).toContain('ON CLUSTER games');
  });
});

describe('a ClickHouse that is there already', () => {
  it('is reached at its port also by a function in the network of OpenSearch', () => {
    const { Properties } = functionOf(existingWithSearch, 'IndexMetrics');
    const [group] = Properties.VpcConfig.SecurityGroupIds;
    const { SecurityGroupEgress } = existingWithSearch.template.Resources[group['Fn::GetAtt'][0]].Properties;
    const ports = SecurityGroupEgress.map(({ CidrIp, FromPort, ToPort }: Json) => `${CidrIp} ${FromPort}–${ToPort}`);
    expect(ports).toEqual(['0.0.0.0/0 443–443', '0.0.0.0/0 8443–8443']);
  });
});

describe('OpenSearch', () => {
  const { Properties } = both.one('AWS::OpenSearchService::Domain');

  it('is encrypted everywhere, by HTTPS, with roles for users', () => {
    expect(Properties).toMatchObject({
      EngineVersion: 'OpenSearch_2.19',
      EncryptionAtRestOptions: { Enabled: true },
      NodeToNodeEncryptionOptions: { Enabled: true },
      DomainEndpointOptions: { EnforceHTTPS: true },
      AdvancedSecurityOptions: { Enabled: true, InternalUserDatabaseEnabled: false },
    });
    const master = Properties.AdvancedSecurityOptions.MasterUserOptions.MasterUserARN['Fn::GetAtt'][0];
    expect(master).toBe(roleOf(functionOf(both, 'PrepareOpenSearch')));
  });

  it('lets two roles in and nobody else', () => {
    const callers = Properties.AccessPolicies.Statement.map(({ Principal }: Json) => Principal.AWS['Fn::GetAtt'][0]);
    expect(callers.sort()).toEqual(
      [roleOf(functionOf(both, 'IndexMetrics')), roleOf(functionOf(both, 'PrepareOpenSearch'))].sort(),
    );
  });

  it('has three nodes in three zones, or one small one for trying out', () => {
    expect(Properties.ClusterConfig).toMatchObject({
      InstanceCount: 3,
      ZoneAwarenessEnabled: true,
      ZoneAwarenessConfig: { AvailabilityZoneCount: 3 },
    });
    expect(Properties.VPCOptions.SubnetIds).toHaveLength(3);
    const small = searchOnly.one('AWS::OpenSearchService::Domain').Properties;
    expect(small.ClusterConfig).toMatchObject({ InstanceCount: 1, InstanceType: 't3.small.search' });
    expect(small.VPCOptions.SubnetIds).toHaveLength(1);
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 2],
    [6, 3],
  ])('of %i nodes stands in %i zones', (count, zones) => {
    expect(zonesOf(count)).toBe(zones);
  });

  it('alone needs no way out of its network', () => {
    expect(searchOnly.resources('AWS::EC2::NatGateway')).toEqual([]);
    expect(searchOnly.resources('AWS::EC2::InternetGateway')).toEqual([]);
    expect(both.resources('AWS::EC2::NatGateway')).toHaveLength(1);
  });
});

describe('the network', () => {
  it('outlives the stack where a domain in it does, which would not let it go', () => {
    const kept = (stack: Synthesized) =>
      ['AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::EC2::SecurityGroup', 'AWS::OpenSearchService::Domain']
        .flatMap((type) => stack.resources(type))
        .filter(({ DeletionPolicy }) => DeletionPolicy === 'RetainExceptOnCreate')
        .map(({ logicalId }) => logicalId.replace(/[0-9A-F]{8}$/g, ''));
    const subnets = ['NetworkPrivate0', 'NetworkPrivate1', 'NetworkPrivate2'];
    expect(kept(both)).toEqual(['NetworkVpc', ...subnets, 'OpenSearchGroup', 'OpenSearchDomain']);
    expect(kept(searchOnly)).toEqual([]);
    expect(kept(synthesized(modeNamed('REAL_TIME_KDS with ClickHouse')))).toEqual([]);
  });

  it('is there for as long as a function in it is, which answers CloudFormation by it', () => {
    const inside = both.resources('AWS::Lambda::Function').filter(({ Properties }) => Properties.VpcConfig);
    expect(inside).toHaveLength(5);
    const ways = ['AWS::EC2::VPCEndpoint', 'AWS::EC2::SubnetRouteTableAssociation', 'AWS::EC2::SecurityGroupEgress'];
    const needed = ways
      .flatMap((type) => both.resources(type))
      .map(({ logicalId }) => logicalId)
      .filter((logicalId) => !/Public|Balancer|Host/.test(logicalId.replace(/^NetworkFunctions.*/, '')));
    for (const { logicalId } of inside) {
      expect(both.template.Resources[logicalId].DependsOn).toEqual(expect.arrayContaining(needed));
      expect(text(both.template.Resources[logicalId].DependsOn)).toContain('NetworkToNat');
    }
  });

  it('gives no machine a public address', () => {
    for (const { Properties } of both.resources('AWS::EC2::Subnet')) {
      expect(Properties).not.toHaveProperty('MapPublicIpOnLaunch', true);
    }
    const privateRoutes = both.resources('AWS::EC2::Route').filter(({ Properties }) => Properties.NatGatewayId);
    expect(privateRoutes).toHaveLength(1);
  });

  it('has address ranges that do not overlap', () => {
    const ranges = both.resources('AWS::EC2::Subnet').map(({ Properties }) => Properties.CidrBlock);
    expect(ranges.sort()).toEqual(['10.0.0.0/20', '10.0.16.0/20', '10.0.240.0/24', '10.0.32.0/20']);
  });
});
