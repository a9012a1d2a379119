import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Outputs } from '../outputs.ts';
import { dataRemovalPolicy } from '../removal-policy.ts';
import type { Reporting } from '../stage-stack.ts';
import { applicationTableNames } from './application-table-names.ts';

export interface ApplicationTablesProps {
  readonly workloadName: string;
  /** Keep the tables when the stack goes, protect them against deletion, and be able to go back in time. */
  readonly durable: boolean;
}

/** Applications, and the keys that may send for them. Their keys and names are data: never change them. */
export class ApplicationTables extends Construct implements Reporting {
  readonly applications: Table;
  readonly authorizations: Table;

  constructor(scope: Construct, id: string, { workloadName, durable }: ApplicationTablesProps) {
    super(scope, id);
    const names = applicationTableNames(workloadName);
    const settings = {
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      deletionProtection: durable,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: durable },
      removalPolicy: dataRemovalPolicy(durable),
    };
    const partitionKey = { name: 'ApplicationId', type: AttributeType.STRING };
    this.applications = new Table(this, 'Applications', { ...settings, tableName: names.applications, partitionKey });
    this.authorizations = new Table(this, 'Authorizations', {
      ...settings,
      tableName: names.authorizations,
      partitionKey,
      sortKey: { name: 'ApiKeyId', type: AttributeType.STRING },
    });
    if (durable) return;
    const reason = 'DEV_MODE: nothing in this deployment is meant to last';
    acknowledge(this, { 'AwsSolutions-DDB3': reason });
  }

  get outputs(): Outputs {
    return {
      ApplicationsTable: { description: 'DynamoDB table of applications', value: this.applications.tableName },
      AuthorizationsTable: { description: 'DynamoDB table of keys', value: this.authorizations.tableName },
    };
  }
}
