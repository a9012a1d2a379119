import { type Action, ServiceError } from '../../service.ts';
import type { GlueContext } from './glue.ts';
import { catalogPermissions } from './permissions.ts';

interface TablePartitions {
  DatabaseName: string;
  TableName: string;
}

/** Partitions are projected by Athena, so that the catalog itself never holds one. */
export function partitionActions({ runtime, catalog }: GlueContext): Record<string, Action> {
  const onTable = (action: string) => (input: TablePartitions) =>
    catalogPermissions(runtime, action, input.DatabaseName, input.TableName);
  const check = ({ DatabaseName, TableName }: TablePartitions) => catalog().table(DatabaseName, TableName);
  return {
    GetPartitions: {
      permissions: onTable('GetPartitions'),
      run: (input: TablePartitions) => {
        check(input);
        return { Partitions: [] };
      },
    },
    BatchGetPartition: {
      permissions: onTable('BatchGetPartition'),
      run: (input: TablePartitions) => {
        check(input);
        return { Partitions: [], UnprocessedKeys: [] };
      },
    },
    GetPartition: {
      permissions: onTable('GetPartition'),
      run: (input: TablePartitions) => {
        check(input);
        throw new ServiceError('EntityNotFoundException', 'Cannot find partition.');
      },
    },
  };
}
