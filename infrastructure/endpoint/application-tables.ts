import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

export interface ApplicationTablesProps {
  /** Keep the tables when the stack goes, protect them against deletion, and be able to go back in time. */
  readonly durable: boolean;
}

/** Applications, and the keys that may send for them. Their keys and names are data: never change them. */
export class ApplicationTables extends Construct {
  readonly applications: Table;
  readonly authorizations: Table;

  constructor(scope: Construct, id: string, { durable }: ApplicationTablesProps) {
    super(scope, id);
    const settings = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      deletionProtection: durable,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: durable },
      removalPolicy: durable ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    };
    const partitionKey = { name: 'ApplicationId', type: AttributeType.STRING };
    this.applications = new Table(this, 'Applications', { ...settings, partitionKey });
    this.authorizations = new Table(this, 'Authorizations', {
      ...settings,
      partitionKey,
      sortKey: { name: 'ApiKeyId', type: AttributeType.STRING },
    });
    if (durable) return;
    const reason = 'DEV_MODE: nothing in this deployment is meant to last';
    acknowledge(this, { 'AwsSolutions-DDB3': reason });
  }
}
