import { SqlError } from 'sql-dialects';
import { athenaType, type SqlType } from '../sql/sql-type.ts';
import { nullValue } from '../tables/partition.ts';
import type { TableProperties } from './table-properties.ts';
import type { WrittenColumn } from './written-columns.ts';

/** Which columns go into the files, and which make the folders and the files. */
export interface FileLayout {
  readonly data: readonly WrittenColumn[];
  readonly partitionKeys: readonly WrittenColumn[];
  readonly buckets: readonly WrittenColumn[];
  /** 1: the rows of a partition are in one file. */
  readonly bucketCount: number;
}

/** Throws where the columns do not fit the properties, as Athena words it. */
export function fileLayout(
  columns: readonly WrittenColumn[],
  { partitionedBy, bucketedBy, bucketCount }: Pick<TableProperties, 'partitionedBy' | 'bucketedBy' | 'bucketCount'>,
): FileLayout {
  const names = columns.map(({ name }) => name);
  const absent = partitionedBy.filter((name) => !names.includes(name));
  if (absent.length > 0) throw invalid(`Partition columns [${absent.join(', ')}] not present in schema`);
  const data = columns.slice(0, columns.length - partitionedBy.length);
  const partitionKeys = columns.slice(data.length);
  if (partitionKeys.some(({ name }, index) => name !== partitionedBy[index])) {
    throw new SqlError(
      `Partition keys must be the last columns in the table and in the same order as the table properties: [${partitionedBy.join(', ')}]`,
      undefined,
      'HIVE_COLUMN_ORDER_MISMATCH',
    );
  }
  if (data.length === 0) throw invalid('Table contains only partition columns');
  for (const { name, type } of partitionKeys) checkPartitionType(name, type);
  const buckets = bucketedBy.map((name) => {
    const column = data.find((candidate) => candidate.name === name);
    if (column === undefined) throw invalid(`Bucketing columns [${name}] not present in schema`);
    return column;
  });
  return { data, partitionKeys, buckets, bucketCount };
}

const partitionTypes = [
  'boolean',
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'varchar',
  'date',
  'timestamp',
  'decimal',
];

function checkPartitionType(name: string, type: SqlType): void {
  if (partitionTypes.includes(type.name)) return;
  throw new SqlError(`Unsupported type [${athenaType(type)}] for partition: ${name}`, undefined, 'NOT_SUPPORTED');
}

/** The folders of a partition below its table, with a slash at the end: `application_id=x/event_date=2026-01-26/`. */
export function partitionFolder(keys: readonly WrittenColumn[], values: readonly string[]): string {
  return keys.map(({ name }, index) => `${name}=${escapeHive(values[index] ?? '')}/`).join('');
}

/** A value as Glue has it. */
export function partitionValue(key: WrittenColumn, value: string | null): string {
  if (value === null) return nullValue;
  if (/^[\x20-\x7e]*$/.test(value)) return value;
  throw new SqlError(
    `Hive partition keys can only contain printable ASCII characters (0x20 - 0x7E). Invalid value of ${key.name}: ${value}`,
    undefined,
    'HIVE_INVALID_PARTITION_VALUE',
  );
}

/** Characters that Hive writes as %XX in the names of folders. */
function escapeHive(value: string): string {
  return value.replace(/["#%'*/:=?\\{}[\]^\x7f]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}

function invalid(message: string): SqlError {
  return new SqlError(message, undefined, 'INVALID_TABLE_PROPERTY');
}
