import type { Principal, Services } from '../../../service.ts';
import type { ObjectStore } from '../../s3/object-store.ts';
import type { QueryConnection } from '../process/query-connection.ts';
import type { RegisteredPartitions } from './registered-partitions.ts';
import type { S3Location } from './s3-location.ts';

export interface Partition extends S3Location {
  /** The values of the partition keys, in their order. */
  readonly values: readonly string[];
}

/** How Hive writes the value of a key that is NULL. */
export const nullValue = '__HIVE_DEFAULT_PARTITION__';

export interface PartitionSearch {
  readonly connection: QueryConnection;
  readonly store: ObjectStore;
  readonly services: Services;
  readonly caller: Principal;
  readonly nowMs: number;
  readonly registered: RegisteredPartitions;
}
