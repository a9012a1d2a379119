import { CommonToken, type Token, type TokenFactory, type TokenSource } from 'antlr4ng';
import { FlinkSqlLexer } from 'dt-sql-parser/dist/lib/flink/FlinkSqlLexer.js';

/**
 * Flink SQL that the parser's grammar does not know, as tokens that it does. Nothing moves: every token keeps its place
 * in the text, so that an error names the right line.
 *
 * | Flink | as the grammar reads it |
 * |---|---|
 * | `f(x).name` | `f(x)[name]` |
 * | `FLOOR(x TO MINUTE)` | `FLOOR(x, MINUTE)` |
 * | `CHAR_LENGTH(x)` | as a function whose name is no word of the language |
 * | `TRY_CAST(x AS t)` | `CAST(x AS t)`, the token's text still being TRY_CAST |
 * | `t NOT NULL METADATA` | `t METADATA`: what is null makes no difference here |
 */
export function bridgeGrammar(tokens: readonly Token[]): Token[] {
  const bridged: Token[] = [];
  /** For each open bracket, the token before it. */
  const callees: (Token | undefined)[] = [];
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    const next = tokens[index + 1];
    if (token.type === FlinkSqlLexer.LR_BRACKET) callees.push(before);
    if (token.type === FlinkSqlLexer.RR_BRACKET) callees.pop();
    if (token.type === FlinkSqlLexer.KW_TRY_CAST) {
      bridged.push(withType(token, FlinkSqlLexer.KW_CAST));
    } else if (token.type === FlinkSqlLexer.KW_CHAR_LENGTH) {
      bridged.push(withType(token, FlinkSqlLexer.ID_LITERAL));
    } else if (token.type === FlinkSqlLexer.KW_TO && callees.at(-1)?.type === FlinkSqlLexer.KW_FLOOR) {
      bridged.push(withType(token, FlinkSqlLexer.COMMA));
    } else if (token.type === FlinkSqlLexer.DOT && before?.type === FlinkSqlLexer.RR_BRACKET) {
      bridged.push(withType(token, FlinkSqlLexer.LS_BRACKET));
    } else if (
      token.type === FlinkSqlLexer.KW_NOT &&
      next?.type === FlinkSqlLexer.KW_NULL &&
      tokens[index + 2]?.type === FlinkSqlLexer.KW_METADATA
    ) {
      // Left out, and the NULL after it.
    } else if (token.type !== FlinkSqlLexer.KW_NULL || tokens[index + 1]?.type !== FlinkSqlLexer.KW_METADATA) {
      bridged.push(token);
      const isField = before?.type === FlinkSqlLexer.DOT && tokens[index - 2]?.type === FlinkSqlLexer.RR_BRACKET;
      if (isField) bridged.push(withType(token, FlinkSqlLexer.RS_BRACKET));
    }
  }
  return bridged;
}

/** Tokens as a parser takes them, with the end of the text behind them. */
export class BridgedTokens implements TokenSource {
  readonly line = 1;
  readonly column = 0;
  readonly _tokenStartColumn = 0;
  readonly inputStream = null;
  readonly sourceName = 'job.sql';
  readonly tokenFactory: TokenFactory<Token>;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[], { tokenFactory }: TokenSource) {
    this.#tokens = tokens;
    this.tokenFactory = tokenFactory;
  }

  getSourceName(): string {
    return this.sourceName;
  }

  nextToken(): Token {
    const token = this.#tokens[this.#next++];
    if (token) return token;
    const end = new CommonToken([null, null], -1, 0, -1, -1);
    end.line = this.#tokens.at(-1)?.line ?? 1;
    end.column = 0;
    return end;
  }
}

function withType(token: Token, type: number): Token {
  const { source, start, stop, line, column, channel } = token as CommonToken;
  const other = new CommonToken(source, type, channel, start, stop);
  other.line = line;
  other.column = column;
  return other;
}
