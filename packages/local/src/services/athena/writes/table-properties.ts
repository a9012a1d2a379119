import type { Expression } from 'sql-dialects';
import { SqlError } from 'sql-dialects';
import type { TableProperty } from 'sql-dialects/trino';

/** How the files of a new table are written. */
export interface TableProperties {
  /** With a slash at its end; undefined: below the location of the query's results. */
  readonly externalLocation: string | undefined;
  readonly compression: Compression;
  readonly compressionLevel: number | undefined;
  /** Lower case. */
  readonly partitionedBy: readonly string[];
  readonly bucketedBy: readonly string[];
  /** 1 without buckets. */
  readonly bucketCount: number;
}

export type Compression = 'uncompressed' | 'snappy' | 'gzip' | 'zstd';

const compressions: Readonly<Record<string, Compression>> = {
  none: 'uncompressed',
  uncompressed: 'uncompressed',
  snappy: 'snappy',
  gzip: 'gzip',
  zstd: 'zstd',
};

const known = [
  ...['format', 'write_compression', 'parquet_compression', 'compression_level', 'external_location'],
  ...['partitioned_by', 'bucketed_by', 'bucket_count', 'table_type', 'is_external'],
];

/**
 * The properties of CREATE TABLE AS: https://docs.aws.amazon.com/athena/latest/ug/create-table-as.html#ctas-table-properties
 * Throws SqlError, naming it, for one that is not known or is not done here.
 */
export function readTableProperties(properties: readonly TableProperty[]): TableProperties {
  const given = new Map<string, TableProperty>();
  for (const property of properties) {
    if (!known.includes(property.name)) {
      throw invalid(`Catalog 'awsdatacatalog' table property '${property.name}' does not exist`, property);
    }
    if (given.has(property.name)) throw invalid(`Duplicate property: ${property.name}`, property);
    given.set(property.name, property);
  }
  const text = (name: string) => textOf(given.get(name));
  only(given.get('format'), text('format'), ['PARQUET']);
  only(given.get('table_type'), text('table_type'), ['HIVE']);
  const external = given.get('is_external');
  if (external !== undefined && !isTrue(external.value)) throw unsupported('is_external = false', external);
  const bucketedBy = namesOf(given.get('bucketed_by'));
  const count = wholeOf(given.get('bucket_count'));
  if (bucketedBy.length > 0 !== (count !== undefined)) {
    const missing = count === undefined ? 'bucket_count' : 'bucketed_by';
    throw invalid(
      `${missing} must be specified along with ${missing === 'bucket_count' ? 'bucketed_by' : 'bucket_count'}`,
    );
  }
  if (count !== undefined && count < 1)
    throw invalid('bucket_count must be greater than zero', given.get('bucket_count'));
  return {
    externalLocation: text('external_location')?.replace(/\/?$/, '/'),
    compression: compressionOf(given.get('write_compression'), given.get('parquet_compression')),
    compressionLevel: wholeOf(given.get('compression_level')),
    partitionedBy: namesOf(given.get('partitioned_by')),
    bucketedBy,
    bucketCount: count ?? 1,
  };
}

/** Without one it is GZIP, as Athena does with Parquet. */
function compressionOf(write: TableProperty | undefined, parquet: TableProperty | undefined): Compression {
  if (write !== undefined && parquet !== undefined) {
    throw invalid('Only one of write_compression and parquet_compression can be specified', parquet);
  }
  const property = write ?? parquet;
  const value = textOf(property) ?? 'GZIP';
  const compression = compressions[value.toLowerCase()];
  if (compression === undefined) throw unsupported(`the compression ${value} of Parquet`, property);
  return compression;
}

function only(property: TableProperty | undefined, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value.toUpperCase())) return;
  throw unsupported(`${property?.name} = '${value}'`, property);
}

function textOf(property: TableProperty | undefined): string | undefined {
  if (property === undefined) return undefined;
  const { value } = property;
  if (value.kind === 'literal' && value.type === 'string') return value.text;
  throw invalid(`Invalid value for catalog table property '${property.name}': a string is expected`, property);
}

function wholeOf(property: TableProperty | undefined): number | undefined {
  if (property === undefined) return undefined;
  const { value } = property;
  if (value.kind === 'literal' && value.type === 'integer') return Number(value.text);
  throw invalid(`Invalid value for catalog table property '${property.name}': an integer is expected`, property);
}

function namesOf(property: TableProperty | undefined): string[] {
  if (property === undefined) return [];
  const { value } = property;
  if (value.kind === 'array') {
    const names = value.items.map((item) =>
      item.kind === 'literal' && item.type === 'string' ? item.text : undefined,
    );
    if (names.every((name) => name !== undefined)) return names.map((name) => name.toLowerCase());
  }
  throw invalid(
    `Invalid value for catalog table property '${property.name}': an array of strings is expected`,
    property,
  );
}

function isTrue(value: Expression): boolean {
  return value.kind === 'literal' && value.type === 'boolean' && value.text === 'true';
}

function invalid(message: string, position?: TableProperty): SqlError {
  return new SqlError(message, position, 'INVALID_TABLE_PROPERTY');
}

function unsupported(what: string, position: TableProperty | undefined): SqlError {
  return new SqlError(`CREATE TABLE AS with ${what} is not supported by the local Athena`, position, 'NOT_SUPPORTED');
}
