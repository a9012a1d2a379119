import type { SchemaReference } from './conversion-configuration.ts';
import type { SourceRecord } from './source.ts';

/** Values of `!{firehose:error-output-type}` that occur here. */
export type ErrorType = 'processing-failed' | 'metadata-extraction-failed' | 'format-conversion-failed';

export interface Failure {
  readonly type: ErrorType;
  /** For example `Lambda.FunctionError`. */
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
}

/**
 * The line of the error output for a record that the transformation did not deliver; `rawData` is the source record.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html
 */
export function processingErrorLine(
  record: Pick<SourceRecord, 'arrival' | 'data'>,
  failure: Failure,
  { now, functionArn }: { now: number; functionArn?: string },
): string {
  const document = {
    attemptsMade: failure.attempts,
    arrivalTimestamp: record.arrival,
    errorCode: failure.code,
    errorMessage: failure.message,
    attemptEndingTimestamp: now,
    rawData: record.data.toString('base64'),
    ...(functionArn && { lambdaArn: functionArn }),
  };
  return `${JSON.stringify(document)}\n`;
}

/** A document that could not be converted, with where it came from. */
export interface Unconvertible {
  readonly code: string;
  readonly message: string;
  readonly arrival: number;
  /** The document as it was to be converted, after the transformation. */
  readonly data: Buffer;
  readonly sequenceNumber?: string;
}

/**
 * The line of the error output for a document that does not fit the table.
 * https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html#record-format-conversion-error-handling
 */
export function conversionErrorLine(
  { code, message, arrival, data, sequenceNumber }: Unconvertible,
  schema: SchemaReference,
  { now, region, accountId }: { now: number; region: string; accountId: string },
): string {
  const document = {
    attemptsMade: 1,
    arrivalTimestamp: arrival,
    lastErrorCode: code,
    lastErrorMessage: message,
    attemptEndingTimestamp: now,
    rawData: data.toString('base64'),
    ...(sequenceNumber && { sequenceNumber, subSequenceNumber: 0 }),
    dataCatalogTable: {
      catalogId: schema.catalogId ?? accountId,
      databaseName: schema.database,
      tableName: schema.table,
      region,
      versionId: 'LATEST',
      catalogArn: null,
    },
  };
  return `${JSON.stringify(document)}\n`;
}
