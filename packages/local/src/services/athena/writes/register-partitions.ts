import { ServiceError } from '../../../service.ts';
import type { StorageDescriptor } from '../../glue/entities.ts';
import type { StatementRun } from '../statement-run.ts';
import type { S3Location } from '../tables/s3-location.ts';

const maxConcurrent = 100;

interface Answer {
  readonly Errors: readonly { readonly ErrorDetail: { readonly ErrorCode: string; readonly ErrorMessage: string } }[];
}

/** Tells the catalog of a table's new partitions, with the caller's rights. */
export async function registerPartitions(
  run: StatementRun,
  target: { readonly database: string; readonly name: string },
  partitions: readonly (readonly string[])[],
  folderOf: (values: readonly string[]) => S3Location,
  descriptor: StorageDescriptor,
): Promise<void> {
  if (partitions[0]?.length === 0) return;
  for (let start = 0; start < partitions.length; start += maxConcurrent) {
    const PartitionInputList = partitions.slice(start, start + maxConcurrent).map((Values) => {
      const { bucket, prefix } = folderOf(Values);
      return { Values, StorageDescriptor: { ...descriptor, Location: `s3://${bucket}/${prefix}` }, Parameters: {} };
    });
    const input = { DatabaseName: target.database, TableName: target.name, PartitionInputList };
    // Answered by Glue in this process.
    const { Errors } = (await run.runtime.services.call('glue', 'BatchCreatePartition', input, run.caller)) as Answer;
    const [first] = Errors;
    if (first !== undefined) throw new ServiceError(first.ErrorDetail.ErrorCode, first.ErrorDetail.ErrorMessage);
  }
}
