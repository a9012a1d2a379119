import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { readMetrics } from '../../../sql/metrics.ts';
import type { Outputs } from '../../outputs.ts';
import type { Reporting } from '../../stage-stack.ts';
import { type TableNames, withTableNames } from './table-names.ts';

export interface WorkgroupProps {
  readonly name: string;
  readonly bucket: IBucket;
  readonly resultsPrefix: string;
  readonly scanLimitBytes: number;
  readonly names: TableNames;
}

/** Where analysts ask: what a query may read is limited, results are encrypted and expire, questions lie ready. */
export class Workgroup extends Construct implements Reporting {
  readonly workgroup: CfnWorkGroup;

  constructor(scope: Construct, id: string, props: WorkgroupProps) {
    super(scope, id);
    this.workgroup = new CfnWorkGroup(this, 'Workgroup', {
      name: props.name,
      description: 'Queries on game events',
      // With the history of its queries, which is no data: a group that has one could not be deleted.
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: props.scanLimitBytes,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${props.bucket.bucketName}/${props.resultsPrefix}/`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
    for (const metric of readMetrics()) {
      new CfnNamedQuery(this, metric.name, {
        name: metric.name,
        description: metric.question,
        database: props.names.database,
        workGroup: this.workgroup.ref,
        queryString: withTableNames(metric.sql, props.names),
      });
    }
  }

  get outputs(): Outputs {
    return { Workgroup: { description: 'Athena workgroup for queries', value: this.workgroup.ref } };
  }
}
