import type { Runtime } from './runtime.ts';
import { runtimeControl } from './runtime-control.ts';
import type { Service } from './service.ts';
import { Acm } from './services/acm/acm.ts';
import { ApiGateway } from './services/api-gateway/api-gateway.ts';
import { Athena } from './services/athena/athena.ts';
import { DynamoDb } from './services/dynamodb/dynamodb.ts';
import { Ecs } from './services/ecs/ecs.ts';
import { Firehose } from './services/firehose/firehose.ts';
import { Glue } from './services/glue/glue.ts';
import { Iam } from './services/iam/iam.ts';
import { Kinesis } from './services/kinesis/kinesis.ts';
import { KinesisAnalytics } from './services/kinesis-analytics/kinesis-analytics.ts';
import { Kms } from './services/kms/kms.ts';
import { Lambda } from './services/lambda/lambda.ts';
import { LoadBalancer } from './services/load-balancer/load-balancer.ts';
import { Logs } from './services/logs/logs.ts';
import { Network } from './services/network/network.ts';
import { OpenSearch } from './services/opensearch/opensearch.ts';
import { S3 } from './services/s3/s3.ts';
import { Scheduler } from './services/scheduler/scheduler.ts';
import { SecretsManager } from './services/secrets-manager/secrets-manager.ts';
import { Sts } from './services/sts/sts.ts';

/** Every engine by name. Making one is cheap; it opens files or starts threads with its first resource. */
export interface Engines {
  readonly iam: Iam;
  readonly kms: Kms;
  readonly s3: S3;
  readonly dynamodb: DynamoDb;
  readonly kinesis: Kinesis;
  readonly firehose: Firehose;
  readonly glue: Glue;
  readonly athena: Athena;
  readonly lambda: Lambda;
  readonly network: Network;
  readonly secretsManager: SecretsManager;
  readonly acm: Acm;
  readonly loadBalancer: LoadBalancer;
  readonly ecs: Ecs;
  readonly opensearch: OpenSearch;
  readonly kinesisAnalytics: KinesisAnalytics;
  readonly scheduler: Scheduler;
  readonly apiGateway: ApiGateway;
}

/** Makes every engine, and the services that the AWS endpoint answers for. */
export function makeEngines(runtime: Runtime): { engines: Engines; services: readonly Service[] } {
  const iam = new Iam(runtime);
  const network = new Network(runtime);
  const acm = new Acm(runtime);
  const loadBalancer = new LoadBalancer(runtime, acm, network);
  const engines = {
    iam,
    kms: new Kms(runtime),
    s3: new S3(runtime),
    dynamodb: new DynamoDb(runtime),
    kinesis: new Kinesis(runtime),
    firehose: new Firehose(runtime),
    glue: new Glue(runtime),
    athena: new Athena(runtime),
    lambda: new Lambda(runtime),
    network,
    secretsManager: new SecretsManager(runtime),
    acm,
    loadBalancer,
    ecs: new Ecs(runtime, iam, loadBalancer),
    opensearch: new OpenSearch(runtime, iam),
    kinesisAnalytics: new KinesisAnalytics(runtime),
    scheduler: new Scheduler(runtime),
    apiGateway: new ApiGateway(runtime),
  } satisfies Engines;
  const others = [new Sts(runtime, iam), new Logs(runtime)];
  const services = [...Object.values(engines), ...others].map(({ service }) => service);
  return { engines, services: [...services, engines.dynamodb.streamService, runtimeControl(engines)] };
}
