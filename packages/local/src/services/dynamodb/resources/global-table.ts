import type { ResourceKind } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import { createTable, type TableEngines } from './table.ts';

export const awsDynamodbGlobalTable: ResourceKind<TableEngines> = {
  type: 'AWS::DynamoDB::GlobalTable',
  support: 'Works like AWS::DynamoDB::Table, with one replica in the region of the stack. More replicas are rejected.',
  async create(context) {
    const properties = new PropertyReader(context).only(
      'TableName',
      'KeySchema',
      'AttributeDefinitions',
      'GlobalSecondaryIndexes',
      'LocalSecondaryIndexes',
      'BillingMode',
      'Replicas',
      'SSESpecification',
      'TimeToLiveSpecification',
      'StreamSpecification',
      'WriteProvisionedThroughputSettings',
      'WriteOnDemandThroughputSettings',
      'WarmThroughput',
    );
    const [replica, ...others] = properties.items('Replicas');
    if (!replica || others.length > 0 || replica.text('Region') !== context.runtime.region) {
      throw new Error(`${context.logicalId}: Replicas must be one, in ${context.runtime.region} (see SUPPORT.md)`);
    }
    replica.only(
      'Region',
      'ContributorInsightsSpecification',
      'DeletionProtectionEnabled',
      'GlobalSecondaryIndexes',
      'PointInTimeRecoverySpecification',
      'ReadProvisionedThroughputSettings',
      'ReadOnDemandThroughputSettings',
      'ReplicaStreamSpecification',
      'ResourcePolicy',
      'SSESpecification',
      'TableClass',
      'Tags',
    );
    return createTable(context, properties, {
      deletionProtection: replica.flag('DeletionProtectionEnabled', false),
      billingMode: properties.optionalText('BillingMode') ?? 'PAY_PER_REQUEST',
      policy: replica.object('ResourcePolicy')?.raw('PolicyDocument'),
      streamPolicy: replica
        .object('ReplicaStreamSpecification')
        ?.only('ResourcePolicy')
        .object('ResourcePolicy')
        ?.raw('PolicyDocument'),
    });
  },
};
