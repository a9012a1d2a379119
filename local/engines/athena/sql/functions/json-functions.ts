import { type Position, SqlError } from '../sql-error.ts';
import { type SqlType, text } from '../sql-type.ts';
import type { Argument } from '../typed.ts';
import { argument, type CallSite, custom, type FunctionRule, type FunctionRules, template, types } from './rule.ts';

const { json, varchar, bigint, boolean } = types;

/** What is no JSON gives NULL. A value of type JSON always is. */
function lenient(document: Argument, site: CallSite, sql: string): string {
  if (document.type?.name === 'json') return sql;
  return site.isTryable ? `TRY(${sql})` : `CASE WHEN json_valid(${document.sql}) THEN ${sql} END`;
}

/** A function of a document and a path. */
function atPath(
  type: SqlType,
  print: (document: string, path: string, lastKey: string | undefined) => string,
): FunctionRule {
  return custom(2, type, (args, site) => {
    const [document, path] = [argument(args, 0), argument(args, 1)];
    if (path.constant === undefined) return lenient(document, site, print(document.sql, path.sql, undefined));
    const { path: duckPath, lastKey } = duckPathOf(path.constant, path);
    return lenient(document, site, print(document.sql, text(duckPath), lastKey));
  });
}

/** A function of a document and at most one more value. */
function ofDocument(count: number, type: SqlType, print: (document: string, other: string) => string): FunctionRule {
  return custom(count, type, (args, site) => {
    const document = argument(args, 0);
    return lenient(document, site, print(document.sql, args[1]?.sql ?? ''));
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
