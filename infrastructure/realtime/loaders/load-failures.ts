import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Reporting } from '../../stage-stack.ts';
import { failuresPrefix } from './failures-prefix.ts';

/** Where both loaders put the records that they could not load. */
export function loadFailures({ bucketName }: IBucket): Reporting {
  return {
    outputs: {
      LoadFailuresPrefix: {
        description: 'Records that could not be loaded in real time',
        value: `s3://${bucketName}/${failuresPrefix}/`,
      },
    },
  };
}
