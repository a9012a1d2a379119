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

/** Where entries are written while a text is read; what has been read then takes a copy of its exact length. */
const firstScratch = 3 * 16 * 1024;
const mostScratchKept = 3 * 1024 * 1024;
let scratch = new Int32Array(firstScratch);

/**
 * One strict pass over the code units of `text` without recursion, so that nesting costs no call stack. Throws
 * JsonTextError.
 */
export function scanJson(text: string, units: CodeUnits): Tape {
  try {
    const length = scan(units);
    return new Tape(scratch.slice(0, length));
  } catch (error) {
    throw error instanceof Unexpected ? new JsonTextError(text, error.at) : error;
  } finally {
    if (scratch.length > mostScratchKept) scratch = new Int32Array(firstScratch);
  }
}

class Unexpected {
  readonly at: number;

  constructor(at: number) {
    this.at = at;
  }
}

/**
 * Writes the entries to `scratch` and returns how many integers they take. One long function with its state in local
 * variables: it runs twice as fast as the same in parts.
 */
function scan(units: CodeUnits): number {
  const end = units.length;
  const open: number[] = [];
  let entries = scratch;
  /** Where the next entry is written. */
  let next = 0;
  /** Where the entry of the innermost open container is. */
  let container = -1;
  let inObject = false;
  let isKey = false;
  let at = 0;
  for (;;) {
    if (next + 3 > entries.length) entries = growScratch();
    let code = unitAt(units, at);
    if (code <= 0x20) {
      at = skipSpace(units, at);
      code = unitAt(units, at);
    }
    const start = at;
    entries[next] = start;
    if (code === quote) {
      let inner = units[++at] ?? 0;
      while (inner >= 0x20 && inner !== quote && inner !== backslash) inner = units[++at] ?? 0;
      const isEscaped = inner === backslash;
      if (isEscaped) at = endOfEscaped(units, at);
      else if (inner === quote) at++;
      else throw new Unexpected(at);
      entries[next + 1] = at;
      entries[next + 2] = (next / 3 + 1) * (isEscaped ? -1 : 1);
      next += 3;
      if (isKey) {
        if (units[at] !== colon) at = skipSpace(units, at);
        if (unitAt(units, at) !== colon) throw new Unexpected(at);
        at++;
        isKey = false;
        continue;
      }
    } else if (isKey) {
      throw new Unexpected(at);
    } else if (code === openBrace || code === openBracket) {
      at = skipSpace(units, at + 1);
      if (unitAt(units, at) !== (code === openBrace ? closeBrace : closeBracket)) {
        open.push(container);
        container = next;
        inObject = code === openBrace;
        isKey = inObject;
        next += 3;
        continue;
      }
      at++;
      entries[next + 1] = at;
      entries[next + 2] = next / 3 + 1;
      next += 3;
    } else {
      at = scanScalar(units, at, code);
      entries[next + 1] = at;
      entries[next + 2] = next / 3 + 1;
      next += 3;
    }
    for (;;) {
      if (unitAt(units, at) <= 0x20) at = skipSpace(units, at);
      if (container < 0) {
        if (at < end) throw new Unexpected(at);
        return next;
      }
      const separator = unitAt(units, at);
      if (separator === comma) {
        at++;
        isKey = inObject;
        break;
      }
      if (separator !== (inObject ? closeBrace : closeBracket)) throw new Unexpected(at);
      at++;
      entries[container + 1] = at;
      entries[container + 2] = next / 3;
      container = open.pop() ?? -1;
      inObject = container >= 0 && unitAt(units, entries[container] ?? 0) === openBrace;
    }
  }
}

function growScratch(): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(scratch.length * 2);
  grown.set(scratch);
  scratch = grown;
  return grown;
}

/** 0, which no JSON text holds, behind the end. */
function unitAt(units: CodeUnits, at: number): number {
  return at < units.length ? (units[at] ?? 0) : 0;
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
