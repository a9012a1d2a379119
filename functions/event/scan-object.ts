const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
/** `{` and `[` are the same with this bit set, and so are `}` and `]`. */
const caseBit = 0x20;
const opening = 0x7b;
const closing = 0x7d;

/** Where a value stands in a text: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface ScannedObject extends Span {
  /** How many members it and everything inside it have in the text, repeated ones included. */
  readonly members: number;
  /** The value of the member that was asked for. */
  readonly member: Span | undefined;
}

/**
 * The object at `start` of a text, and the place of its member `name`; of several the last, which JSON.parse keeps. The text
 * must have been parsed: nothing is validated here. Nothing recurses, so depth does not matter.
 */
export function scanObject(text: string, start: number, name: string): ScannedObject {
  let depth = 0;
  let members = 0;
  let stringStart = 0;
  let stringEnd = 0;
  let memberStart = -1;
  let member: Span | undefined;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      stringStart = at;
      at = endOfString(text, at) - 1;
      stringEnd = at + 1;
    } else if (code === colon) {
      // Outside of strings a colon ends the name of a member, and nothing else.
      members++;
      if (depth === 1 && isName(text, stringStart, stringEnd, name)) memberStart = afterSpace(text, at + 1);
    } else if (code === comma) {
      if (depth !== 1 || memberStart < 0) continue;
      member = { start: memberStart, end: beforeSpace(text, at) };
      memberStart = -1;
    } else if ((code | caseBit) === opening) {
      depth++;
    } else if ((code | caseBit) === closing && --depth === 0) {
      if (memberStart >= 0) member = { start: memberStart, end: beforeSpace(text, at) };
      return { start, end: at + 1, members, member };
    }
  }
  return { start, end: text.length, members, member };
}

/** The texts of a list's items, which begins at `start`. */
export function itemSpans(text: string, start: number): Span[] {
  const items: Span[] = [];
  let depth = 0;
  let itemStart = -1;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (itemStart < 0 && depth === 1 && afterSpace(text, at) === at && code !== closing - caseBit) itemStart = at;
    if (code === quote) at = endOfString(text, at) - 1;
    else if ((code | caseBit) === opening) depth++;
    else if ((code | caseBit) === closing) depth--;
    if (itemStart >= 0 && ((depth === 1 && code === comma) || depth === 0)) {
      items.push({ start: itemStart, end: beforeSpace(text, at) });
      itemStart = -1;
    }
    if (depth === 0) break;
  }
  return items;
}

/** Whether the string from `start` to `end`, quotes included, is this name. */
function isName(text: string, start: number, end: number, name: string): boolean {
  if (end === start + name.length + 2) return text.startsWith(name, start + 1);
  // Escapes only make a name longer.
  if (end < start + name.length + 2) return false;
  const quoted = text.slice(start, end);
  return quoted.includes('\\') && JSON.parse(quoted) === name;
}

/** Behind the string that begins at `start`. */
export function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === quote || at >= text.length) return at + 1;
    at += code === backslash ? 2 : 1;
  }
}

/** Behind what JSON calls white space. */
export function afterSpace(text: string, start: number): number {
  let at = start;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

function beforeSpace(text: string, end: number): number {
  let at = end;
  while (isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
