import { type Position, SqlError } from '../sql-error.ts';
import { text } from '../sql-type.ts';
import { argument, custom, type FunctionRules, native, template, types } from './rule.ts';

const { json, varchar, bigint, boolean } = types;

/** https://trino.io/docs/435/functions/json.html */
export const jsonFunctions: FunctionRules = {
  json_extract: custom(2, json, (args) => {
    const path = argument(args, 1);
    const duckPath = path.constant === undefined ? path.sql : text(duckPathOf(path.constant, path).path);
    return `TRY(json_extract(${argument(args, 0).sql}, ${duckPath}))`;
  }),
  json_extract_scalar: custom(2, varchar, (args) => {
    const [document, path] = [argument(args, 0).sql, argument(args, 1)];
    if (path.constant === undefined) return `TRY(athena_json_scalar(${document}, ${path.sql}))`;
    const { path: duckPath, lastKey } = duckPathOf(path.constant, path);
    if (lastKey === undefined) return `TRY(athena_json_scalar(${document}, ${text(duckPath)}))`;
    return `TRY(athena_json_scalar_of(${document}, ${text(duckPath)}, ${text(numberPattern(lastKey))}))`;
  }),
  json_parse: template(1, json, (value) => `json(${value})`),
  json_format: template(1, varchar, (value) => `CAST(json(${value}) AS VARCHAR)`),
  json_array_length: template(1, bigint, (value) => `TRY(athena_json_array_length(${value}))`),
  json_array_get: template(2, json, (value, index) => `TRY(CAST(${value} AS JSON) ->> CAST(${index} AS INTEGER))`),
  json_array_contains: template(2, boolean, (value, item) => `TRY(json_contains(${value}, to_json(${item})))`),
  json_size: custom(2, bigint, (args) => {
    const path = argument(args, 1);
    const duckPath = path.constant === undefined ? path.sql : text(duckPathOf(path.constant, path).path);
    return `TRY(athena_json_size(${argument(args, 0).sql}, ${duckPath}))`;
  }),
  is_json_scalar: template(1, boolean, (value) => `(json_type(${value}) NOT IN ('OBJECT', 'ARRAY'))`),
  json_object_keys: native('json_keys', 1, types.array(varchar)),
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
