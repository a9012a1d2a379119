import type { Table } from '../../glue/entities.ts';
import type { Scan } from '../sql/scan.ts';
import { meeting } from './meet-filters.ts';
import type { Partition, PartitionSearch } from './partition.ts';
import { projectedPartitions } from './projected-partitions.ts';
import { parseLocation } from './s3-location.ts';

/** The partitions that a scan must read: those that are projected or registered and whose keys meet its conditions. */
export async function partitionsOf(search: PartitionSearch, table: Table, scan: Scan): Promise<readonly Partition[]> {
  if (scan.table.partitionKeys.length === 0) {
    return [{ ...parseLocation(table.StorageDescriptor?.Location ?? ''), values: [] }];
  }
  if (table.Parameters?.['projection.enabled']?.toLowerCase() === 'true')
    return projectedPartitions(search, table, scan);
  const registered = await search.registered.of(table);
  const keys = scan.table.partitionKeys;
  const chosen = await meeting(
    search.connection,
    keys,
    scan.filters,
    registered.map(({ Values }) => Values),
  );
  return chosen.map((place) => {
    const { Values = [], StorageDescriptor } = registered[place] ?? {};
    const location = StorageDescriptor?.Location;
    if (location !== undefined && location !== '') return { ...parseLocation(location), values: Values };
    throw new Error(`HIVE_INVALID_METADATA: the partition ${Values.join('/')} of ${table.Name} has no location`);
  });
}
