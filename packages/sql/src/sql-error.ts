/** A place in an SQL text. Both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** SQL that is refused, worded as Trino words it. The message starts with the line and column where they are known. */
export class SqlError extends Error {
  /** Trino's name of the error (`COLUMN_NOT_FOUND`). */
  readonly code: string;
  readonly position: Position | undefined;
  /** The message without the position. */
  readonly detail: string;

  constructor(detail: string, position?: Position, code = 'SYNTAX_ERROR') {
    super(position === undefined ? detail : `line ${position.line}:${position.column}: ${detail}`);
    this.name = 'SqlError';
    this.code = code;
    this.detail = detail;
    this.position = position && { line: position.line, column: position.column };
  }
}
