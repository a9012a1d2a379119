import type { SchemaColumn } from '../sql/scan.ts';
import { checkListing } from './list-files.ts';
import type { PartitionSearch } from './partition.ts';
import { parseLocation } from './s3-location.ts';

/**
 * The projected partitions whose folders there are, found level by level; the others hold no rows. It takes as long as
 * there are folders, where going through all values of all keys would take as long as there might be. Undefined: the
 * template does not give each key a folder name of its own.
 */
export async function existingPartitions(
  search: PartitionSearch,
  template: string,
  keys: readonly SchemaColumn[],
  values: readonly (readonly string[])[],
): Promise<readonly (readonly string[])[] | undefined> {
  const { bucket, prefix } = parseLocation(template);
  const levels = levelsOf(prefix, keys);
  if (levels === undefined || values.some((list) => list.some((value) => value.includes('/')))) return undefined;
  checkListing(search.services, search.caller, bucket, levels.base);
  const known = values.map((list) => new Set(list));
  let found = [{ prefix: levels.base, row: keys.map(() => '') }];
  for (const { key, pattern, rest } of levels.folders) {
    const deeper: typeof found = [];
    for (const parent of found) {
      for await (const object of search.store.walk(bucket, { prefix: parent.prefix, shallow: true })) {
        if (!('prefix' in object)) continue;
        const value = pattern.exec(object.prefix.slice(parent.prefix.length, -1))?.[1];
        if (value === undefined || !known[key]?.has(value)) continue;
        deeper.push({ prefix: `${object.prefix}${rest}`, row: parent.row.with(key, value) });
      }
    }
    found = deeper;
  }
  return found.map(({ row }) => row);
}

interface Level {
  /** The place of the key among the table's. */
  readonly key: number;
  /** Of the folder's name. */
  readonly pattern: RegExp;
  /** Folders without a key below it. */
  readonly rest: string;
}

function levelsOf(prefix: string, keys: readonly SchemaColumn[]): { base: string; folders: Level[] } | undefined {
  const folders: Level[] = [];
  let base = '';
  for (const segment of prefix.split('/').slice(0, -1)) {
    const names = [...segment.matchAll(/\$\{([^}]+)\}/g)];
    const [name] = names;
    const last = folders.at(-1);
    if (name === undefined && last === undefined) base += `${segment}/`;
    else if (name === undefined && last !== undefined)
      folders.splice(-1, 1, { ...last, rest: `${last.rest}${segment}/` });
    else {
      const key = keys.findIndex((candidate) => candidate.name === name?.[1]?.toLowerCase());
      if (names.length > 1 || key === -1 || folders.some((level) => level.key === key)) return undefined;
      const [before = '', after = ''] = segment
        .split(/\$\{[^}]+\}/)
        .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
      folders.push({ key, pattern: new RegExp(`^${before}(.*)${after}$`, 's'), rest: '' });
    }
  }
  return folders.length === keys.length ? { base, folders } : undefined;
}
