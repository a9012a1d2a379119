import type { Permission, Principal, Services } from '../../../service.ts';
import type { ObjectStore } from '../../s3/object-store.ts';
import type { Partition } from './partition.ts';

/** One object that a scan reads. */
export interface DataFile {
  /** Absolute path. */
  readonly path: string;
  readonly location: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly partition: Partition;
}

type ListedFile = Omit<DataFile, 'partition'>;

/**
 * The objects of partitions, as far as the caller may list and read them. A folder is listed once: however often one
 * query reads it, it reads the same files, also while others arrive. Trino's listing lives as long as its query, too
 * (`TransactionScopeCachingDirectoryLister`).
 */
export class Listings {
  readonly #store: ObjectStore;
  readonly #services: Services;
  readonly #caller: Principal;
  readonly #byFolder = new Map<string, readonly ListedFile[]>();

  /** For one query. */
  constructor(store: ObjectStore, services: Services, caller: Principal) {
    this.#store = store;
    this.#services = services;
    this.#caller = caller;
  }

  /** Throws ServiceError for what the caller may not do. Names that begin with `_` or `.` are hidden; empty objects hold no rows. */
  async of(partitions: readonly Partition[]): Promise<DataFile[]> {
    const files: DataFile[] = [];
    for (const partition of partitions) {
      const folder = `${partition.bucket}/${partition.prefix}`;
      const listed = this.#byFolder.get(folder) ?? (await this.#list(partition));
      this.#byFolder.set(folder, listed);
      for (const file of listed) files.push({ ...file, partition });
    }
    return files;
  }

  async #list({ bucket, prefix }: Partition): Promise<ListedFile[]> {
    checkListing(this.#services, this.#caller, bucket, prefix);
    const files: ListedFile[] = [];
    for await (const object of this.#store.walk(bucket, { prefix })) {
      if ('prefix' in object || object.size === 0 || isHidden(object.key.slice(prefix.length))) continue;
      if (files.length === 0)
        this.#services.authorize(this.#caller, permission('GetObject', `${bucket}/${object.key}`));
      files.push({ ...object, location: `s3://${bucket}/${object.key}` });
    }
    return files;
  }
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
