import { type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { applicationTableNames } from './application-table-names.ts';

/** The endpoint's table of applications, as the stages behind it know it: by its name. */
export function applicationsTable(scope: Construct, workloadName: string): ITable {
  return Table.fromTableName(scope, 'Applications', applicationTableNames(workloadName).applications);
}
