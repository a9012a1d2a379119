import type { ResourceKind } from '../resource.ts';
import { awsApigatewayAccount } from './aws-apigateway-account.ts';
import { awsApigatewayDeployment } from './aws-apigateway-deployment.ts';
import { awsApigatewayRestApi } from './aws-apigateway-rest-api.ts';
import { awsApigatewayStage } from './aws-apigateway-stage.ts';
import { awsAthenaNamedQuery } from './aws-athena-named-query.ts';
import { awsAthenaPreparedStatement } from './aws-athena-prepared-statement.ts';
import { awsAthenaWorkGroup } from './aws-athena-work-group.ts';
import { awsDynamodbGlobalTable } from './aws-dynamodb-global-table.ts';
import { awsDynamodbTable } from './aws-dynamodb-table.ts';
import { awsEcsCluster } from './aws-ecs-cluster.ts';
import { awsEcsService } from './aws-ecs-service.ts';
import { awsEcsTaskDefinition } from './aws-ecs-taskdefinition.ts';
import { awsElasticloadbalancingv2Listener } from './aws-elasticloadbalancingv2-listener.ts';
import { awsElasticloadbalancingv2LoadBalancer } from './aws-elasticloadbalancingv2-loadbalancer.ts';
import { awsElasticloadbalancingv2TargetGroup } from './aws-elasticloadbalancingv2-targetgroup.ts';
import { awsGlueDatabase } from './aws-glue-database.ts';
import { awsGlueTable } from './aws-glue-table.ts';
import { awsIamAccessKey } from './aws-iam-access-key.ts';
import { awsIamManagedPolicy } from './aws-iam-managed-policy.ts';
import { awsIamPolicy } from './aws-iam-policy.ts';
import { awsIamRole } from './aws-iam-role.ts';
import { awsIamUser } from './aws-iam-user.ts';
import { awsKinesisStream } from './aws-kinesis-stream.ts';
import { awsKinesisStreamConsumer } from './aws-kinesis-streamconsumer.ts';
import { awsKinesisanalyticsv2Application } from './aws-kinesisanalyticsv2-application.ts';
import { awsKinesisfirehoseDeliverystream } from './aws-kinesisfirehose-deliverystream.ts';
import { awsKmsAlias } from './aws-kms-alias.ts';
import { awsKmsKey } from './aws-kms-key.ts';
import { awsLambdaEventSourceMapping } from './aws-lambda-eventsourcemapping.ts';
import { awsLambdaFunction } from './aws-lambda-function.ts';
import { awsLambdaPermission } from './aws-lambda-permission.ts';
import { awsLogsLogGroup } from './aws-logs-log-group.ts';
import { awsLogsLogStream } from './aws-logs-log-stream.ts';
import { awsLogsMetricFilter } from './aws-logs-metric-filter.ts';
import { awsLogsQueryDefinition } from './aws-logs-query-definition.ts';
import { awsOpensearchserviceDomain } from './aws-opensearchservice-domain.ts';
import { awsS3Bucket } from './aws-s3-bucket.ts';
import { awsS3BucketPolicy } from './aws-s3-bucket-policy.ts';
import { awsSchedulerSchedule } from './aws-scheduler-schedule.ts';
import { awsSchedulerScheduleGroup } from './aws-scheduler-schedulegroup.ts';
import { awsSecretsmanagerResourcePolicy } from './aws-secretsmanager-resourcepolicy.ts';
import { awsSecretsmanagerSecret } from './aws-secretsmanager-secret.ts';

/** Every CloudFormation resource type that is run. */
export const resourceKinds: readonly ResourceKind[] = [
  awsApigatewayAccount,
  awsApigatewayDeployment,
  awsApigatewayRestApi,
  awsApigatewayStage,
  awsAthenaNamedQuery,
  awsAthenaPreparedStatement,
  awsAthenaWorkGroup,
  awsDynamodbGlobalTable,
  awsDynamodbTable,
  awsEcsCluster,
  awsEcsService,
  awsEcsTaskDefinition,
  awsElasticloadbalancingv2Listener,
  awsElasticloadbalancingv2LoadBalancer,
  awsElasticloadbalancingv2TargetGroup,
  awsGlueDatabase,
  awsGlueTable,
  awsIamAccessKey,
  awsIamManagedPolicy,
  awsIamPolicy,
  awsIamRole,
  awsIamUser,
  awsKinesisStream,
  awsKinesisStreamConsumer,
  awsKinesisanalyticsv2Application,
  awsKinesisfirehoseDeliverystream,
  awsKmsAlias,
  awsKmsKey,
  awsLambdaEventSourceMapping,
  awsLambdaFunction,
  awsLambdaPermission,
  awsLogsLogGroup,
  awsLogsLogStream,
  awsLogsMetricFilter,
  awsLogsQueryDefinition,
  awsOpensearchserviceDomain,
  awsS3BucketPolicy,
  awsS3Bucket,
  awsSchedulerScheduleGroup,
  awsSchedulerSchedule,
  awsSecretsmanagerResourcePolicy,
  awsSecretsmanagerSecret,
];
