import type { Table } from '../../glue/entities.ts';
import type { Scan } from '../sql/scan.ts';
import { quoted } from '../sql/sql-type.ts';
import { existingPartitions } from './existing-partitions.ts';
import { meeting } from './meet-filters.ts';
import type { Partition, PartitionSearch } from './partition.ts';
import { maxPartitions, projectedValues } from './partition-projection.ts';
import { parseLocation } from './s3-location.ts';

/** So many possible partitions are looked for one by one; of more, those that there are are found from their folders. */
const maxLookups = 1000;

/**
 * The projected partitions that a scan must read. Conditions on one key cut down that key's values before the values of
 * all keys are combined.
 */
export async function projectedPartitions(
  search: PartitionSearch,
  table: Table,
  scan: Scan,
): Promise<readonly Partition[]> {
  const keys = scan.table.partitionKeys;
  const values = await Promise.all(
    keys.map(async (key) => {
      const projected = projectedValues(key.name, table.Parameters ?? {}, search.nowMs);
      if (projected === 'injected') return injectedValues(key.name, scan);
      const own = scan.filters.filter((filter) => filter.keys.size === 1 && filter.keys.has(key.name));
      const rows = projected.map((value) => [value]);
      const places = await meeting(search.connection, [key], own, rows);
      return places.flatMap((place) => rows[place] ?? []);
    }),
  );
  const template = locationTemplate(table, scan);
  const count = values.reduce((product, list) => product * list.length, 1);
  const found = count <= maxLookups ? undefined : await existingPartitions(search, template, keys, values);
  if (found === undefined && count > maxPartitions) {
    throw new Error(`The projected partitions of ${table.Name} are more than ${maxPartitions}`);
  }
  const candidates = found ?? product(values);
  const joint = scan.filters.filter((filter) => filter.keys.size > 1);
  const chosen = await meeting(search.connection, keys, joint, candidates);
  return chosen.map((place) => {
    const row = candidates[place] ?? [];
    const named = new Map(keys.map(({ name }, index) => [name, row[index] ?? '']));
    const location = template.replace(
      /\$\{([^}]+)\}/g,
      (whole, name: string) => named.get(name.toLowerCase()) ?? whole,
    );
    return { ...parseLocation(location), values: row };
  });
}

function product(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>((rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])), [[]]);
}

/** Where the partition of `${key}` values lies: https://docs.aws.amazon.com/athena/latest/ug/partition-projection-setting-up.html */
function locationTemplate(table: Table, scan: Scan): string {
  const template = table.Parameters?.['storage.location.template'];
  if (template !== undefined) return template;
  const location = (table.StorageDescriptor?.Location ?? '').replace(/\/?$/, '/');
  return `${location}${scan.table.partitionKeys.map(({ name }) => `${name}=\${${name}}/`).join('')}`;
}

/** https://docs.aws.amazon.com/athena/latest/ug/partition-projection-dynamic-id-partitioning.html */
function injectedValues(name: string, scan: Scan): string[] {
  const column = quoted(name).replace(/[$]/g, '\\$&');
  const values = scan.filters.flatMap(({ sql }) => {
    const equal = new RegExp(`^\\(${column} = ('(?:[^']|'')*')\\)$`).exec(sql)?.[1];
    const among = new RegExp(`^\\(${column} IN \\(((?:'(?:[^']|'')*'(?:, )?)+)\\)\\)$`).exec(sql)?.[1];
    return [...(equal ?? among ?? '').matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) =>
      value.replaceAll("''", "'"),
    );
  });
  if (values.length > 0) return [...new Set(values)];
  throw new Error(
    `CONSTRAINT_VIOLATION: For the injected projected partition column ${name}, the WHERE clause must contain only static ` +
      'equality conditions, and at least one such condition must be present.',
  );
}
