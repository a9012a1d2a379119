import type { DuckDBConnection } from '@duckdb/node-api';
import type { Principal, Services } from '../../../service.ts';
import type { Table } from '../../glue/entities.ts';
import type { ObjectStore } from '../../s3/object-store.ts';
import type { Scan } from '../sql/scan.ts';
import { meeting } from './meet-filters.ts';
import { projectedPartitions } from './projected-partitions.ts';
import type { RegisteredPartitions } from './registered-partitions.ts';
import { parseLocation, type S3Location } from './s3-location.ts';

export interface Partition extends S3Location {
  /** The values of the partition keys, in their order. */
  readonly values: readonly string[];
}

/** How Hive writes the value of a key that is NULL. */
export const nullValue = '__HIVE_DEFAULT_PARTITION__';

export interface PartitionSearch {
  readonly connection: DuckDBConnection;
  readonly store: ObjectStore;
  readonly services: Services;
  readonly caller: Principal;
  readonly nowMs: number;
  readonly registered: RegisteredPartitions;
}

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
