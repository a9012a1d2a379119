import { newPrinter, type Position, type SqlError } from 'sql-dialects';
import { flink } from 'sql-dialects/flink';

/** What the window runner refuses, by name and with the line of the job's SQL. */
export class FlinkSqlError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(`line ${line}: ${message}`);
    this.name = 'FlinkSqlError';
    this.line = line;
  }
}

/** Trees as the messages quote them. */
export const sqlText = newPrinter(flink);

/** What is Flink SQL but not run here; `text` as the job has it. */
export function notSupported(text: string, { line }: Position): FlinkSqlError {
  return new FlinkSqlError(`${text.length > 80 ? `${text.slice(0, 80)}…` : text} is not supported here`, line);
}

/** A text that cannot be parsed. */
export function syntaxError({ code, detail, position }: SqlError): FlinkSqlError {
  const { line, column } = position ?? { line: 1, column: 1 };
  const isKnown = code === 'NOT_SUPPORTED' || detail.startsWith('!=');
  const message = isKnown ? detail : `${detail}: this is not Flink SQL as it can be read here (column ${column})`;
  return new FlinkSqlError(message, line);
}
