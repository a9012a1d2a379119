import type { CodeUnits } from './code-units.ts';
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

/**
 * One strict pass over the code units of `text` without recursion, so that nesting costs no call stack. Throws
 * JsonTextError.
 */
export function scanJson(text: string, units: CodeUnits): Tape {
  const tape = new Tape(units.length);
  try {
    scan(units, tape);
  } catch (error) {
    throw error instanceof Unexpected ? new JsonTextError(text, error.at) : error;
  }
  return tape;
}

class Unexpected {
  readonly at: number;

  constructor(at: number) {
    this.at = at;
  }
}

function scan(units: CodeUnits, tape: Tape): void {
  const open: number[] = [];
  let container = -1;
  let inObject = false;
  let at = skipSpace(units, 0);
  for (;;) {
    const code = unitAt(units, at);
    if (code === quote) {
      at = scanString(units, tape, at);
    } else if (code === openBrace || code === openBracket) {
      const isObject = code === openBrace;
      const inner = skipSpace(units, at + 1);
      if (unitAt(units, inner) !== (isObject ? closeBrace : closeBracket)) {
        open.push(container);
        container = tape.open(at);
        inObject = isObject;
        at = inObject ? scanKey(units, tape, inner) : inner;
        continue;
      }
      tape.add(at, inner + 1);
      at = inner + 1;
    } else {
      const end = scanScalar(units, at, code);
      tape.add(at, end);
      at = end;
    }
    at = skipSpace(units, at);
    for (;;) {
      if (container < 0) {
        if (at < units.length) throw new Unexpected(at);
        return;
      }
      const separator = unitAt(units, at);
      if (separator === comma) {
        at = skipSpace(units, at + 1);
        if (inObject) at = scanKey(units, tape, at);
        break;
      }
      if (separator !== (inObject ? closeBrace : closeBracket)) throw new Unexpected(at);
      tape.close(container, at + 1);
      container = open.pop() ?? -1;
      inObject = container >= 0 && unitAt(units, tape.start(container)) === openBrace;
      at = skipSpace(units, at + 1);
    }
  }
}

/** 0, which no JSON text holds, behind the end. */
function unitAt(units: CodeUnits, at: number): number {
  return at < units.length ? (units[at] ?? 0) : 0;
}

/** Reads `"key" :` and returns where the member's value starts. */
function scanKey(units: CodeUnits, tape: Tape, at: number): number {
  if (unitAt(units, at) !== quote) throw new Unexpected(at);
  const after = skipSpace(units, scanString(units, tape, at));
  if (unitAt(units, after) !== colon) throw new Unexpected(after);
  return skipSpace(units, after + 1);
}

function scanString(units: CodeUnits, tape: Tape, start: number): number {
  const end = units.length;
  let at = start + 1;
  while (at < end && isPlain(units[at] ?? 0)) at++;
  const code = unitAt(units, at);
  if (code === quote) {
    tape.add(start, at + 1);
    return at + 1;
  }
  if (code !== backslash) throw new Unexpected(at);
  const after = endOfEscaped(units, at);
  tape.addEscaped(start, after);
  return after;
}

function isPlain(code: number): boolean {
  return code >= 0x20 && code !== quote && code !== backslash;
}

function endOfEscaped(units: CodeUnits, from: number): number {
  for (let at = from; ; at++) {
    const code = unitAt(units, at);
    if (code === quote) return at + 1;
    if (code < 0x20) throw new Unexpected(at);
    if (code !== backslash) continue;
    at++;
    const escaped = String.fromCharCode(unitAt(units, at));
    if (escaped === 'u') {
      for (const end = at + 4; at < end; at++) if (!isHexDigit(unitAt(units, at + 1))) throw new Unexpected(at + 1);
    } else if (!'"\\/bfnrt'.includes(escaped)) {
      throw new Unexpected(at);
    }
  }
}

function scanScalar(units: CodeUnits, at: number, code: number): number {
  const literal = code === 0x74 ? 'true' : code === 0x66 ? 'false' : code === 0x6e ? 'null' : undefined;
  if (literal === undefined) return scanNumber(units, at);
  for (let index = 1; index < literal.length; index++) {
    if (unitAt(units, at + index) !== literal.charCodeAt(index)) throw new Unexpected(at + index);
  }
  return at + literal.length;
}

function scanNumber(units: CodeUnits, start: number): number {
  let at = unitAt(units, start) === 0x2d ? start + 1 : start;
  at = unitAt(units, at) === 0x30 ? at + 1 : scanDigits(units, at);
  if (unitAt(units, at) === 0x2e) at = scanDigits(units, at + 1);
  const code = unitAt(units, at);
  if (code === 0x65 || code === 0x45) {
    const sign = unitAt(units, at + 1);
    at = scanDigits(units, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1);
  }
  return at;
}

function scanDigits(units: CodeUnits, start: number): number {
  let at = start;
  while (isDigit(unitAt(units, at))) at++;
  if (at === start) throw new Unexpected(at);
  return at;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isHexDigit(code: number): boolean {
  return isDigit(code) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46);
}

function skipSpace(units: CodeUnits, start: number): number {
  let at = start;
  for (;;) {
    const code = unitAt(units, at);
    if (code > 0x20 || !(code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09)) return at;
    at++;
  }
}
