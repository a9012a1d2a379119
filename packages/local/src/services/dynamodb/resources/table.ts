import type { ResourceContext, ResourceKind, Running } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';

export const awsDynamodbTable: ResourceKind = {
  type: 'AWS::DynamoDB::Table',
  support:
    'Keys, indexes, ResourcePolicy and DeletionProtectionEnabled are kept. Items do not expire (TimeToLiveSpecification), ' +
    'are not encrypted (SSESpecification) and have no backups of their own (PointInTimeRecoverySpecification); throughput ' +
    'is not limited; TableClass, Tags and ContributorInsightsSpecification are ignored. StreamSpecification is refused.',
  async create(context) {
    const properties = new PropertyReader(context).only(
      'TableName',
      'KeySchema',
      'AttributeDefinitions',
      'GlobalSecondaryIndexes',
      'LocalSecondaryIndexes',
      'BillingMode',
      'ProvisionedThroughput',
      'OnDemandThroughput',
      'WarmThroughput',
      'SSESpecification',
      'PointInTimeRecoverySpecification',
      'TimeToLiveSpecification',
      'DeletionProtectionEnabled',
      'ContributorInsightsSpecification',
      'TableClass',
      'ResourcePolicy',
      'Tags',
    );
    return createTable(context, properties, {
      deletionProtection: properties.flag('DeletionProtectionEnabled', false),
      billingMode: properties.optionalText('BillingMode') ?? 'PROVISIONED',
      policy: properties.object('ResourcePolicy')?.raw('PolicyDocument'),
    });
  },
};

interface TableOptions {
  readonly deletionProtection: boolean;
  readonly billingMode: string;
  readonly policy: unknown;
}

/** Shared by Table and GlobalTable, which state keys and indexes in the same words. */
export async function createTable(
  { engines, physicalName, runtime }: ResourceContext,
  properties: PropertyReader,
  { deletionProtection, billingMode, policy }: TableOptions,
): Promise<Running> {
  const name = properties.optionalText('TableName') ?? physicalName;
  const provisioned = billingMode === 'PROVISIONED';
  const throughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
  const { arn, tableId } = await engines.dynamodb.createTable(
    {
      TableName: name,
      KeySchema: properties.raw('KeySchema'),
      AttributeDefinitions: properties.raw('AttributeDefinitions'),
      BillingMode: billingMode,
      ...(provisioned && { ProvisionedThroughput: properties.raw('ProvisionedThroughput') ?? throughput }),
      ...indexes(properties, 'GlobalSecondaryIndexes', provisioned ? { ProvisionedThroughput: throughput } : {}),
      ...indexes(properties, 'LocalSecondaryIndexes', {}),
    },
    { deletionProtection },
  );
  engines.iam.setResourcePolicy(arn, policy);
  if (properties.raw('TimeToLiveSpecification') !== undefined) {
    runtime.log(`${name}: items do not expire here (TimeToLiveSpecification)`);
  }
  return { ref: name, attributes: { Arn: arn, TableId: tableId } };
}

function indexes(properties: PropertyReader, kind: string, extra: object) {
  const list = properties.items(kind).map((index) => {
    index.only(
      'IndexName',
      'KeySchema',
      'Projection',
      'ProvisionedThroughput',
      'OnDemandThroughput',
      'WarmThroughput',
      'WriteProvisionedThroughputSettings',
      'ContributorInsightsSpecification',
    );
    return {
      IndexName: index.text('IndexName'),
      KeySchema: index.raw('KeySchema'),
      Projection: index.raw('Projection'),
      ...extra,
    };
  });
  return list.length > 0 ? { [kind]: list } : {};
}
