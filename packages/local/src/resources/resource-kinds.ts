import type { Engines } from '../engines.ts';
import type { ResourceKind } from '../resource.ts';
import { apiGatewayResources } from '../services/api-gateway/resources.ts';
import { athenaResources } from '../services/athena/resources.ts';
import { dynamodbResources } from '../services/dynamodb/resources.ts';
import { ecsResources } from '../services/ecs/resources.ts';
import { firehoseResources } from '../services/firehose/resources.ts';
import { glueResources } from '../services/glue/resources.ts';
import { iamResources } from '../services/iam/resources.ts';
import { kinesisResources } from '../services/kinesis/resources.ts';
import { kinesisAnalyticsResources } from '../services/kinesis-analytics/resources.ts';
import { kmsResources } from '../services/kms/resources.ts';
import { lambdaResources } from '../services/lambda/resources.ts';
import { loadBalancerResources } from '../services/load-balancer/resources.ts';
import { logsResources } from '../services/logs/resources.ts';
import { opensearchResources } from '../services/opensearch/resources.ts';
import { s3Resources } from '../services/s3/resources.ts';
import { schedulerResources } from '../services/scheduler/resources.ts';
import { secretsManagerResources } from '../services/secrets-manager/resources.ts';

/** Every CloudFormation resource type that is run. */
export const resourceKinds: readonly ResourceKind<Engines>[] = [
  ...apiGatewayResources,
  ...athenaResources,
  ...dynamodbResources,
  ...ecsResources,
  ...firehoseResources,
  ...glueResources,
  ...iamResources,
  ...kinesisResources,
  ...kinesisAnalyticsResources,
  ...kmsResources,
  ...lambdaResources,
  ...loadBalancerResources,
  ...logsResources,
  ...opensearchResources,
  ...s3Resources,
  ...schedulerResources,
  ...secretsManagerResources,
];
