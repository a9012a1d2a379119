import { SqlError } from '../sql-error.ts';
import type { Lexicon } from './lexicon.ts';
import type { Token, TokenKind } from './token.ts';

type Pattern = readonly [TokenKind | 'space' | 'hint', RegExp];

const patternsOf = new WeakMap<Lexicon, readonly Pattern[]>();

/** The tokens of a text, the last one of kind `end`. Throws SqlError at a character that starts no token. */
export function tokenize(sql: string, lexicon: Lexicon): Token[] {
  const patterns = patternsOf.get(lexicon) ?? compile(lexicon);
  patternsOf.set(lexicon, patterns);
  const tokens: Token[] = [];
  let start = 0;
  let line = 1;
  let lineStart = 0;
  while (start < sql.length) {
    const [kind, source] = matchAt(sql, start, patterns);
    const position = { line, column: start - lineStart + 1 };
    if (kind === undefined) throw new SqlError(`mismatched input '${sql[start]}'`, position);
    if (kind === 'hint') throw new SqlError(`the hint ${source} is not supported here`, position, 'NOT_SUPPORTED');
    if (kind !== 'space') tokens.push({ ...position, kind, text: textOf(kind, source, lexicon), source, start });
    for (let newline = source.indexOf('\n'); newline !== -1; newline = source.indexOf('\n', newline + 1)) {
      line++;
      lineStart = start + newline + 1;
    }
    start += source.length;
  }
  tokens.push({ kind: 'end', text: '', source: '<EOF>', line, column: start - lineStart + 1, start });
  return tokens;
}

function compile({ nameQuotes, backslashEscapes, hints }: Lexicon): Pattern[] {
  const inString = backslashEscapes ? String.raw`(?:[^'\\]|''|\\[\s\S])*` : `(?:[^']|'')*`;
  return [
    ...(hints ? [['hint', /\/\*\+[\s\S]*?\*\//y] as const] : []),
    ['space', /\s+|--[^\n]*|\/\*[\s\S]*?\*\//y],
    ['binary', /[xX]'[0-9a-fA-F\s]*'/y],
    ['unicode', /[uU]&'(?:[^']|'')*'/y],
    ['string', new RegExp(`'${inString}'`, 'y')],
    ...nameQuotes.map(
      (quote) => ['quoted', new RegExp(`${quote}(?:[^${quote}]|${quote}${quote})*${quote}`, 'y')] as const,
    ),
    ['double', /(?:\d+(?:\.\d*)?|\.\d+)[eE][+-]?\d+/y],
    ['decimal', /\d+\.\d*|\.\d+/y],
    ['integer', /\d+/y],
    ['word', /[\p{L}_$][\p{L}\p{N}_@$]*/uy],
    ['symbol', /->|=>|<=|>=|<>|!=|\|\||[-+*/%(),.;<>=?[\]:|{}^]/y],
  ];
}

function matchAt(sql: string, offset: number, patterns: readonly Pattern[]): [Pattern[0] | undefined, string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = offset;
    const source = pattern.exec(sql)?.[0];
    if (source !== undefined) return [kind, source];
  }
  return [undefined, ''];
}

function textOf(kind: TokenKind, source: string, { backslashEscapes }: Lexicon): string {
  switch (kind) {
    case 'word':
      return source.toLowerCase();
    case 'string': {
      const text = source.slice(1, -1).replaceAll("''", "'");
      return backslashEscapes ? text.replace(/\\([\s\S])/g, '$1') : text;
    }
    case 'binary':
      return source.slice(2, -1).replaceAll(/\s/g, '');
    case 'quoted': {
      const quote = source.charAt(0);
      return source.slice(1, -1).replaceAll(quote + quote, quote);
    }
    case 'unicode':
      return source
        .slice(3, -1)
        .replaceAll("''", "'")
        .replace(/\\(?:\+([0-9a-fA-F]{6})|([0-9a-fA-F]{4})|(\\))/g, (_, six, four, backslash) => {
          return backslash ?? String.fromCodePoint(Number.parseInt(six ?? four, 16));
        });
    default:
      return source;
  }
}
