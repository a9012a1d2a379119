/** A text that is not JSON (RFC 8259). The message names the first wrong character with its line and column, from 1. */
export class JsonTextError extends Error {
  override readonly name = 'JsonTextError';
  readonly line: number;
  readonly column: number;

  constructor(text: string, offset: number) {
    const before = text.slice(0, offset).split('\n');
    const line = before.length;
    const column = (before[line - 1] ?? '').length + 1;
    super(`not JSON: ${found(text, offset)} at line ${line} column ${column}`);
    this.line = line;
    this.column = column;
  }
}

function found(text: string, offset: number): string {
  if (offset >= text.length) return 'the text ends too early';
  const code = text.charCodeAt(offset);
  const printable = code > 0x20 && code < 0x7f;
  return printable
    ? `unexpected ${JSON.stringify(text[offset])}`
    : `unexpected character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
