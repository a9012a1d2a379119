import type { ResourceContext, ResourceKind, Running } from '../../../resource.ts';
import { PropertyReader } from '../../../resources/property-reader.ts';
import type { Iam } from '../../iam/iam.ts';
import type { DynamoDb } from '../dynamodb.ts';
import { type StreamViewType, streamViewTypes } from '../streams/table-stream.ts';

export interface TableEngines {
  readonly dynamodb: DynamoDb;
  readonly iam: Iam;
}

export const awsDynamodbTable: ResourceKind<TableEngines> = {
  type: 'AWS::DynamoDB::Table',
  support:
    'Keys, indexes, transactions, streams (StreamSpecification), expiry (TimeToLiveSpecification), ' +
    'ResourcePolicy and DeletionProtectionEnabled apply. Items expire within seconds. Throughput is not limited. ' +
    'Ignored: SSESpecification, PointInTimeRecoverySpecification, TableClass, Tags, ' +
    'ContributorInsightsSpecification.',
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
      'StreamSpecification',
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
      streamPolicy: properties.object('StreamSpecification')?.object('ResourcePolicy')?.raw('PolicyDocument'),
    });
  },
};

interface TableResourceOptions {
  readonly deletionProtection: boolean;
  readonly billingMode: string;
  readonly policy: unknown;
  readonly streamPolicy: unknown;
}

/** Shared by Table and GlobalTable, which state keys and indexes in the same words. */
export async function createTable(
  { engines, physicalName }: ResourceContext<TableEngines>,
  properties: PropertyReader,
  { deletionProtection, billingMode, policy, streamPolicy }: TableResourceOptions,
): Promise<Running> {
  const name = properties.optionalText('TableName') ?? physicalName;
  const provisioned = billingMode === 'PROVISIONED';
  const throughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
  const { arn, tableId, streamArn } = await engines.dynamodb.createTable(
    {
      TableName: name,
      KeySchema: properties.raw('KeySchema'),
      AttributeDefinitions: properties.raw('AttributeDefinitions'),
      BillingMode: billingMode,
      ...(provisioned && { ProvisionedThroughput: properties.raw('ProvisionedThroughput') ?? throughput }),
      ...indexes(properties, 'GlobalSecondaryIndexes', provisioned ? { ProvisionedThroughput: throughput } : {}),
      ...indexes(properties, 'LocalSecondaryIndexes', {}),
    },
    {
      deletionProtection,
      streamViewType: streamViewType(properties),
      timeToLiveAttribute: timeToLiveAttribute(properties),
    },
  );
  engines.iam.setResourcePolicy(arn, policy);
  if (streamArn !== undefined) engines.iam.setResourcePolicy(streamArn, streamPolicy);
  const attributes = { Arn: arn, TableId: tableId, ...(streamArn !== undefined && { StreamArn: streamArn }) };
  return { ref: name, attributes };
}

function streamViewType(properties: PropertyReader): StreamViewType | undefined {
  const stream = properties.object('StreamSpecification')?.only('StreamViewType', 'ResourcePolicy');
  if (!stream) return undefined;
  const given = stream.text('StreamViewType');
  const known = streamViewTypes.find((type) => type === given);
  if (known) return known;
  throw new Error(`StreamSpecification.StreamViewType must be one of ${streamViewTypes.join(', ')}, not ${given}`);
}

function timeToLiveAttribute(properties: PropertyReader): string | undefined {
  const setting = properties.object('TimeToLiveSpecification')?.only('AttributeName', 'Enabled');
  return setting?.flag('Enabled', false) ? setting.text('AttributeName') : undefined;
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
