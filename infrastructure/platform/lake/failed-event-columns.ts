import type { Column } from './glue-tables.ts';

/**
 * What Firehose writes about a record that it could not deliver. The JSON names are in camel case (`attemptsMade`),
 * which Hive's column names cannot be; the SerDe compares them without regard to case.
 * https://docs.aws.amazon.com/firehose/latest/dev/data-transformation.html#data-transformation-failure-handling
 * https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion.html
 */
export const failedEventColumns: readonly Column[] = [
  { name: 'attemptsmade', type: 'int', comment: 'How often it was tried' },
  { name: 'arrivaltimestamp', type: 'bigint', comment: 'When Firehose got the record, milliseconds since the epoch' },
  { name: 'errorcode', type: 'string', comment: 'What failed: the function' },
  { name: 'errormessage', type: 'string', comment: 'What failed in words: the function' },
  { name: 'lasterrorcode', type: 'string', comment: 'What failed: partitioning or format conversion' },
  { name: 'lasterrormessage', type: 'string', comment: 'What failed in words: partitioning or format conversion' },
  { name: 'attemptendingtimestamp', type: 'bigint', comment: 'When it was given up, milliseconds since the epoch' },
  { name: 'rawdata', type: 'string', comment: 'The record, byte for byte, in base64' },
  { name: 'sequencenumber', type: 'string', comment: 'Its place in the Kinesis stream, if it came from one' },
  { name: 'subsequencenumber', type: 'bigint', comment: 'Its place inside an aggregated Kinesis record' },
  { name: 'lambdaarn', type: 'string', comment: 'The function that was to transform it' },
];
