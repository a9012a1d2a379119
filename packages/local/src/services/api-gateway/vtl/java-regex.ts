import { VtlRenderError } from './vtl-error.ts';

/** A regular expression of Java as one of JavaScript; the two differ in what templates hardly use. */
export function javaRegex(pattern: string, flags: string): RegExp {
  const translated = pattern
    .replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_, literal: string) => literal.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .replace(/\\A/g, '^')
    .replace(/\\[zZ]/g, '$')
    .replace(/([*+?}])\+/g, '$1')
    .replace(/\\p\{(Alpha|Digit|Alnum|Upper|Lower|Punct|Space)\}/g, (_, name: string) => posix[name] ?? '');
  // Java always reads code points; JavaScript does so, and knows categories of Unicode, in this mode.
  const unicode = translated.includes('\\p{') ? 'u' : '';
  const inline = /^\(\?([ims]+)\)/.exec(translated);
  try {
    return new RegExp(translated.slice(inline?.[0].length ?? 0), flags + unicode + (inline?.[1] ?? ''));
  } catch {
    throw new VtlRenderError(`the regular expression ${JSON.stringify(pattern)} cannot be read`);
  }
}

const posix: Readonly<Record<string, string>> = {
  Alpha: '[a-zA-Z]',
  Digit: '[0-9]',
  Alnum: '[a-zA-Z0-9]',
  Upper: '[A-Z]',
  Lower: '[a-z]',
  Punct: '[!-/:-@[-`{-~]',
  Space: '[ \\t\\n\\x0B\\f\\r]',
};

/** `Matcher.replaceAll`: `$1` is a group, a backslash makes the next character stand for itself. */
export function javaReplacement(replacement: string): (...match: readonly unknown[]) => string {
  return (...match) =>
    replacement.replace(/\\([\s\S])|\$(\d)/g, (_, literal: string | undefined, group: string | undefined) => {
      if (literal !== undefined) return literal;
      const groups = match.findIndex((part) => typeof part === 'number');
      if (Number(group) >= groups) throw new VtlRenderError(`the replacement names no group $${group}`);
      return String(match[Number(group)] ?? '');
    });
}
