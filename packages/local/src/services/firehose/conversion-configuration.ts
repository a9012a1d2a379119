import type { ConfigurationReader } from './configuration-reader.ts';

/** Record format conversion: JSON in, Parquet out, by a Glue table. */
export interface Conversion {
  readonly serde: 'openx' | 'hive';
  /** Whether keys become lower case before they are matched with columns. */
  readonly caseInsensitive: boolean;
  /** Column name to the JSON key that holds it, where they differ. */
  readonly keyOfColumn: Readonly<Record<string, string>>;
  readonly compression: 'SNAPPY' | 'GZIP' | 'UNCOMPRESSED';
  readonly parquetVersion: 'V1' | 'V2';
  readonly schema: SchemaReference;
}

export interface SchemaReference {
  readonly catalogId?: string;
  readonly database: string;
  readonly table: string;
  readonly roleArn: string;
}

/** https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html */
export function readConversion(reader: ConfigurationReader | undefined): Conversion | undefined {
  if (!reader) return undefined;
  const enabled = reader.flag('Enabled', true);
  const input = reader.object('InputFormatConfiguration');
  const output = reader.object('OutputFormatConfiguration');
  const schema = reader.object('SchemaConfiguration');
  reader.end();
  if (!enabled) return undefined;
  if (!input || !output || !schema) {
    throw new Error(`${reader.path} needs InputFormatConfiguration, OutputFormatConfiguration and SchemaConfiguration`);
  }
  return { ...readDeserializer(input), ...readSerializer(output), schema: readSchema(schema) };
}

function readDeserializer(input: ConfigurationReader): Pick<Conversion, 'serde' | 'caseInsensitive' | 'keyOfColumn'> {
  const deserializer = input.object('Deserializer');
  const openX = deserializer?.object('OpenXJsonSerDe');
  const hive = deserializer?.object('HiveJsonSerDe');
  deserializer?.end();
  input.end();
  if (openX) {
    const caseInsensitive = openX.flag('CaseInsensitive', true);
    const keyOfColumn = openX.object('ColumnToJsonKeyMappings')?.texts() ?? {};
    if (openX.flag('ConvertDotsInJsonKeysToUnderscores', false)) {
      return openX.refuse('ConvertDotsInJsonKeysToUnderscores', 'true is not supported (see SUPPORT.md)');
    }
    openX.end();
    return { serde: 'openx', caseInsensitive, keyOfColumn };
  }
  if (!hive) return input.refuse('Deserializer', 'must be OpenXJsonSerDe or HiveJsonSerDe');
  hive.end();
  return { serde: 'hive', caseInsensitive: true, keyOfColumn: {} };
}

function readSerializer(output: ConfigurationReader): Pick<Conversion, 'compression' | 'parquetVersion'> {
  const serializer = output.object('Serializer');
  const parquet = serializer?.object('ParquetSerDe');
  serializer?.end();
  output.end();
  if (!parquet) return output.refuse('Serializer', 'must be ParquetSerDe');
  const compression = parquet.choice('Compression', ['SNAPPY', 'GZIP', 'UNCOMPRESSED'], 'SNAPPY');
  const parquetVersion = parquet.choice('WriterVersion', ['V1', 'V2'], 'V1');
  parquet.end();
  return { compression, parquetVersion };
}

function readSchema(reader: ConfigurationReader): SchemaReference {
  const catalogId = reader.optionalText('CatalogId');
  reader.optionalText('Region');
  reader.choice('VersionId', ['LATEST'], 'LATEST');
  const schema = {
    ...(catalogId && { catalogId }),
    database: reader.text('DatabaseName'),
    table: reader.text('TableName'),
    roleArn: reader.text('RoleARN'),
  };
  reader.end();
  return schema;
}
