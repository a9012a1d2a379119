const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const openBrace = 0x7b;

/**
 * What stands at a place: a whole object, the beginning of one (`cut`), or none that a JSON parser would take (`broken`).
 * `open` are the places of the objects that were open where it broke: none of them is an object either.
 */
export type ObjectEnd =
  | { readonly kind: 'whole'; readonly end: number }
  | { readonly kind: 'cut' }
  | { readonly kind: 'broken'; readonly open: readonly number[] };

const cut = -1;
const broken = -2;

/**
 * Where the JSON object that begins at `start` ends (RFC 8259), in the bytes of UTF-8 text. It stops at the first byte
 * that cannot be JSON, so that a damaged record never swallows the ones behind it. Nothing recurses: depth does not matter.
 */
export function jsonObjectEnd(bytes: Buffer, start: number): ObjectEnd {
  /** Places of what is open: the object's, or -1 - an array's. */
  const open: number[] = [start];
  const stop = (code: number): ObjectEnd =>
    code === cut ? { kind: 'cut' } : { kind: 'broken', open: open.filter((place) => place >= 0) };
  let at = afterSpace(bytes, start + 1);
  if (bytes[at] === openBrace + 2) return { kind: 'whole', end: at + 1 };
  at = afterName(bytes, at);
  while (at >= 0) {
    const code = bytes[at];
    if (code === openBrace || code === openBracket) {
      open.push(code === openBrace ? at : -1 - at);
      at = afterSpace(bytes, at + 1);
      // Each closing bracket comes two after its opening one.
      if (bytes[at] !== code + 2) {
        if (code === openBrace) at = afterName(bytes, at);
        continue;
      }
    } else {
      at = afterScalar(bytes, at);
      if (at >= 0) at = afterSpace(bytes, at);
    }
    // A value has ended, or an empty object or array is about to.
    while (at >= 0) {
      const inObject = (open.at(-1) ?? 0) >= 0;
      if (bytes[at] === (inObject ? openBrace : openBracket) + 2) {
        open.pop();
        if (open.length === 0) return { kind: 'whole', end: at + 1 };
        at = afterSpace(bytes, at + 1);
        continue;
      }
      if (bytes[at] !== comma) at = at >= bytes.length ? cut : broken;
      else {
        at = afterSpace(bytes, at + 1);
        if (inObject) at = afterName(bytes, at);
        break;
      }
    }
  }
  return stop(at);
}

/** Behind a member's name, its colon and the space around it. */
function afterName(bytes: Buffer, start: number): number {
  if (start >= bytes.length) return cut;
  if (bytes[start] !== quote) return broken;
  let at = afterString(bytes, start);
  if (at < 0) return at;
  at = afterSpace(bytes, at);
  if (at >= bytes.length) return cut;
  return bytes[at] === colon ? afterSpace(bytes, at + 1) : broken;
}

function afterScalar(bytes: Buffer, at: number): number {
  if (at >= bytes.length) return cut;
  switch (bytes[at]) {
    case quote:
      return afterString(bytes, at);
    case 0x74:
      return afterWord(bytes, at, 'true');
    case 0x66:
      return afterWord(bytes, at, 'false');
    case 0x6e:
      return afterWord(bytes, at, 'null');
    default:
      return afterNumber(bytes, at);
  }
}

function afterWord(bytes: Buffer, at: number, word: string): number {
  const found = bytes.toString('latin1', at, at + word.length);
  if (found === word) return at + word.length;
  return word.startsWith(found) ? cut : broken;
}

function afterString(bytes: Buffer, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    const code = bytes[at] ?? 0;
    if (code === quote) return at + 1;
    if (code < 0x20) return broken;
    if (code === backslash) {
      at = afterEscape(bytes, at) - 1;
      if (at < -1) return at + 1;
    }
  }
  return cut;
}

function afterEscape(bytes: Buffer, at: number): number {
  const letter = bytes.toString('latin1', at + 1, at + 2);
  if (letter === '') return cut;
  if (letter !== 'u') return '"\\/bfnrt'.includes(letter) ? at + 2 : broken;
  const digits = bytes.toString('latin1', at + 2, at + 6);
  if (!/^[0-9a-fA-F]*$/.test(digits)) return broken;
  return digits.length === 4 ? at + 6 : cut;
}

/** The longest text that can be a number; what follows it is judged by the caller. */
function afterNumber(bytes: Buffer, start: number): number {
  let end = start;
  while (isOfNumber(bytes[end] ?? 0)) end++;
  if (end === start) return broken;
  if (end >= bytes.length) return cut;
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(bytes.toString('latin1', start, end)) ? end : broken;
}

function isOfNumber(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2b || code === 0x2e || (code | 0x20) === 0x65;
}

/** Behind what JSON calls white space. */
export function afterSpace(bytes: Buffer, start: number): number {
  let at = start;
  while (isSpace(bytes[at])) at++;
  return at;
}

function isSpace(code: number | undefined): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
