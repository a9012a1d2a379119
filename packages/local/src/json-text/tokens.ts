import type { CodeUnits } from './code-units.ts';

const quote = 0x22;
const backslash = 0x5c;

/** Thrown at the first code unit that cannot continue a JSON text, or at the end of a text that stops too early. */
export class Unexpected {
  readonly at: number;

  constructor(at: number) {
    this.at = at;
  }
}

/** The code unit, or 0 behind the end: JSON never holds a 0. */
export function unitAt(units: CodeUnits, at: number): number {
  return at < units.length ? (units[at] ?? 0) : 0;
}

/** The end of the string that continues at `from`, its closing quote included. */
export function endOfEscaped(units: CodeUnits, from: number): number {
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

/** The end of the number, true, false or null that begins with `code`. */
export function scanScalar(units: CodeUnits, at: number, code: number): number {
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

/** The first code unit at or after `start` that is not JSON white space. */
export function skipSpace(units: CodeUnits, start: number): number {
  let at = start;
  for (;;) {
    const code = unitAt(units, at);
    if (code > 0x20 || !(code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09)) return at;
    at++;
  }
}
