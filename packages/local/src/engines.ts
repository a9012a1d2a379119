import type { Runtime } from './runtime.ts';
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

/** Every service by name. */
export type Engines = ReturnType<typeof makeEngines>;

/** Makes every service. Making one is cheap; it opens files or starts threads with its first resource. */
export function makeEngines(runtime: Runtime) {
  const iam = new Iam(runtime);
  const lambda = new Lambda(runtime);
  const network = new Network(runtime);
  const acm = new Acm(runtime);
  const loadBalancer = new LoadBalancer(runtime, acm, network);
  return {
    iam,
    sts: new Sts(runtime, iam),
    kms: new Kms(runtime),
    secretsManager: new SecretsManager(runtime),
    acm,
    logs: new Logs(runtime),
    s3: new S3(runtime),
    dynamodb: new DynamoDb(runtime),
    kinesis: new Kinesis(runtime),
    firehose: new Firehose(runtime),
    glue: new Glue(runtime),
    athena: new Athena(runtime),
    lambda,
    eventSourceMappings: lambda.mappings,
    network,
    loadBalancer,
    ecs: new Ecs(runtime, iam, loadBalancer),
    opensearch: new OpenSearch(runtime, iam),
    kinesisAnalytics: new KinesisAnalytics(runtime),
    scheduler: new Scheduler(runtime),
    apiGateway: new ApiGateway(runtime),
  };
}
