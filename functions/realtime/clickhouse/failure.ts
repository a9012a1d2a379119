import { ClickHouseError } from '@clickhouse/client';

/**
 * What is wrong with a store, in the words of the log and of its metric:
 *
 * | | |
 * |---|---|
 * | `unreachable` | no connection, or it broke |
 * | `wrong_password` | user or password are refused, or their secret cannot be read |
 * | `certificate` | the server's certificate is not one that is trusted |
 * | `not_allowed` | the user lacks a right |
 * | `schema_drift` | a table is not there or differs from what is inserted |
 * | `rows_refused` | what is inserted breaks a rule of the table: other rows may still go in |
 * | `store_failed` | anything else that the server answers: too many parts, no memory, no disk |
 */
export type FailureKind =
  | 'unreachable'
  | 'wrong_password'
  | 'certificate'
  | 'not_allowed'
  | 'schema_drift'
  | 'rows_refused'
  | 'store_failed';

export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** By the name that the server gives an error: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp */
const kinds: Readonly<Record<string, FailureKind>> = {
  AUTHENTICATION_FAILED: 'wrong_password',
  REQUIRED_PASSWORD: 'wrong_password',
  WRONG_PASSWORD: 'wrong_password',
  UNKNOWN_USER: 'wrong_password',
  ACCESS_DENIED: 'not_allowed',
  UNKNOWN_TABLE: 'schema_drift',
  UNKNOWN_DATABASE: 'schema_drift',
  UNKNOWN_IDENTIFIER: 'schema_drift',
  NO_SUCH_COLUMN_IN_TABLE: 'schema_drift',
  NUMBER_OF_COLUMNS_DOESNT_MATCH: 'schema_drift',
  VIOLATED_CONSTRAINT: 'rows_refused',
  INCORRECT_DATA: 'rows_refused',
  TYPE_MISMATCH: 'rows_refused',
  CANNOT_CONVERT_TYPE: 'rows_refused',
  CANNOT_INSERT_NULL_IN_ORDINARY_COLUMN: 'rows_refused',
  VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE: 'rows_refused',
  ARGUMENT_OUT_OF_BOUND: 'rows_refused',
  DECIMAL_OVERFLOW: 'rows_refused',
  TOO_LARGE_STRING_SIZE: 'rows_refused',
  TOO_DEEP_RECURSION: 'rows_refused',
  INVALID_PARTITION_VALUE: 'rows_refused',
  FUNCTION_THROW_IF_VALUE_IS_NON_ZERO: 'rows_refused',
};

const certificateErrors = /^(ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_SSL_|HOSTNAME_MISMATCH)/;

/** An error of the client as one that says what is wrong. What the server says is told without the data that it quotes. */
export function storeFailure(error: unknown, place: string): StoreFailure {
  if (error instanceof StoreFailure) return error;
  if (error instanceof ClickHouseError) {
    const type = error.type ?? `code ${error.code}`;
    const kind = kinds[type] ?? (/^CANNOT_(PARSE|READ)_/.test(type) ? 'rows_refused' : 'store_failed');
    const said = saidOf(kind, error.message);
    return new StoreFailure(kind, `ClickHouse at ${place} answered ${type}${said === '' ? '' : `: ${said}`}`);
  }
  const code = codeOf(error);
  if (code === undefined) {
    return new StoreFailure(
      'store_failed',
      `ClickHouse at ${place}: ${error instanceof Error ? error.name : 'unknown'}`,
    );
  }
  if (certificateErrors.test(code)) {
    return new StoreFailure('certificate', `The certificate of ClickHouse at ${place} is not trusted (${code})`);
  }
  return new StoreFailure('unreachable', `ClickHouse at ${place} does not answer (${code})`);
}

function saidOf(kind: FailureKind, message: string): string {
  if (kind === 'wrong_password') return '';
  return kind === 'rows_refused' ? refusing(message) : withoutData(message);
}

/** What of the table refuses a row, by its name; empty: the server does not say. What it quotes of the row stands before. */
function refusing(message: string): string {
  const constraint = /^Constraint `(\w+)`/.exec(message)?.[1];
  if (constraint !== undefined) return `constraint ${constraint}`;
  const unknown = /^Unknown field found while parsing JSONEachRow format: (\w+)/.exec(message)?.[1];
  const column = unknown ?? /.*\(while reading the value of key (\w+)\)/s.exec(message)?.[1];
  return column === undefined ? '' : `column ${column}`;
}

/** The first sentence, at most 200 characters, without what stands in quotes: it may be of an event. */
function withoutData(message: string): string {
  const [sentence = ''] = message.split(/\. |\n/);
  return sentence.replaceAll(/'[^']*'/g, "'…'").slice(0, 200);
}

/** `ECONNREFUSED`; of an error that stands for others, the first one's. Undefined: it is not about the connection. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  const [inner] = error instanceof AggregateError ? error.errors : [error.cause];
  if (inner instanceof Error) return codeOf(inner);
  return /time.?out/i.test(error.message) ? 'timeout' : undefined;
}
