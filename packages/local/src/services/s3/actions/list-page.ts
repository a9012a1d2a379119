import type { ObjectStore } from '../object-store.ts';
import { compareKeys, type StoredObject } from '../object-walk.ts';

export interface Page {
  readonly objects: readonly StoredObject[];
  readonly prefixes: readonly string[];
  readonly isTruncated: boolean;
  /** The last key or prefix of the page: what the next one begins after. */
  readonly last: string;
}

export interface PageRequest {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly after: string | undefined;
  readonly limit: number;
}

/**
 * One page of a listing. Keys that hold the delimiter behind the prefix are rolled up to one prefix, which counts as
 * one entry: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export async function listPage(store: ObjectStore, bucket: string, request: PageRequest): Promise<Page> {
  const { prefix, delimiter, after, limit } = request;
  const objects: StoredObject[] = [];
  const prefixes: string[] = [];
  let last = '';
  let count = 0;
  if (limit === 0) return { objects, prefixes, isTruncated: false, last };
  for await (const found of store.walk(bucket, { prefix, after, shallow: delimiter === '/' })) {
    const rolled = 'prefix' in found ? found.prefix : rolledUp(found.key, prefix, delimiter);
    if (rolled !== undefined) {
      if (rolled === prefixes.at(-1) || (after !== undefined && compareKeys(rolled, after) <= 0)) continue;
    }
    if (count === limit) return { objects, prefixes, isTruncated: true, last };
    count++;
    if (rolled !== undefined) {
      prefixes.push(rolled);
      last = rolled;
    } else if ('key' in found) {
      objects.push(found);
      last = found.key;
    }
  }
  return { objects, prefixes, isTruncated: false, last };
}

function rolledUp(key: string, prefix: string, delimiter: string | undefined): string | undefined {
  if (delimiter === undefined) return undefined;
  const end = key.indexOf(delimiter, prefix.length);
  return end === -1 ? undefined : key.slice(0, end + delimiter.length);
}
