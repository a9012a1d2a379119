import type { CfnTable } from 'aws-cdk-lib/aws-glue';
import { type ProjectedKey, projection } from './partition-projection.ts';

export interface Column {
  readonly name: string;
  /** In Hive's words. */
  readonly type: string;
  readonly comment: string;
}

export interface TableFiles {
  readonly description: string;
  readonly columns: readonly Column[];
  /** `s3://bucket/folder/` */
  readonly location: string;
  /** What the folders below the location are named after, and Athena works out by itself. */
  readonly projected?: readonly ProjectedKey[];
  /** Keys of partitions that are entered in the catalog one by one, wherever their files lie. */
  readonly registered?: readonly Column[];
}

/** A table as Glue takes it, without its name. */
export type TableWithoutName = Omit<CfnTable.TableInputProperty, 'name'>;

const hadoop = 'org.apache.hadoop';

export function parquetTable(files: TableFiles): TableWithoutName {
  return table(files, 'parquet', {
    inputFormat: `${hadoop}.hive.ql.io.parquet.MapredParquetInputFormat`,
    outputFormat: `${hadoop}.hive.ql.io.parquet.MapredParquetOutputFormat`,
    serdeInfo: {
      serializationLibrary: `${hadoop}.hive.ql.io.parquet.serde.ParquetHiveSerDe`,
      parameters: { 'serialization.format': '1' },
    },
  });
}

/** One JSON document per line. A line that is none is a row of nulls, so that it does not hide the others. */
export function jsonLinesTable(files: TableFiles): TableWithoutName {
  return table(files, 'json', {
    inputFormat: `${hadoop}.mapred.TextInputFormat`,
    outputFormat: `${hadoop}.hive.ql.io.HiveIgnoreKeyTextOutputFormat`,
    serdeInfo: {
      serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
      parameters: { 'ignore.malformed.json': 'true' },
    },
  });
}

function table(
  { description, columns, location, projected = [], registered = [] }: TableFiles,
  classification: string,
  format: Pick<CfnTable.StorageDescriptorProperty, 'inputFormat' | 'outputFormat' | 'serdeInfo'>,
): TableWithoutName {
  const projectedColumns = projected.map(({ name, comment }) => ({ name, type: 'string', comment }));
  return {
    description,
    tableType: 'EXTERNAL_TABLE',
    partitionKeys: [...registered.map((column) => ({ ...column })), ...projectedColumns],
    parameters: { EXTERNAL: 'TRUE', classification, ...projection(location, projected) },
    storageDescriptor: { columns: columns.map((column) => ({ ...column })), location, compressed: false, ...format },
  };
}
