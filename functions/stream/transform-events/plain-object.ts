const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** Nesting is remembered in the bits of one number. */
const deepest = 30;

/**
 * Where the JSON object that begins at `start` ends; -1 when there is none that JSON.parse would accept, or when it is
 * nested more than 30 deep. The text must hold no backslash. It does the checking part of JSON.parse without making the
 * objects, which is most of its cost: what is only copied need not be made.
 */
export function plainObjectEnd(text: string, start: number): number {
  if (text.charCodeAt(start) !== openBrace) return -1;
  let depth = 0;
  let inObject = 0; // bit n: what is open at depth n is an object
  let at = start;
  for (;;) {
    let code = text.charCodeAt(at);
    if (code === openBrace || code === openBracket) {
      if (depth === deepest) return -1;
      depth++;
      if (code === openBrace) inObject |= 1 << depth;
      else inObject &= ~(1 << depth);
      at = afterSpace(text, at + 1);
      const next = text.charCodeAt(at);
      if (next !== code + 2) {
        if (code === openBrace) at = afterName(text, at);
        if (at === -1) return -1;
        continue;
      }
    } else {
      at = afterScalar(text, at, code);
      if (at === -1) return -1;
      at = afterSpace(text, at);
    }
    // A value has ended, or an empty object or array is about to.
    for (;;) {
      code = text.charCodeAt(at);
      const object = (inObject & (1 << depth)) !== 0;
      if (code === (object ? closeBrace : closeBracket)) {
        depth--;
        if (depth === 0) return at + 1;
        at = afterSpace(text, at + 1);
        continue;
      }
      if (code !== comma) return -1;
      at = afterSpace(text, at + 1);
      if (object) at = afterName(text, at);
      if (at === -1) return -1;
      break;
    }
  }
}

/** Behind a member's name, its colon and the space around it; -1: there is no name. */
function afterName(text: string, start: number): number {
  if (text.charCodeAt(start) !== quote) return -1;
  let at = afterString(text, start);
  if (at === -1) return -1;
  at = afterSpace(text, at);
  return text.charCodeAt(at) === colon ? afterSpace(text, at + 1) : -1;
}

function afterScalar(text: string, at: number, code: number): number {
  if (code === quote) return afterString(text, at);
  if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return afterNumber(text, at);
  if (text.startsWith('true', at) || text.startsWith('null', at)) return at + 4;
  return text.startsWith('false', at) ? at + 5 : -1;
}

function afterString(text: string, start: number): number {
  let at = start + 1;
  let code = text.charCodeAt(at);
  while (code >= 0x20) {
    if (code === quote) return at + 1;
    code = text.charCodeAt(++at);
  }
  return -1;
}

function afterNumber(text: string, start: number): number {
  let at = text.charCodeAt(start) === 0x2d ? start + 1 : start;
  const whole = afterDigits(text, at);
  if (whole === at || (whole > at + 1 && text.charCodeAt(at) === 0x30)) return -1;
  at = whole;
  if (text.charCodeAt(at) === 0x2e) {
    const fraction = afterDigits(text, at + 1);
    if (fraction === at + 1) return -1;
    at = fraction;
  }
  if ((text.charCodeAt(at) | 0x20) === 0x65) {
    const sign = text.charCodeAt(at + 1);
    const digits = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
    at = afterDigits(text, digits);
    if (at === digits) return -1;
  }
  return at;
}

function afterDigits(text: string, start: number): number {
  let at = start;
  let code = text.charCodeAt(at);
  while (code >= 0x30 && code <= 0x39) code = text.charCodeAt(++at);
  return at;
}

/** Behind what JSON calls white space. */
export function afterSpace(text: string, start: number): number {
  let at = start;
  let code = text.charCodeAt(at);
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = text.charCodeAt(++at);
  return at;
}
