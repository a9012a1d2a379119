/** A query that Athena would refuse or fail, in its words; what is known of the place stands before the message. */
export class SqlError extends Error {
  /** Athena's name of the error, where it has one (`COLUMN_NOT_FOUND`). */
  readonly code: string;

  constructor(message: string, position?: Position, code = 'SYNTAX_ERROR') {
    super(position === undefined ? message : `line ${position.line}:${position.column}: ${message}`);
    this.name = 'SqlError';
    this.code = code;
  }
}

/** Both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
