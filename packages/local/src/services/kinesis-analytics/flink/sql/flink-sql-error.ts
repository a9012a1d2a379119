/** What the window runner refuses, by name and with the line of the job's SQL where it stands. */
export class FlinkSqlError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(`line ${line}: ${message}`);
    this.name = 'FlinkSqlError';
    this.line = line;
  }
}
