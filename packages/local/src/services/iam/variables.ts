/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */

/** Values of condition keys, names in lower case. */
export type ConditionContext = Readonly<Record<string, string | undefined>>;

/** Text with its variables filled in. */
export interface FilledText {
  readonly text: string;
  /** Indexes of characters that came out of variables: a `*` or `?` among them is only a character. */
  readonly literals: ReadonlySet<number>;
}

/** A text of a policy document, read once. */
export interface VariableText {
  /** Keys of the context that it names, in lower case. */
  readonly keys: readonly string[];
  /** Undefined when the context lacks a variable, which then matches nothing. */
  fill(context: ConditionContext): FilledText | undefined;
}

const noLiterals: ReadonlySet<number> = new Set();
const variable = /\$\{\s*([^},]+?)\s*(?:,\s*'([^']*)'\s*)?\}/g;

/** `${*}`, `${?}` and `${$}` stand for the characters themselves. */
const specialCharacters: ReadonlySet<string> = new Set(['*', '?', '$']);

/** Variables stand only in documents of version 2012-10-17: `hasVariables`. Elsewhere they are text like any other. */
export function readVariables(text: string, hasVariables: boolean): VariableText {
  const matches = hasVariables ? [...text.matchAll(variable)] : [];
  if (matches.length === 0) return { keys: [], fill: () => ({ text, literals: noLiterals }) };
  return {
    keys: matches.flatMap(([, name = '']) => (specialCharacters.has(name) ? [] : name.toLowerCase())),
    fill: (context) => {
      let filled = '';
      let end = 0;
      const literals = new Set<number>();
      for (const { 0: whole, 1: name = '', 2: fallback, index } of matches) {
        const value = specialCharacters.has(name) ? name : (context[name.toLowerCase()] ?? fallback);
        if (value === undefined) return undefined;
        filled += text.slice(end, index);
        for (let i = 0; i < value.length; i++) literals.add(filled.length + i);
        filled += value;
        end = index + whole.length;
      }
      return { text: filled + text.slice(end), literals };
    },
  };
}
