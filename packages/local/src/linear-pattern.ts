import { RE2JS } from 're2js';

export interface LinearPattern {
  /** Whether some part of the text fits. */
  test(text: string): boolean;
}

/**
 * A regular expression of a caller or a template, for texts of callers: RE2, whose time is linear in the length of the text,
 * so that no expression and no text blocks the process. Throws saying what is wrong, or is not supported: what looks ahead
 * or behind, and references to groups. https://github.com/google/re2/wiki/Syntax
 */
export function linearPattern(source: string, { ignoreCase = false } = {}): LinearPattern {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source), ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
    throw new Error(`${JSON.stringify(source)} is not a regular expression that can be read: ${reason}`);
  }
}
