/** A template that cannot be read. The message ends with the line and column, from 1, of what is wrong. */
export class VtlSyntaxError extends Error {
  override readonly name = 'VtlSyntaxError';
  readonly line: number;
  readonly column: number;

  constructor(problem: string, line: number, column: number) {
    super(`mapping template: ${problem} at line ${line} column ${column}`);
    this.line = line;
    this.column = column;
  }
}

/** A template that was read but cannot be carried out with what it was given; API Gateway answers 500. */
export class VtlRenderError extends Error {
  override readonly name: string = 'VtlRenderError';
}

/** `$input.json` or `$input.path` on a body that is not JSON, which is the client's fault (400). The cause is the JsonTextError. */
export class BodyNotJsonError extends VtlRenderError {
  override readonly name = 'BodyNotJsonError';
}
