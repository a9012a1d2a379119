import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { ConfigProblem } from './config.ts';

/** A YAML file of one mapping: its values, and where each of them stands. */
export interface YamlMapping {
  readonly values: Readonly<Record<string, unknown>>;
  /** Line of each key, counted from 1. */
  readonly lines: ReadonlyMap<string, number>;
  readonly problems: readonly ConfigProblem[];
}

/** Reads a mapping without judging its keys; what cannot be read and keys given twice are problems. */
export function readYaml(text: string, file: string): YamlMapping {
  const lineCounter = new LineCounter();
  // Twice the same key is found below, where both lines can be named.
  const document = parseDocument(text, { lineCounter, uniqueKeys: false, prettyErrors: false });
  const lines = new Map<string, number>();
  const problems: ConfigProblem[] = [...document.errors, ...document.warnings].map((error) => ({
    file,
    line: lineCounter.linePos(error.pos[0]).line,
    message: `not readable as YAML: ${error.message}`,
  }));
  if (problems.length > 0) return { values: {}, lines, problems };
  if (!isMap(document.contents)) {
    const empty = document.contents === null ? 'holds no keys; it ' : '';
    const message = `${empty}must hold one KEY: value per line`;
    return { values: {}, lines, problems: [{ file, line: 1, message }] };
  }
  const values: Record<string, unknown> = Object.create(null);
  for (const { key, value } of document.contents.items) {
    const name = isScalar(key) ? String(key.value) : String(key);
    const line = isScalar(key) && key.range ? lineCounter.linePos(key.range[0]).line : 1;
    const earlier = lines.get(name);
    if (earlier !== undefined) {
      problems.push({ file, line, message: `${name} is given twice: first in line ${earlier}` });
      continue;
    }
    lines.set(name, line);
    values[name] = plain(value, document);
  }
  return { values: { ...values }, lines, problems };
}

function plain(node: unknown, document: ReturnType<typeof parseDocument>): unknown {
  if (node !== null && typeof node === 'object' && 'toJS' in node && typeof node.toJS === 'function') {
    return node.toJS(document);
  }
  return node;
}
