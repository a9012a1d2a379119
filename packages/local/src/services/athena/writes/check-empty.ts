import type { StatementRun } from '../statement-run.ts';
import { checkListing } from '../tables/list-files.ts';
import type { S3Location } from '../tables/s3-location.ts';

/** Athena never writes into a place that holds something. Throws where it does, or where the caller may not look or write. */
export async function checkEmpty(run: StatementRun, { bucket, prefix }: S3Location, table: string): Promise<void> {
  const { runtime, caller, store, id } = run;
  checkListing(runtime.services, caller, bucket, prefix);
  // Before the work: what could not be written in the end.
  const context = { 'aws:securetransport': 'true' };
  const resource = `arn:aws:s3:::${bucket}/${prefix}${id}`;
  runtime.services.authorize(caller, { action: 's3:PutObject', resource, context });
  for await (const _ of store.walk(bucket, { prefix })) {
    const location = `s3://${bucket}/${prefix}`;
    throw new Error(
      `HIVE_PATH_ALREADY_EXISTS: Target directory for table '${table}' already exists: ${location}. You may need to ` +
        `manually clean the data at location '${run.outputLocation}' before retrying. Athena will not delete data in your account.`,
    );
  }
}
