import { ServiceError } from '../../service.ts';
import type { GlueContext } from './context.ts';
import type { Partition, TablePartitions } from './entities.ts';
import { partitionsOf } from './partition-changes.ts';
import { partitionCondition } from './partition-expression.ts';

/** https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html */
export interface PartitionListing extends TablePartitions {
  /** A condition on the partition keys, as after WHERE. */
  Expression?: string;
  /** 1 to 1,000; default 100. */
  MaxResults?: number;
  NextToken?: string;
  Segment?: object;
  /** Leaves the columns out of the answers' descriptors. */
  ExcludeColumnSchema?: boolean;
}

const maxPageSize = 1000;

/** In the order of their values. The token names the last partition of a page, so that changes in between move nothing. */
export function listPartitions(
  context: GlueContext,
  input: PartitionListing,
): { Partitions: Partition[]; NextToken?: string } {
  const { table, log } = partitionsOf(context, input);
  const { Expression, MaxResults = 100, NextToken, Segment, ExcludeColumnSchema } = input;
  if (Segment !== undefined) throw invalid('Segment is not supported here: partitions are listed in one segment.');
  if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > maxPageSize) {
    throw invalid(`MaxResults must be from 1 to ${maxPageSize}.`);
  }
  const meets = Expression ? partitionCondition(Expression, table.PartitionKeys ?? []) : () => true;
  const all = log.all();
  const start = NextToken === undefined ? 0 : placeBehind(all, NextToken);
  const found: Partition[] = [];
  for (const partition of all.slice(start)) {
    if (!meets(partition.Values)) continue;
    if (found.length === MaxResults)
      return { Partitions: shown(found, ExcludeColumnSchema), NextToken: tokenOf(found) };
    found.push(partition);
  }
  return { Partitions: shown(found, ExcludeColumnSchema) };
}

function shown(partitions: Partition[], isWithoutColumns = false): Partition[] {
  if (!isWithoutColumns) return partitions;
  return partitions.map((partition) => {
    if (partition.StorageDescriptor === undefined) return partition;
    const { Columns: _, ...StorageDescriptor } = partition.StorageDescriptor;
    return { ...partition, StorageDescriptor };
  });
}

function tokenOf(page: readonly Partition[]): string {
  return Buffer.from(JSON.stringify(page.at(-1)?.Values)).toString('base64url');
}

function placeBehind(all: readonly Partition[], token: string): number {
  const last = Buffer.from(token, 'base64url').toString();
  if (!/^\[".*"\]$/s.test(last)) throw invalid('Invalid NextToken.');
  const place = all.findIndex(({ Values }) => JSON.stringify(Values) > last);
  return place === -1 ? all.length : place;
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidInputException', message);
}
