import { type Position, SqlError } from './sql-error.ts';

export type TokenKind =
  | 'word'
  | 'quoted'
  | 'string'
  | 'unicode'
  | 'binary'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'symbol'
  | 'end';

export interface Token extends Position {
  readonly kind: TokenKind;
  /** Words in lower case, strings and quoted names without quotes. */
  readonly text: string;
  /** As written. */
  readonly source: string;
}

const patterns: readonly (readonly [TokenKind | 'space', RegExp])[] = [
  ['space', /\s+|--[^\n]*|\/\*[\s\S]*?\*\//y],
  ['binary', /[xX]'[0-9a-fA-F\s]*'/y],
  ['unicode', /[uU]&'(?:[^']|'')*'/y],
  ['string', /'(?:[^']|'')*'/y],
  ['quoted', /"(?:[^"]|"")*"|`(?:[^`]|``)*`/y],
  ['double', /(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d+/y],
  ['decimal', /\d+\.\d*|\.\d+/y],
  ['integer', /\d+/y],
  ['word', /[\p{L}_$][\p{L}\p{N}_@$]*/uy],
  ['symbol', /->|=>|<=|>=|<>|!=|\|\||[-+*/%(),.;<>=?[\]:|{}^]/y],
];

/** The tokens of a statement, the last one of kind `end`. Throws SqlError at what is none. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let line = 1;
  let lineStart = 0;
  while (offset < sql.length) {
    const [kind, source] = matchAt(sql, offset);
    const position = { line, column: offset - lineStart + 1 };
    if (kind === undefined) throw new SqlError(`mismatched input '${sql[offset]}'`, position);
    if (kind !== 'space') tokens.push({ ...position, kind, text: textOf(kind, source), source });
    for (let newline = source.indexOf('\n'); newline !== -1; newline = source.indexOf('\n', newline + 1)) {
      line++;
      lineStart = offset + newline + 1;
    }
    offset += source.length;
  }
  tokens.push({ kind: 'end', text: '', source: '<EOF>', line, column: offset - lineStart + 1 });
  return tokens;
}

function matchAt(sql: string, offset: number): [TokenKind | 'space' | undefined, string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = offset;
    const source = pattern.exec(sql)?.[0];
    if (source !== undefined) return [kind, source];
  }
  return [undefined, ''];
}

function textOf(kind: TokenKind, source: string): string {
  if (kind === 'word') return source.toLowerCase();
  if (kind === 'string') return source.slice(1, -1).replaceAll("''", "'");
  if (kind === 'binary') return source.slice(2, -1).replaceAll(/\s/g, '');
  if (kind === 'quoted') {
    const quote = source.charAt(0);
    return source.slice(1, -1).replaceAll(quote + quote, quote);
  }
  if (kind === 'unicode') {
    const text = source.slice(3, -1).replaceAll("''", "'");
    return text.replace(/\\(?:\+([0-9a-fA-F]{6})|([0-9a-fA-F]{4})|(\\))/g, (_, six, four, backslash) => {
      return backslash ?? String.fromCodePoint(Number.parseInt(six ?? four, 16));
    });
  }
  return source;
}
