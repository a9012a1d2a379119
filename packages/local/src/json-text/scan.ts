import type { CodeUnits } from './code-units.ts';
import { JsonTextError } from './json-text-error.ts';
import { Tape } from './tape.ts';
import { endOfEscaped, scanScalar, skipSpace, Unexpected, unitAt } from './tokens.ts';

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;

/** Where entries are written while a text is read; what has been read then takes a copy of its exact length. */
const initialScratch = 3 * 16 * 1024;
const maxScratchKept = 3 * 1024 * 1024;
let scratch = new Int32Array(initialScratch);

/**
 * One strict pass over the code units of `text` without recursion, so that nesting costs no call stack. Throws
 * JsonTextError.
 */
export function scanJson(text: string, units: CodeUnits): Tape {
  try {
    const length = scan(units, 0, [], 'whole-text');
    return new Tape(scratch.slice(0, length));
  } catch (error) {
    throw error instanceof Unexpected ? new JsonTextError(text, error.at) : error;
  } finally {
    releaseScratch();
  }
}

/**
 * What begins at an opening brace: a whole object, the beginning of one (`cut`), or nothing that a JSON parser accepts
 * (`broken`). `open`: the starts of the objects that were still open at the error, none of which is a JSON object.
 */
export type ObjectEnd =
  | { readonly kind: 'whole'; readonly end: number }
  | { readonly kind: 'cut' }
  | { readonly kind: 'broken'; readonly open: readonly number[] };

/**
 * Finds the end of the JSON object (RFC 8259) that begins at `start`, whatever follows it. Stops at the first code unit
 * that cannot be JSON, so that a damaged object never hides those behind it.
 */
export function jsonObjectEnd(units: CodeUnits, start: number): ObjectEnd {
  const open: number[] = [];
  try {
    scan(units, start, open, 'prefix');
    return { kind: 'whole', end: scratch[1] ?? start };
  } catch (error) {
    if (!(error instanceof Unexpected)) throw error;
    if (error.at >= units.length) return { kind: 'cut' };
    const starts = open.map((entry) => scratch[entry] ?? start);
    return { kind: 'broken', open: starts.filter((at) => units[at] === openBrace) };
  } finally {
    releaseScratch();
  }
}

function releaseScratch(): void {
  if (scratch.length > maxScratchKept) scratch = new Int32Array(initialScratch);
}

/**
 * Writes the entries to `scratch` and returns how many integers they take; `open` holds the entries of the containers
 * that are open. A `prefix` ends with its first value and keeps only the entries of open containers, so that memory
 * grows with depth alone. One long function with its state in local variables: it runs twice as fast as the same in
 * parts.
 */
function scan(units: CodeUnits, from: number, open: number[], extent: 'whole-text' | 'prefix'): number {
  const end = units.length;
  const isPrefix = extent === 'prefix';
  /** How far a string, a scalar or an empty container moves `next`. */
  const entrySize = isPrefix ? 0 : 3;
  let entries = scratch;
  /** Where the next entry is written. */
  let next = 0;
  /** Where the entry of the innermost open container is. */
  let container = -1;
  let inObject = false;
  let isKey = false;
  let at = from;
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
      next += entrySize;
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
        open.push(next);
        container = next;
        inObject = code === openBrace;
        isKey = inObject;
        next += 3;
        continue;
      }
      at++;
      entries[next + 1] = at;
      entries[next + 2] = next / 3 + 1;
      next += entrySize;
    } else {
      at = scanScalar(units, at, code);
      entries[next + 1] = at;
      entries[next + 2] = next / 3 + 1;
      next += entrySize;
    }
    for (;;) {
      if (unitAt(units, at) <= 0x20) at = skipSpace(units, at);
      if (container < 0) {
        if (at < end && !isPrefix) throw new Unexpected(at);
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
      if (isPrefix) next = container;
      open.pop();
      container = open.length > 0 ? (open[open.length - 1] ?? -1) : -1;
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
