import { Acm } from './engines/acm/acm.ts';
import { ApiGateway } from './engines/api-gateway/api-gateway.ts';
import { Athena } from './engines/athena/athena.ts';
import { DynamoDb } from './engines/dynamodb/dynamodb.ts';
import { Ecs } from './engines/ecs/ecs.ts';
import { Firehose } from './engines/firehose/firehose.ts';
import { Glue } from './engines/glue/glue.ts';
import { Iam } from './engines/iam/iam.ts';
import { Kinesis } from './engines/kinesis/kinesis.ts';
import { KinesisAnalytics } from './engines/kinesis-analytics/kinesis-analytics.ts';
import { Kms } from './engines/kms/kms.ts';
import { Lambda } from './engines/lambda/lambda.ts';
import { LoadBalancer } from './engines/load-balancer/load-balancer.ts';
import { Logs } from './engines/logs/logs.ts';
import { Network } from './engines/network/network.ts';
import { OpenSearch } from './engines/opensearch/opensearch.ts';
import { S3 } from './engines/s3/s3.ts';
import { Scheduler } from './engines/scheduler/scheduler.ts';
import { SecretsManager } from './engines/secrets-manager/secrets-manager.ts';
import { Sts } from './engines/sts/sts.ts';
import type { Runtime } from './runtime.ts';
import { runtimeControl } from './runtime-control.ts';
import type { Service } from './service.ts';

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
  return { engines, services: [...services, runtimeControl(engines)] };
}
