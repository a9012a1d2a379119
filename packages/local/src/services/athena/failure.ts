import { SqlError } from 'sql-dialects';
import { errorMessage } from '../../error-message.ts';
import { ServiceError } from '../../service.ts';
import { codeOf } from '../s3/durable-files.ts';

/** Ends a query as CANCELLED instead of FAILED. */
export class Cancelled extends Error {}

/** Kinds of DuckDB's errors beside Athena's codes: https://docs.aws.amazon.com/athena/latest/ug/error-reference.html */
const codes: readonly (readonly [RegExp, string])[] = [
  [/^Invalid Input Error: Division by zero/, 'DIVISION_BY_ZERO'],
  [/^Invalid Input Error: Cannot cast '/, 'INVALID_CAST_ARGUMENT'],
  [/^Conversion Error/, 'INVALID_CAST_ARGUMENT'],
  [/^Out of Range Error/, 'NUMERIC_VALUE_OUT_OF_RANGE'],
  [/^Out of Memory Error/, 'EXCEEDED_LOCAL_MEMORY_LIMIT'],
  [/^Binder Error/, 'TYPE_MISMATCH'],
  [/(parquet|Parquet|magic bytes|JSON)/, 'HIVE_BAD_DATA'],
  [/^Invalid Input Error/, 'INVALID_FUNCTION_ARGUMENT'],
];

/** The reason that a failed query gives. */
export function reasonOf(error: unknown): string {
  if (error instanceof SqlError) return `${error.code}: ${error.message}`;
  if (error instanceof ServiceError) return refusalOf(error);
  if (codeOf(error) === 'ENOSPC') return 'GENERIC_INTERNAL_ERROR: no space left on the disk';
  const message = errorMessage(error);
  if (/^[A-Z][A-Z_]+: /.test(message)) return message;
  const code = codes.find(([pattern]) => pattern.test(message))?.[1] ?? 'GENERIC_INTERNAL_ERROR';
  const [first = ''] = message.replace(/^[A-Z][A-Za-z ]+ Error: /, '').split('\n');
  return `${code}: ${first}`;
}

function refusalOf({ code, message }: ServiceError): string {
  if (code !== 'AccessDeniedException') return `${code}: ${message}`;
  const resource = /arn:aws:s3:::(\S+)/.exec(message)?.[1];
  if (resource !== undefined)
    return `Permission denied on S3 path: s3://${resource.replace(/[".,]+$/, '')} (${message})`;
  return `Insufficient permissions to execute the query. ${message}`;
}
