/** What the Data Catalog holds, as the API of Glue describes it. */

export interface Column {
  readonly Name: string;
  /** Hive type, lower case: `string`, `bigint`, `array<struct<a:int>>`. */
  readonly Type?: string;
  readonly Comment?: string;
}

export interface SerDeInfo {
  readonly Name?: string;
  readonly SerializationLibrary?: string;
  readonly Parameters?: Readonly<Record<string, string>>;
}

export interface StorageDescriptor {
  readonly Columns?: readonly Column[];
  /** `s3://bucket/prefix/`. */
  readonly Location?: string;
  readonly InputFormat?: string;
  readonly OutputFormat?: string;
  readonly SerdeInfo?: SerDeInfo;
  readonly Compressed?: boolean;
  readonly BucketColumns?: readonly string[];
  readonly NumberOfBuckets?: number;
  readonly Parameters?: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/glue/latest/webapi/API_TableInput.html */
export interface TableInput {
  readonly Name: string;
  readonly Description?: string;
  readonly StorageDescriptor?: StorageDescriptor;
  readonly PartitionKeys?: readonly Column[];
  readonly Parameters?: Readonly<Record<string, string>>;
  readonly TableType?: string;
  readonly ViewOriginalText?: string;
  readonly ViewExpandedText?: string;
}

export interface Table extends TableInput {
  readonly DatabaseName: string;
  readonly CatalogId: string;
  /** Seconds since the epoch, as the JSON protocol carries times. */
  readonly CreateTime: number;
  readonly UpdateTime: number;
  readonly VersionId: string;
}

export interface DatabaseInput {
  readonly Name: string;
  readonly Description?: string;
  readonly LocationUri?: string;
  readonly Parameters?: Readonly<Record<string, string>>;
}

export interface Database extends DatabaseInput {
  readonly CatalogId: string;
  readonly CreateTime: number;
}

/** https://docs.aws.amazon.com/glue/latest/webapi/API_PartitionInput.html */
export interface PartitionInput {
  /** One for each partition key of the table, in their order. */
  readonly Values: readonly string[];
  readonly StorageDescriptor?: StorageDescriptor;
  readonly Parameters?: Readonly<Record<string, string>>;
  /** Seconds since the epoch. */
  readonly LastAccessTime?: number;
  readonly LastAnalyzedTime?: number;
}

export interface Partition extends PartitionInput {
  readonly DatabaseName: string;
  readonly TableName: string;
  readonly CatalogId: string;
  readonly CreationTime: number;
}

/** How a request names the table whose partitions it is about. */
export interface TablePartitions {
  DatabaseName: string;
  TableName: string;
}
