import { Aws } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct, type IDependable } from 'constructs';
import type { Judging } from '../../functions/event/environment.ts';
import type { FunctionNetwork } from '../network/function-network.ts';
import { Network } from '../network/network.ts';
import type { Output } from '../outputs.ts';
import { type BackupPlace, ClickHouseBackup } from './clickhouse/clickhouse-backup.ts';
import type { ClickHouseConnection } from './clickhouse/clickhouse-connection.ts';
import { ClickHouseServer } from './clickhouse/clickhouse-server.ts';
import { ClickHouseTables } from './clickhouse/clickhouse-tables.ts';
import { ClickHouseWatch } from './clickhouse/clickhouse-watch.ts';
import type { WatchedRealTime } from './conditions.ts';
import { customResource } from './custom-resource.ts';
import { FlinkApplication } from './flink/flink-application.ts';
import { failuresPrefix } from './loaders/failures-prefix.ts';
import { IndexMetrics, indexActions } from './loaders/index-metrics.ts';
import { LoadClickHouse } from './loaders/load-clickhouse.ts';
import { MetricsStream, metricsRetentionHours } from './metrics-stream.ts';
import { domainArn, domainName, OpenSearchDomain, zonesOf } from './opensearch/opensearch-domain.ts';
import { PrepareOpenSearch, prepareActions } from './opensearch/prepare-opensearch.ts';

/** A ClickHouse that this deployment runs. */
export interface OwnClickHouse {
  readonly instanceType: string;
  readonly volumeGib: number;
}

/** A ClickHouse that is there already, reached over the internet. */
export interface ExistingClickHouse {
  readonly url: string;
  readonly secretArn: string;
  /** Empty: tables are made on the one server. */
  readonly cluster: string;
}

export interface OpenSearchSize {
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly volumeGib: number;
}

export interface RealTimeProps {
  readonly workloadName: string;
  readonly events: IStream;
  readonly eventsRetentionHours: number;
  /** Of both streams; undefined: AWS chooses. */
  readonly shardCount: number | undefined;
  readonly applications: Table;
  readonly judging: Judging;
  /** Takes what cannot be loaded, and ClickHouse's backups. */
  readonly bucket: IBucket;
  /** Undefined: nothing here is worth a backup. */
  readonly backupFolder: string | undefined;
  /** Of the tables in ClickHouse. */
  readonly database: string;
  /** At least one of the two stores. */
  readonly clickHouse: OwnClickHouse | ExistingClickHouse | undefined;
  readonly openSearch: OpenSearchSize | undefined;
  readonly storeRetentionDays: number;
  /** Whether somebody is told when something is wrong. */
  readonly hasAlarms: boolean;
  readonly durable: boolean;
  readonly logRetentionDays: number;
}

/**
 * What stands behind the event stream in real time: Flink's job, the stream of its metrics, and the functions that write
 * both into the stores.
 */
export class RealTime extends Construct {
  readonly events: IStream;
  readonly bucket: IBucket;
  readonly backupFolder: string | undefined;
  readonly metrics: IStream;
  readonly flinkName: string;
  readonly load: LoadClickHouse | undefined;
  readonly index: IndexMetrics;
  readonly server: ClickHouseServer | undefined;
  /** As its administrator. */
  readonly clickHouse: ClickHouseConnection | undefined;
  readonly prepare: LambdaFunction | undefined;
  readonly backup: LambdaFunction | undefined;
  readonly watch: LambdaFunction | undefined;
  readonly domain: OpenSearchDomain | undefined;

