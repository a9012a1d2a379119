/** What a dialect's tokens look like. */
export interface Lexicon {
  /** Characters that quote a name; doubled inside, they stand for themselves. */
  readonly nameQuotes: readonly ('"' | '`')[];
  /** Whether `\'` inside a string is a quote. */
  readonly backslashEscapes: boolean;
  /** Whether a comment that starts with `/*+` is an optimizer hint, which is refused rather than skipped. */
  readonly hints: boolean;
}
