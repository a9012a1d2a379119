import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from './durable-files.ts';
import { pathOfFolder, segmentOfName } from './key-path.ts';

/** One object as a listing knows it. */
export interface StoredObject {
  readonly key: string;
  /** Absolute path of the file. */
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
}

/** An object, or, where the walk was told not to enter folders, a folder's key prefix with its slash. */
export type Found = StoredObject | { readonly prefix: string };

export interface Walk {
  /** Only keys that begin with it. Default all. */
  readonly prefix?: string;
  /** Only keys that sort after it. */
  readonly after?: string;
  /** Give folders below the prefix as one prefix each instead of entering them. */
  readonly shallow?: boolean;
}

/** Bytes order, as S3 sorts keys: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ListingKeysUsingAPIs.html */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The objects of a bucket's folder in the order of their keys, holding one folder's names at a time per level. */
export async function* walkObjects(directory: string, walk: Walk = {}): AsyncGenerator<Found> {
  // Straight to the folder that the prefix names, past all that lies beside it.
  const base = (walk.prefix ?? '').slice(0, (walk.prefix ?? '').lastIndexOf('/') + 1);
  yield* walkFolder(join(directory, pathOfFolder(base)), base, walk);
}

async function* walkFolder(folder: string, base: string, walk: Walk): AsyncGenerator<Found> {
  const { prefix = '', after, shallow = false } = walk;
  for (const entry of await sortedEntries(folder)) {
    const key = base + entry.label;
    const path = join(folder, entry.name);
    if (!entry.isFolder) {
      if (!key.startsWith(prefix) || (after !== undefined && compareKeys(key, after) <= 0)) continue;
      const file = await statOrNothing(path);
      if (file !== undefined) yield { key, path, size: file.size, modifiedMs: file.mtimeMs };
      continue;
    }
    const within = key.startsWith(prefix);
    if (!within && !prefix.startsWith(key)) continue;
    if (after !== undefined && !after.startsWith(key) && compareKeys(key, after) < 0) continue;
    if (within && shallow && key.length > prefix.length) {
      if (after?.startsWith(key) && after !== key) {
        if (!(await hasObject(path, key, { after }))) continue;
      } else if (!(await hasObject(path, key, {})) || key === after) continue;
      yield { prefix: key };
      continue;
    }
    yield* walkFolder(path, key, walk);
  }
}

async function hasObject(folder: string, base: string, walk: Walk): Promise<boolean> {
  for await (const _ of walkFolder(folder, base, walk)) return true;
  return false;
}

interface Entry {
  readonly name: string;
  /** The segment of the key, with a slash for a folder. */
  readonly label: string;
  readonly isFolder: boolean;
}

async function sortedEntries(folder: string): Promise<Entry[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(codeOf(error) ?? '')) return [];
    throw error;
  }
  return entries
    .map((entry) => {
      const isFolder = entry.isDirectory();
      return { name: entry.name, label: segmentOfName(entry.name) + (isFolder ? '/' : ''), isFolder };
    })
    .sort((a, b) => compareKeys(a.label, b.label));
}

async function statOrNothing(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