  constructor(scope: Construct, id: string, props: RealTimeProps) {
    super(scope, id);
    const { events, applications, judging, durable, logRetentionDays, storeRetentionDays } = props;
    this.events = events;
    this.bucket = props.bucket;
    this.backupFolder = props.backupFolder;
    this.metrics = new MetricsStream(this, 'Stream', { shardCount: props.shardCount, durable }).stream;
    const flink = new FlinkApplication(this, 'Flink', {
      name: `${props.workloadName}-metrics`,
      events,
      metrics: this.metrics,
      applications,
      judging,
      logRetentionDays,
    });
    this.flinkName = flink.application.ref;

    const place = this.place(props);
    const prepared: IDependable[] = [];
    let loader: ClickHouseConnection | undefined;
    if (props.clickHouse) {
      this.server = 'url' in props.clickHouse ? undefined : this.runClickHouse(props, props.clickHouse, place);
      this.clickHouse = connectionOf(props, this.server, place);
      // A server that is there already has one user for all.
      loader = { ...this.clickHouse, ...(this.server && { secretArn: this.server.loaderSecret.secretArn }) };
      const tables = new ClickHouseTables(this, 'ClickHouseTables', {
        connection: this.clickHouse,
        retentionDays: storeRetentionDays,
        after: this.server ? [this.server] : [],
        logRetentionDays,
      });
      this.prepare = tables.lambda;
      prepared.push(tables.prepared);
      if (this.server && props.hasAlarms) {
        this.watch = new ClickHouseWatch(this, 'Watch', { connection: loader, logRetentionDays }).lambda;
      }
      const backups = backupPlace(props);
      if (this.server && backups) {
        this.backup = new ClickHouseBackup(this, 'Backup', {
          connection: this.clickHouse,
          place: backups,
          logRetentionDays,
        }).lambda;
      }
      this.load = new LoadClickHouse(this, 'Load', {
        events,
        retentionHours: props.eventsRetentionHours,
        failures: props.bucket,
        connection: loader,
        applications,
        judging,
        after: tables.prepared,
        logRetentionDays,
      });
    }
    const search = props.openSearch && place && this.runOpenSearch(props, props.openSearch, place);
    this.domain = search?.domain;
    this.index = new IndexMetrics(this, 'Index', {
      metrics: this.metrics,
      retentionHours: metricsRetentionHours,
      failures: props.bucket,
      clickHouse: loader,
      openSearch: search && { url: search.domain.url, domainArn: search.arn },
      storeRetentionDays,
      network: place?.functions,
      logRetentionDays,
    });
    if (search) {
      search.domain.admit(this.index.role, indexActions);
      const indices = customResource(this, 'Indices', {
        resourceType: 'Custom::PrepareOpenSearch',
        lambda: search.prepare.lambda,
        properties: {
          Url: search.domain.url,
          LoaderRoleArn: this.index.role.roleArn,
          RetentionDays: String(storeRetentionDays),
          Version: search.prepare.codeVersion,
        },
      });
      indices.node.addDependency(search.domain);
      prepared.push(indices);
    }
    for (const each of prepared) this.index.after(each);
  }

  /** What the alarms look at. */
  get watched(): WatchedRealTime {
    const { load, index, server, clickHouse, domain } = this;
    return {
      accountId: Aws.ACCOUNT_ID,
      flinkApplication: this.flinkName,
      eventStream: this.events.streamName,
      load: load && { functionName: load.lambda.functionName, mappingId: load.mappingId, stores: ['clickhouse'] },
      index: {
        functionName: index.lambda.functionName,
        mappingId: index.mappingId,
        stores: [...(clickHouse ? (['clickhouse'] as const) : []), ...(domain ? (['opensearch'] as const) : [])],
      },
      clickHouse: server && {
        watchFunction: this.watch?.functionName,
        backupFunction: this.backup?.functionName,
      },
      openSearch: domain && { domainName: domain.domain.ref, volumeGib: domain.volumeGib },
    };
  }

