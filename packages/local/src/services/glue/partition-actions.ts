import type { Action } from '../../service.ts';
import type { GlueContext } from './context.ts';
import type { PartitionInput, TablePartitions } from './entities.ts';
import { batchActions } from './partition-batches.ts';
import { changePartitions, checkedValues, notFound, partitionsOf } from './partition-changes.ts';
import { listPartitions, type PartitionListing } from './partition-listing.ts';
import { catalogPermissions } from './permissions.ts';

interface OnePartition extends TablePartitions {
  PartitionValues: string[];
}

/** The partitions that a table has in the catalog; those that Athena projects are nowhere but in its plans. */
export function partitionActions(context: GlueContext): Record<string, Action> {
  const onTable = (action: string) => (input: TablePartitions) => {
    return catalogPermissions(context.runtime, action, input.DatabaseName, input.TableName);
  };
  return {
    CreatePartition: {
      permissions: onTable('CreatePartition'),
      run: async (input: TablePartitions & { PartitionInput: PartitionInput }) => {
        await changePartitions(context, input, (draft) => draft.create(input.PartitionInput));
        return {};
      },
    },
    GetPartition: {
      permissions: onTable('GetPartition'),
      run: (input: OnePartition) => {
        const { table, log } = partitionsOf(context, input);
        const partition = log.find(checkedValues(table, input.PartitionValues));
        if (partition === undefined) throw notFound();
        return { Partition: partition };
      },
    },
    GetPartitions: {
      permissions: onTable('GetPartitions'),
      run: (input: PartitionListing) => listPartitions(context, input),
    },
    UpdatePartition: {
      permissions: onTable('UpdatePartition'),
      run: async (input: TablePartitions & { PartitionValueList: string[]; PartitionInput: PartitionInput }) => {
        const { PartitionValueList, PartitionInput } = input;
        await changePartitions(context, input, (draft) => draft.update(PartitionValueList, PartitionInput));
        return {};
      },
    },
    DeletePartition: {
      permissions: onTable('DeletePartition'),
      run: async (input: OnePartition) => {
        await changePartitions(context, input, (draft) => draft.remove(input.PartitionValues));
        return {};
      },
    },
    ...batchActions(context, onTable),
  };
}
