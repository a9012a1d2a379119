import type { Block, Branch, Place, Statement } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseExpression, parsePrimary } from './parse-expression.ts';
import { parseReference } from './parse-reference.ts';

type Ending = 'end' | 'else' | 'elseif';

interface Read {
  readonly body: Block;
  /** What stopped the block: undefined at the end of the text. */
  readonly ending: Ending | undefined;
}

const plainText = /[^$#\\]+/y;
const backslashes = /\\+(?=[$#])/y;
const anyBackslashes = /\\+/y;
const directive = /#(?:\{([a-zA-Z]+)\}|([a-zA-Z_@]\w*))/y;
const lineComment = /##[^\r\n]*(?:\r\n|\r|\n)?/y;
const blockComment = /#\*[\s\S]*?\*#/y;
const rawText = /#\[\[([\s\S]*?)\]\]#/y;
const restOfLine = /[ \t]*(?:\r\n|\r|\n)/y;
const opening = /[ \t]*\(/y;

/** Reads a whole template or the content of a string. */
export function parseBlock(cursor: Cursor): Block {
  return readBlock(cursor).body;
}

function readBlock(cursor: Cursor, opened?: { readonly name: string; readonly place: Place }): Read {
  const body: Statement[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') body.push({ type: 'text', text });
    text = '';
  };
  while (!cursor.isAtEnd) {
    text += cursor.take(plainText)?.[0] ?? '';
    if (cursor.isAtEnd) break;
    const escapes = cursor.take(backslashes)?.[0] ?? '';
    if (escapes === '' && cursor.character === '\\') {
      text += cursor.take(anyBackslashes)?.[0] ?? '';
      continue;
    }
    if (cursor.character === '$') {
      const reference = parseReference(cursor);
      if (reference) {
        flush();
        body.push({ type: 'print', reference, backslashes: escapes.length });
      } else {
        text += `${escapes}$`;
        cursor.at++;
      }
      continue;
    }
    const literal = takeLiteral(cursor);
    if (literal !== undefined) {
      text += escapes + literal;
    } else {
      const from = cursor.at;
      const found = cursor.take(directive);
      const name = found ? (found[1] ?? found[2] ?? '') : '';
      if (!found || !isDirective(cursor, name, from)) {
        text += escapes + (found?.[0] ?? '#');
        if (!found) cursor.at++;
        continue;
      }
      text += '\\'.repeat(escapes.length >> 1);
      if (escapes.length % 2 === 1) {
        text += found[0];
        continue;
      }
      // Velocity drops the blanks before #set, so that a line with nothing else leaves nothing.
      if (name === 'set') text = text.replace(/[ \t]+$/, '');
      flush();
      if (name === 'end' || name === 'else' || name === 'elseif') {
        if (!opened || (name !== 'end' && opened.name !== 'if')) {
          throw cursor.error(`#${name} without ${name === 'end' ? '#if or #foreach' : '#if'}`, from);
        }
        return { body, ending: name };
      }
      body.push(cursor.nested(() => parseDirective(cursor, name, cursor.place(from))));
    }
  }
  if (opened) {
    const { line, column } = opened.place;
    throw cursor.error(`#${opened.name} of line ${line} column ${column} is not ended by #end`);
  }
  flush();
  return { body, ending: undefined };
}

/** What a comment or `#[[…]]#` leaves in the output; undefined when neither starts here. */
function takeLiteral(cursor: Cursor): string | undefined {
  if (cursor.take(lineComment) || cursor.take(blockComment)) return '';
  const raw = cursor.take(rawText);
  if (raw) return raw[1] ?? '';
  if (cursor.text.startsWith('#*', cursor.at)) throw cursor.error('the comment "#*" is not ended by "*#"');
  if (cursor.text.startsWith('#[[', cursor.at)) throw cursor.error('the text "#[[" is not ended by "]]#"');
  return undefined;
}

const bare = new Set(['else', 'end', 'break', 'stop']);
const withArguments = new Set(['set', 'if', 'elseif', 'foreach']);
const refused = new Set(['macro', 'define', 'evaluate', 'include', 'parse', 'literal']);

/** Whether `#name` is a directive here; `#fff` and `#set` without a parenthesis are text. */
function isDirective(cursor: Cursor, name: string, from: number): boolean {
  if (bare.has(name)) return true;
  opening.lastIndex = cursor.at;
  if (!opening.test(cursor.text)) return false;
  if (refused.has(name)) throw cursor.error(`#${name} is not supported in mapping templates here`, from);
  return withArguments.has(name);
}

function parseDirective(cursor: Cursor, name: string, place: Place): Statement {
  switch (name) {
    case 'set':
      return parseSet(cursor);
    case 'if':
      return parseIf(cursor, place);
    case 'foreach':
      return parseForeach(cursor, place);
    case 'break':
      return { type: 'break' };
    default:
      return { type: 'stop' };
  }
}

function parseSet(cursor: Cursor): Statement {
  cursor.take(opening);
  cursor.skipSpace();
  const target = parseReference(cursor);
  if (!target) throw cursor.error(`expected a reference to set, found ${cursor.found()}`);
  if (target.accessors.at(-1)?.type === 'method') throw cursor.error(`a method call cannot be set: ${target.text}`);
  cursor.expect('=', 'in #set');
  const value = parseExpression(cursor);
  cursor.expect(')', 'to end #set');
  cursor.take(restOfLine);
  return { type: 'set', target, value };
}

function parseIf(cursor: Cursor, place: Place): Statement {
  const branches: Branch[] = [];
  let ending: Ending | undefined = 'elseif';
  while (ending === 'elseif') {
    cursor.take(opening);
    const condition = parseExpression(cursor);
    cursor.expect(')', 'to end the condition');
    cursor.take(restOfLine);
    const read = readBlock(cursor, { name: 'if', place });
    branches.push({ condition, body: read.body });
    ending = read.ending;
  }
  let otherwise: Block = [];
  if (ending === 'else') {
    cursor.take(restOfLine);
    const read = readBlock(cursor, { name: 'if', place });
    if (read.ending !== 'end') throw cursor.error(`#${read.ending} behind #else`);
    otherwise = read.body;
  }
  cursor.take(restOfLine);
  return { type: 'if', branches, otherwise };
}

const loopVariable = /\$(?:\{([a-zA-Z_][\w-]*)\}|([a-zA-Z_][\w-]*))\s+in\b/y;

function parseForeach(cursor: Cursor, place: Place): Statement {
  cursor.take(opening);
  cursor.skipSpace();
  const found = cursor.take(loopVariable);
  if (!found) throw cursor.error(`expected "$variable in", found ${cursor.found()}`);
  const over = parsePrimary(cursor);
  cursor.expect(')', 'to end #foreach');
  cursor.take(restOfLine);
  const { body } = readBlock(cursor, { name: 'foreach', place });
  cursor.take(restOfLine);
  return { type: 'foreach', variable: found[1] ?? found[2] ?? '', over, body, place };
}