  /** What a user and the command line need to know. */
  get outputs(): Readonly<Record<string, Output | undefined>> {
    const { server, clickHouse, domain, prepare, backup, load, index } = this;
    return {
      MetricsStreamName: { description: 'Kinesis stream of metrics', value: this.metrics.streamName },
      FlinkApplication: { description: 'Flink application that computes metrics', value: this.flinkName },
      LoadFunction: load && { description: 'Function that loads events', value: load.lambda.functionName },
      IndexFunction: { description: 'Function that writes metrics', value: index.lambda.functionName },
      LoadFailuresPrefix: {
        description: 'Records that could not be loaded in real time',
        value: `s3://${this.bucket.bucketName}/${failuresPrefix}/`,
      },
      ClickHouseUrl: clickHouse && { description: 'ClickHouse, HTTP interface', value: clickHouse.url },
      ClickHouseDatabase: clickHouse && { description: 'Database in ClickHouse', value: clickHouse.database },
      ClickHouseSecret: clickHouse && {
        description: 'Secret with username and password of ClickHouse',
        value: clickHouse.secretArn,
      },
      ClickHouseLoaderSecret: server && {
        description: 'Secret with username and password by which functions load ClickHouse',
        value: server.loaderSecret.secretArn,
      },
      ClickHouseCertificate: server && {
        description: 'Certificate of ClickHouse in ACM, which signs itself',
        value: server.certificateArn,
      },
      ClickHouseCluster: server && {
        description: 'ECS cluster whose host ClickHouse runs on',
        value: server.cluster.ref,
      },
      PrepareFunction: prepare && {
        description: 'Function that makes what is missing in ClickHouse',
        value: prepare.functionName,
      },
      BackupFunction: backup && { description: 'Function that backs ClickHouse up', value: backup.functionName },
      BackupPrefix: backup && {
        description: 'Backups of ClickHouse',
        value: `s3://${this.bucket.bucketName}/${this.backupFolder ?? ''}/`,
      },
      OpenSearchUrl: domain && { description: 'OpenSearch', value: domain.url },
    };
  }

  /** A private network, as soon as one of the stores is in one. */
  private place({ clickHouse, openSearch, durable }: RealTimeProps): Place | undefined {
    const isOwn = clickHouse !== undefined && !('url' in clickHouse);
    if (!isOwn && !openSearch) return undefined;
    // Two at least: a function goes on in one when the other fails.
    const zones = Math.max(2, openSearch ? zonesOf(openSearch.instanceCount) : 1);
    // OpenSearch alone is reached without leaving the network; ClickHouse's login and image are not.
    const network = new Network(this, 'Network', {
      zones,
      callsOut: clickHouse !== undefined,
      outlivesStack: durable && openSearch !== undefined,
    });
    const securityGroup = new SecurityGroup(this, 'Functions', {
      vpc: network.vpc,
      description: 'Functions that reach the real-time stores',
      allowAllOutbound: false,
    });
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'AWS');
    const port = clickHouse && 'url' in clickHouse ? new URL(clickHouse.url).port : '';
    if (port !== '') securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(Number(port)), 'ClickHouse');
    const ways = [...network.ways, securityGroup];
    return { network, functions: { vpc: network.vpc, subnets: network.privateSubnets, securityGroup, ways } };
  }

  private runClickHouse(
    props: RealTimeProps,
    own: OwnClickHouse,
    place: Place | undefined,
  ): ClickHouseServer | undefined {
    return (
      place &&
      new ClickHouseServer(this, 'ClickHouse', {
        workloadName: props.workloadName,
        network: place.network,
        clients: place.functions.securityGroup,
        database: props.database,
        ...own,
        backups: backupPlace(props),
        durable: props.durable,
        logRetentionDays: props.logRetentionDays,
      })
    );
  }

  private runOpenSearch(props: RealTimeProps, size: OpenSearchSize, { network, functions }: Place) {
    const name = domainName(props.workloadName);
    const arn = domainArn(name);
    const { prepare } = new PrepareOpenSearch(this, 'Prepare', {
      domainArn: arn,
      network: functions,
      logRetentionDays: props.logRetentionDays,
    });
    const domain = new OpenSearchDomain(this, 'OpenSearch', {
      name,
      network,
      clients: functions.securityGroup,
      ...size,
      master: prepare.role,
      durable: props.durable,
    });
    domain.admit(prepare.role, prepareActions);
    return { domain, arn, prepare };
  }
}

/** The network of the stores, and where in it functions stand. */
interface Place {
  readonly network: Network;
  readonly functions: FunctionNetwork;
}

function backupPlace({ bucket, backupFolder }: RealTimeProps): BackupPlace | undefined {
  return backupFolder === undefined ? undefined : { bucket, folder: backupFolder };
}

function connectionOf(
  { clickHouse, database }: RealTimeProps,
  server: ClickHouseServer | undefined,
  place: Place | undefined,
): ClickHouseConnection {
  if (clickHouse && 'url' in clickHouse) return { ...clickHouse, certificate: '', database, network: undefined };
  if (server === undefined) throw new Error('there is no ClickHouse to connect to');
  const { url, certificate, secret } = server;
  return { url, certificate, secretArn: secret.secretArn, database, cluster: '', network: place?.functions };
}
