import type { Principal, Services } from '../../../service.ts';
import type { Partition, Table } from '../../glue/entities.ts';

/** All partitions that the catalog has of a table, as the caller may see them. */
export async function registeredPartitions(services: Services, caller: Principal, table: Table): Promise<Partition[]> {
  const partitions: Partition[] = [];
  let NextToken: string | undefined;
  do {
    const input = { DatabaseName: table.DatabaseName, TableName: table.Name, MaxResults: 1000, NextToken };
    // Answered by Glue in this process.
    const page = (await services.call('glue', 'GetPartitions', input, caller)) as {
      Partitions: readonly Partition[];
      NextToken?: string;
    };
    partitions.push(...page.Partitions);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return partitions;
}
