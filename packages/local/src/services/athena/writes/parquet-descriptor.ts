import type { StorageDescriptor } from '../../glue/entities.ts';
import type { FileLayout } from './file-layout.ts';

const parquet = 'org.apache.hadoop.hive.ql.io.parquet';

/** How the catalog describes Parquet files of a layout. */
export function parquetDescriptor(Location: string, { data, buckets, bucketCount }: FileLayout): StorageDescriptor {
  const isBucketed = buckets.length > 0;
  return {
    Columns: data.map(({ glue }) => glue),
    Location,
    InputFormat: `${parquet}.MapredParquetInputFormat`,
    OutputFormat: `${parquet}.MapredParquetOutputFormat`,
    SerdeInfo: { SerializationLibrary: `${parquet}.serde.ParquetHiveSerDe`, Parameters: {} },
    Compressed: false,
    ...(isBucketed && { BucketColumns: buckets.map(({ name }) => name), NumberOfBuckets: bucketCount }),
  };
}
