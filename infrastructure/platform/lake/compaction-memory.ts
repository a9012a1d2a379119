import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { memoryKeys } from '../../../functions/platform/compact-events/dynamodb-memory.ts';
import { acknowledge } from '../../acknowledge.ts';
import { dataRemovalPolicy } from '../../removal-policy.ts';

/**
 * What the compaction remembers: which files it has compacted, and who is at it. Without it the compaction would rewrite
 * everything that is still delivered, with the same rows.
 */
export class CompactionMemory extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { durable }: { readonly durable: boolean }) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: memoryKeys.partition, type: AttributeType.STRING },
      sortKey: { name: memoryKeys.sort, type: AttributeType.STRING },
      timeToLiveAttribute: memoryKeys.expiry,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      deletionProtection: durable,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: durable },
      removalPolicy: dataRemovalPolicy(durable),
    });
    if (durable) return;
    acknowledge(this.table, { 'AwsSolutions-DDB3': 'DEV_MODE: nothing in this deployment is meant to last' });
  }
}
