import { type Position, SqlError } from 'sql-dialects';
import { type SqlType, text } from '../sql-type.ts';
import type { Argument } from '../typed.ts';
import { argument, type CallSite, custom, type FunctionRule, type FunctionRules, template, types } from './rule.ts';

const { json, varchar, bigint, boolean } = types;

/** A document as JSON, of which functions take parts; NULL where it is none. A value of type JSON always is. */
function readable(document: Argument, site: CallSite): string {
  if (document.type?.name === 'json') return document.sql;
  return site.isTryable
    ? `athena_json(${document.sql})`
    : `CASE WHEN json_valid(${document.sql}) THEN CAST(${document.sql} AS JSON) END`;
}

/** A function of a document and a path. */
function atPath(
  type: SqlType,
  print: (document: string, path: string, lastKey: string | undefined) => string,
): FunctionRule {
  return custom(2, type, (args, site) => {
    const [document, path] = [argument(args, 0), argument(args, 1)];
    if (path.constant === undefined) return print(readable(document, site), path.sql, undefined);
    const { path: duckPath, lastKey } = duckPathOf(path.constant, path);
    return print(readable(document, site), text(duckPath), lastKey);
  });
}

/** A function of a document and at most one more value. */
function ofDocument(count: number, type: SqlType, print: (document: string, other: string) => string): FunctionRule {
  return custom(count, type, (args, site) => {
    return print(readable(argument(args, 0), site), args[1]?.sql ?? '');
  });
}

/** https://trino.io/docs/435/functions/json.html */
export const jsonFunctions: FunctionRules = {
  json_extract: atPath(json, (document, path) => `json_extract(${document}, ${path})`),
  json_extract_scalar: atPath(varchar, (document, path, lastKey) => {
    if (lastKey === undefined) return `athena_json_scalar(${document}, ${path})`;
    return `athena_json_scalar_of(${document}, ${path}, ${text(numberPattern(lastKey))})`;
  }),
  json_parse: template(1, json, (value) => `json(${value})`),
  json_format: template(1, varchar, (value) => `CAST(json(${value}) AS VARCHAR)`),
  json_array_length: ofDocument(1, bigint, (document) => `athena_json_array_length(${document})`),
  json_array_get: ofDocument(2, json, (document, index) => `(CAST(${document} AS JSON) ->> CAST(${index} AS INTEGER))`),
  json_array_contains: ofDocument(2, boolean, (document, item) => `json_contains(${document}, to_json(${item}))`),
  json_size: atPath(bigint, (document, path) => `athena_json_size(${document}, ${path})`),
  is_json_scalar: template(1, boolean, (value) => `(json_type(${value}) NOT IN ('OBJECT', 'ARRAY'))`),
};

/**
 * A JSON path of Trino's own (`$.store["a b"][0]`) as DuckDB's, every name quoted. `lastKey`: its last step, when that
 * is a name.
 */
function duckPathOf(path: string, position: Position): { path: string; lastKey: string | undefined } {
  let rest = path.startsWith('$') ? path.slice(1) : `.${path}`;
  let translated = '$';
  let lastKey: string | undefined;
  while (rest !== '') {
    const step =
      /^\[(\d+)\]/.exec(rest) ??
      /^\[\s*"((?:[^"\\]|\\.)*)"\s*\]/.exec(rest) ??
      /^\[\s*'([^']*)'\s*\]/.exec(rest) ??
      /^\.([^.[\]"*\s]+)/.exec(rest) ??
      /^\."((?:[^"\\]|\\.)*)"/.exec(rest);
    if (step === null) throw new SqlError(`Invalid JSON path: '${path}'`, position, 'INVALID_FUNCTION_ARGUMENT');
    const [whole, name = ''] = step;
    const isIndex = /^\[\d/.test(whole);
    lastKey = isIndex ? undefined : name.replace(/\\(.)/g, '$1');
    translated += isIndex ? whole : `."${(lastKey ?? '').replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    rest = rest.slice(whole.length);
  }
  return { path: translated, lastKey };
}

/** Finds the numbers that stand behind a key, digit for digit. */
function numberPattern(key: string): string {
  const written = JSON.stringify(key).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return `${written}\\s*:\\s*(-?[0-9][0-9.eE+-]*)`;
}
