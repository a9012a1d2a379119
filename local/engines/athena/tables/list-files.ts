import type { Permission, Principal, Services } from '../../../service.ts';
import type { ObjectStore } from '../../s3/object-store.ts';
import type { Partition } from './partitions.ts';

/** One object that a scan reads. */
export interface DataFile {
  /** Absolute path. */
  readonly path: string;
  readonly location: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly partition: Partition;
}

/**
 * The objects of the partitions, as far as the caller may list and read them; throws ServiceError otherwise. Names that
 * begin with `_` or `.` are hidden, and empty objects hold no rows.
 */
export async function listFiles(
  store: ObjectStore,
  services: Services,
  caller: Principal,
  partitions: readonly Partition[],
): Promise<DataFile[]> {
  const files: DataFile[] = [];
  for (const partition of partitions) {
    const { bucket, prefix } = partition;
    checkListing(services, caller, bucket, prefix);
    let isAllowed = false;
    for await (const object of store.walk(bucket, { prefix })) {
      if ('prefix' in object || object.size === 0 || isHidden(object.key.slice(prefix.length))) continue;
      if (!isAllowed) services.authorize(caller, permission('GetObject', `${bucket}/${object.key}`));
      isAllowed = true;
      files.push({ ...object, location: `s3://${bucket}/${object.key}`, partition });
    }
  }
  return files;
}

/** Throws ServiceError unless the caller may list what lies below the prefix. */
export function checkListing(services: Services, caller: Principal, bucket: string, prefix: string): void {
  services.authorize(caller, permission('ListBucket', bucket, prefix));
}

function isHidden(relativeKey: string): boolean {
  return /(^|\/)[_.]/.test(relativeKey);
}

function permission(action: string, resource: string, prefix?: string): Permission {
  const context: Record<string, string> = { 'aws:securetransport': 'true' };
  if (prefix !== undefined) context['s3:prefix'] = prefix;
  return { action: `s3:${action}`, resource: `arn:aws:s3:::${resource}`, context };
}
