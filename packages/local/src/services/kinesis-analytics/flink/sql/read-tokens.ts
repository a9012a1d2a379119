import { FlinkSqlError } from './flink-sql-error.ts';
import type { Tree } from './parse-tree.ts';

/** Stops at what the window runner does not do, by the words that stand there. */
export function refuse(tree: Tree): never {
  const text = tree.text.length > 80 ? `${tree.text.slice(0, 80)}…` : tree.text;
  throw new FlinkSqlError(`${text} (${tree.rule}) is not supported here`, tree.line);
}

export function tokenText({ text }: Tree): string {
  return text;
}

/** `'it''s'` → `it's`. */
export function readString({ text, line }: Tree): string {
  if (!/^'.*'$/s.test(text)) throw new FlinkSqlError(`${text} is no text in single quotes`, line);
  return text.slice(1, -1).replaceAll("''", "'");
}

export function readIdentifier({ text, line }: Tree): string {
  if (/^`.*`$/s.test(text)) return text.slice(1, -1).replaceAll('``', '`');
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text;
  throw new FlinkSqlError(`${text} is no name`, line);
}

/** `a.b` → its names. */
export function readPath(tree: Tree): string[] {
  if (!tree.parts.some(({ rule }) => rule === 'DOT')) return [readIdentifier(tree)];
  return tree.parts.filter(({ rule }) => rule !== 'DOT').map(readIdentifier);
}
