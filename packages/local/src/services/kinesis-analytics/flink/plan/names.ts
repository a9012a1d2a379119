/** Names that the plan and the run share. A dollar sign keeps them apart from the job's own. */

/** One row: `watermark` and `now`, both TIMESTAMP in UTC; null as long as there is none. */
export const clockTable = '"$clock"';

/** The records of a micro-batch. */
export const recordsTable = '"$records"';

/** Of `recordsTable`: the index of the shard that a record came from. */
export const shardColumn = '$shard';

/** Place of a record in its micro-batch. */
export const ordinalColumn = '$ordinal';

/** End of the slice of time that a row of a window function falls into, in milliseconds since the epoch. */
export const sliceColumn = '$slice';

/** Columns that no query of the job names and that every projection hands on where a later step wants them. */
export const hiddenColumns: readonly string[] = [ordinalColumn, sliceColumn];

/** Rows for the job's sinks: `seq`, `stream`, `partition_key`, `data`. */
export const outboxTable = '"$outbox"';

/** Functions of Java's that DuckDB has only nearly, of so many texts: slow, for where the difference may show. */
export const textFunctions = {
  jsonValue: { name: 'java_json_value', parameters: 2 },
  /** Text, precision, scale. */
  decimal: { name: 'java_decimal', parameters: 3 },
  upper: { name: 'java_upper', parameters: 1 },
  lower: { name: 'java_lower', parameters: 1 },
} as const;
