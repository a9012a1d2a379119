import { type Action, type Permission, ServiceError } from '../../service.ts';
import type { GlueContext } from './context.ts';
import type { PartitionInput, TablePartitions } from './entities.ts';
import { changePartitions, checkedValues, type PartitionDraft, partitionsOf } from './partition-changes.ts';

interface Key {
  Values: string[];
}

interface Entry {
  PartitionValueList: string[];
  PartitionInput: PartitionInput;
}

/** Most entries of one call: https://docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html and so on. */
const limits = {
  BatchCreatePartition: 100,
  BatchGetPartition: 1000,
  BatchUpdatePartition: 100,
  BatchDeletePartition: 25,
};

/** Many partitions in one call, each for itself: one that is refused is named in the answer and stops no other. */
export function batchActions(
  context: GlueContext,
  onTable: (action: string) => (input: TablePartitions) => Permission[],
): Record<string, Action> {
  return {
    BatchCreatePartition: {
      permissions: onTable('BatchCreatePartition'),
      run: async (input: TablePartitions & { PartitionInputList: PartitionInput[] }) => {
        const list = limited('BatchCreatePartition', input.PartitionInputList);
        const failures = await each(context, input, list, (draft, partition) => draft.create(partition));
        return { Errors: failures.map(({ item, ErrorDetail }) => ({ PartitionValues: item.Values, ErrorDetail })) };
      },
    },
    BatchUpdatePartition: {
      permissions: onTable('BatchUpdatePartition'),
      run: async (input: TablePartitions & { Entries: Entry[] }) => {
        const list = limited('BatchUpdatePartition', input.Entries);
        const failures = await each(context, input, list, (draft, { PartitionValueList, PartitionInput }) => {
          draft.update(PartitionValueList, PartitionInput);
        });
        const describe = ({ PartitionValueList }: Entry) => ({ PartitionValueList });
        return { Errors: failures.map(({ item, ErrorDetail }) => ({ ...describe(item), ErrorDetail })) };
      },
    },
    BatchDeletePartition: {
      permissions: onTable('BatchDeletePartition'),
      run: async (input: TablePartitions & { PartitionsToDelete: Key[] }) => {
        const list = limited('BatchDeletePartition', input.PartitionsToDelete);
        const failures = await each(context, input, list, (draft, { Values }) => draft.remove(Values));
        return { Errors: failures.map(({ item, ErrorDetail }) => ({ PartitionValues: item.Values, ErrorDetail })) };
      },
    },
    // Those that there are not are left out of the answer without a word.
    BatchGetPartition: {
      permissions: onTable('BatchGetPartition'),
      run: (input: TablePartitions & { PartitionsToGet: Key[] }) => {
        const { table, log } = partitionsOf(context, input);
        const keys = limited('BatchGetPartition', input.PartitionsToGet);
        const found = keys.map(({ Values }) => log.find(checkedValues(table, Values)));
        return { Partitions: found.filter((partition) => partition !== undefined), UnprocessedKeys: [] };
      },
    },
  };
}

function limited<Item>(action: keyof typeof limits, items: readonly Item[] | undefined): readonly Item[] {
  if (!Array.isArray(items)) {
    throw new ServiceError('InvalidInputException', `${action}: the list of partitions is missing.`);
  }
  if (items.length <= limits[action]) return items;
  const message = `${action}: the list of partitions must have length less than or equal to ${limits[action]}`;
  throw new ServiceError('ValidationException', `1 validation error detected: ${message}`);
}

interface Failed<Item> {
  readonly item: Item;
  readonly ErrorDetail: { readonly ErrorCode: string; readonly ErrorMessage: string };
}

function each<Item>(
  context: GlueContext,
  address: TablePartitions,
  items: readonly Item[],
  change: (draft: PartitionDraft, item: Item) => void,
): Promise<Failed<Item>[]> {
  return changePartitions(context, address, (draft) => {
    return items.flatMap((item) => {
      try {
        change(draft, item);
        return [];
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        return [{ item, ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message } }];
      }
    });
  });
}
