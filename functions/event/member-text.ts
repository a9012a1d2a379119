const quote = 0x22;
const backslash = 0x5c;

/** Where a value stands in a text: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the value of a member of the object at `start` stands in the text; of several members with that name the last,
 * which is the one that JSON.parse keeps. The text must have been parsed: nothing is validated here. Nothing recurses,
 * so depth does not matter.
 */
export function memberSpan(text: string, start: number, name: string): Span | undefined {
  let found: Span | undefined;
  let at = afterSpace(text, afterSpace(text, start) + 1);
  while (text.charCodeAt(at) === quote) {
    const nameEnd = stringEnd(text, at);
    const valueStart = afterSpace(text, afterSpace(text, nameEnd) + 1);
    const valueEnd = endOfValue(text, valueStart);
    if (isName(text, at, nameEnd, name)) found = { start: valueStart, end: valueEnd };
    at = afterSpace(text, valueEnd);
    if (text.charCodeAt(at) !== 0x2c) break;
    at = afterSpace(text, at + 1);
  }
  return found;
}

function isName(text: string, start: number, end: number, name: string): boolean {
  if (end === start + name.length + 2) return text.startsWith(name, start + 1);
  // Escapes only make a name longer.
  if (end < start + name.length + 2) return false;
  const quoted = text.slice(start, end);
  return quoted.includes('\\') && JSON.parse(quoted) === name;
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === quote || at >= text.length) return at + 1;
    at += code === backslash ? 2 : 1;
  }
}

/** Behind the value at `start`. */
export function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = stringEnd(text, at);
      if (depth === 0) return at;
    } else if (code === 0x7b || code === 0x5b) {
      depth++;
      at++;
    } else if (code === 0x7d || code === 0x5d) {
      if (depth === 0) return at;
      depth--;
      at++;
      if (depth === 0) return at;
    } else if (depth === 0 && (code === 0x2c || code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09)) {
      return at;
    } else {
      at++;
    }
  }
  return at;
}

/** Behind what JSON calls white space. */
function afterSpace(text: string, start: number): number {
  let at = start;
  let code = text.charCodeAt(at);
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = text.charCodeAt(++at);
  return at;
}
