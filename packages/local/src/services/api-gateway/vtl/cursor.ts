import type { Block, Expression, Place } from './ast.ts';
import { VtlSyntaxError } from './vtl-error.ts';

/** Deeper nesting than a person writes is refused rather than left to the call stack. */
const maxDepth = 200;

/** How to parse what stands inside what is being parsed: strings hold blocks, references hold expressions. */
export interface Grammar {
  block(cursor: Cursor): Block;
  primary(cursor: Cursor): Expression;
}

/** A reading position in a template or in one of its strings; places always refer to the whole template. */
export class Cursor {
  readonly text: string;
  readonly grammar: Grammar;
  at = 0;
  readonly #template: string;
  /** Where each character of `text` stands in the template; undefined when the two are the same. */
  readonly #offsets: readonly number[] | undefined;
  #depth: number;

  constructor(
    text: string,
    grammar: Grammar,
    inside?: { readonly cursor: Cursor; readonly offsets: readonly number[] },
  ) {
    this.text = text;
    this.grammar = grammar;
    this.#template = inside ? inside.cursor.#template : text;
    this.#offsets = inside?.offsets;
    this.#depth = inside ? inside.cursor.#depth : 0;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The character at the position, empty at the end. */
  get character(): string {
    return this.text[this.at] ?? '';
  }

  /** Consumes what the sticky pattern matches here. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return undefined;
    this.at = pattern.lastIndex;
    return found;
  }

  takeText(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  skipSpace(): void {
    this.take(space);
  }

  /** Consumes `text`, which must stand here after optional white space. */
  expect(text: string, why: string): void {
    this.skipSpace();
    if (!this.takeText(text)) throw this.error(`expected "${text}" ${why}, found ${this.found()}`);
  }

  found(): string {
    return this.isAtEnd ? 'the end' : JSON.stringify(this.character);
  }

  /** The offset in the template of an offset in this text. */
  offset(at: number): number {
    if (!this.#offsets) return at;
    return this.#offsets[Math.min(at, this.#offsets.length - 1)] ?? 0;
  }

  place(at = this.at): Place {
    const before = this.#template.slice(0, this.offset(at));
    const lineStart = before.lastIndexOf('\n') + 1;
    let line = 1;
    for (let index = before.indexOf('\n'); index >= 0; index = before.indexOf('\n', index + 1)) line++;
    return { line, column: before.length - lineStart + 1 };
  }

  error(problem: string, at = this.at): VtlSyntaxError {
    const { line, column } = this.place(at);
    return new VtlSyntaxError(problem, line, column);
  }

  /** Runs one level deeper. */
  nested<Result>(read: () => Result): Result {
    if (this.#depth >= maxDepth) throw this.error(`nested more than ${maxDepth} levels deep`);
    this.#depth++;
    try {
      return read();
    } finally {
      this.#depth--;
    }
  }
}

const space = /\s*/y;
