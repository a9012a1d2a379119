import type { Lexicon } from '../lexer/lexicon.ts';
import type { Token } from '../lexer/token.ts';
import { tokenize } from '../lexer/tokenize.ts';
import { type Position, SqlError } from '../sql-error.ts';
import type { Name } from '../syntax/name.ts';

/** What of a dialect makes its tokens. */
export interface Words {
  readonly lexicon: Lexicon;
  /** Words that are names only in quotes, in lower case. */
  readonly reservedWords: ReadonlySet<string>;
}

/** More than any person or tool writes. */
const maxNesting = 200;

export interface Mark {
  readonly index: number;
  readonly parameters: number;
}

/** A cursor over the tokens of a text in one dialect. */
export class TokenReader {
  readonly #sql: string;
  readonly #reservedWords: ReadonlySet<string>;
  readonly #tokens: readonly Token[];
  #index = 0;
  #depth = 0;
  /** How many `?` were read. */
  parameters = 0;

  constructor(sql: string, { lexicon, reservedWords }: Words) {
    this.#sql = sql;
    this.#reservedWords = reservedWords;
    this.#tokens = tokenize(sql, lexicon);
  }

  peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#index + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new SqlError('The statement is empty.');
    return token;
  }

  next(): Token {
    const token = this.peek();
    this.#index++;
    return token;
  }

  get position(): Position {
    const { line, column } = this.peek();
    return { line, column };
  }

  /** The text from a token on, up to the next token or, at the end of the text, the last one. */
  textFrom({ start }: Token): string {
    return this.#sql.slice(start, this.peek().start).trim();
  }

  /** A place to come back to with `reset`. */
  get mark(): Mark {
    return { index: this.#index, parameters: this.parameters };
  }

  reset({ index, parameters }: Mark): void {
    this.#index = index;
    this.parameters = parameters;
  }

  /** Bounds how deep expressions and queries lie in each other: below any limit of the stack. */
  nested<Item>(read: () => Item): Item {
    if (++this.#depth > maxNesting) throw new SqlError('The statement is nested too deeply.', this.peek());
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }

  isWord(...words: readonly string[]): boolean {
    return words.every((word, ahead) => this.peek(ahead).kind === 'word' && this.peek(ahead).text === word);
  }

  isSymbol(symbol: string, ahead = 0): boolean {
    return this.peek(ahead).kind === 'symbol' && this.peek(ahead).text === symbol;
  }

  /** Reads the words when all of them come next. */
  takeWord(...words: readonly string[]): boolean {
    if (!this.isWord(...words)) return false;
    this.#index += words.length;
    return true;
  }

  takeSymbol(symbol: string): boolean {
    if (!this.isSymbol(symbol)) return false;
    this.#index++;
    return true;
  }

  expectWord(...words: readonly string[]): void {
    for (const word of words) if (!this.takeWord(word)) throw this.unexpected(`'${word.toUpperCase()}'`);
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected(`'${symbol}'`);
  }

  isName(ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'quoted' || (token.kind === 'word' && !this.#reservedWords.has(token.text));
  }

  name(): Name {
    if (!this.isName()) throw this.unexpected('<identifier>');
    const token = this.next();
    const text = token.kind === 'quoted' ? token.text : token.source;
    return { text, key: text.toLowerCase() };
  }

  /** `table`, `database.table` or `catalog.database.table`. */
  dottedName(): Name[] {
    const parts = [this.name()];
    while (this.takeSymbol('.')) parts.push(this.name());
    return parts;
  }

  text(): string {
    const token = this.next();
    if (token.kind !== 'string' && token.kind !== 'unicode') throw this.#unexpectedToken(token, '<string>');
    return token.text;
  }

  list<Item>(read: () => Item): Item[] {
    const items = [read()];
    while (this.takeSymbol(',')) items.push(read());
    return items;
  }

  parenthesized<Item>(read: () => Item): Item {
    this.expectSymbol('(');
    const item = read();
    this.expectSymbol(')');
    return item;
  }

  expectEnd(): void {
    this.takeSymbol(';');
    if (this.peek().kind !== 'end') throw this.unexpected('<EOF>');
  }

  /** The error of the next token, which is not what it should be. */
  unexpected(expected: string): SqlError {
    return this.#unexpectedToken(this.peek(), expected);
  }

  #unexpectedToken(token: Token, expected: string): SqlError {
    return new SqlError(`mismatched input '${token.source}'. Expecting: ${expected}`, token);
  }
}
