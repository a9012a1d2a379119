import { JsonTextError } from './json-text-error.ts';
import { Tape } from './tape.ts';

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;

/** One strict pass over the text without recursion, so that nesting costs no call stack. Throws JsonTextError. */
export function scanJson(text: string): Tape {
  const tape = new Tape(text.length);
  const open: number[] = [];
  let at = skipSpace(text, 0);
  for (;;) {
    const entry = tape.add(at);
    const code = text.charCodeAt(at);
    if (code === openBrace || code === openBracket) {
      const inner = skipSpace(text, at + 1);
      const next = text.charCodeAt(inner);
      if (next !== (code === openBrace ? closeBrace : closeBracket)) {
        open.push(entry);
        at = code === openBrace ? scanKey(text, tape, inner) : inner;
        continue;
      }
      at = inner + 1;
      tape.close(entry, at);
    } else if (code === quote) {
      at = scanString(text, tape, entry, at);
    } else {
      at = scanScalar(text, at, code);
      tape.close(entry, at);
    }
    at = skipSpace(text, at);
    for (;;) {
      const container = open[open.length - 1];
      if (container === undefined) {
        if (at < text.length) throw new JsonTextError(text, at);
        return tape;
      }
      const inObject = text.charCodeAt(tape.start(container)) === openBrace;
      const separator = text.charCodeAt(at);
      if (separator === comma) {
        at = skipSpace(text, at + 1);
        if (inObject) at = scanKey(text, tape, at);
        break;
      }
      if (separator !== (inObject ? closeBrace : closeBracket)) throw new JsonTextError(text, at);
      open.pop();
      tape.close(container, at + 1);
      at = skipSpace(text, at + 1);
    }
  }
}

/** Reads `"key" :` and returns where the member's value starts. */
function scanKey(text: string, tape: Tape, at: number): number {
  if (text.charCodeAt(at) !== quote) throw new JsonTextError(text, at);
  const after = skipSpace(text, scanString(text, tape, tape.add(at), at));
  if (text.charCodeAt(after) !== colon) throw new JsonTextError(text, after);
  return skipSpace(text, after + 1);
}

function scanString(text: string, tape: Tape, entry: number, start: number): number {
  for (let at = start + 1; ; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      tape.close(entry, at + 1);
      return at + 1;
    }
    if (code === backslash) {
      const end = endOfEscaped(text, at);
      tape.closeEscaped(entry, end);
      return end;
    }
    // Also false for NaN, which charCodeAt gives behind the end.
    if (!(code >= 0x20)) throw new JsonTextError(text, at);
  }
}

function endOfEscaped(text: string, from: number): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (!(code >= 0x20)) throw new JsonTextError(text, at);
    if (code !== backslash) continue;
    at++;
    const escaped = text[at] ?? '';
    if (escaped === 'u') {
      for (const end = at + 4; at < end; at++) {
        if (!/[0-9a-fA-F]/.test(text[at + 1] ?? '')) throw new JsonTextError(text, at + 1);
      }
    } else if (escaped === '' || !'"\\/bfnrt'.includes(escaped)) {
      throw new JsonTextError(text, at);
    }
  }
}

function scanScalar(text: string, at: number, code: number): number {
  const literal = code === 0x74 ? 'true' : code === 0x66 ? 'false' : code === 0x6e ? 'null' : undefined;
  if (literal === undefined) return scanNumber(text, at);
  for (let index = 1; index < literal.length; index++) {
    if (text[at + index] !== literal[index]) throw new JsonTextError(text, at + index);
  }
  return at + literal.length;
}

function scanNumber(text: string, start: number): number {
  let at = text.charCodeAt(start) === 0x2d ? start + 1 : start;
  at = text.charCodeAt(at) === 0x30 ? at + 1 : scanDigits(text, at);
  if (text.charCodeAt(at) === 0x2e) at = scanDigits(text, at + 1);
  const code = text.charCodeAt(at);
  if (code === 0x65 || code === 0x45) {
    const sign = text.charCodeAt(at + 1);
    at = scanDigits(text, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
  }
  return at;
}

function scanDigits(text: string, start: number): number {
  let at = start;
  while (isDigit(text.charCodeAt(at))) at++;
  if (at === start) throw new JsonTextError(text, at);
  return at;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code > 0x20 || !(code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09)) return at;
    at++;
  }
}
