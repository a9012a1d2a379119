import { printTry } from '../print-try.ts';
import { text } from '../sql-type.ts';
import { argument, constant, custom, type FunctionRules, many, native, template, types } from './rule.ts';

const { varchar, bigint, boolean, varbinary } = types;

/** https://trino.io/docs/435/functions/string.html, …/regexp.html, …/binary.html, …/url.html */
export const textFunctions: FunctionRules = {
  length: custom(1, bigint, (args) => {
    const { sql, type } = argument(args, 0);
    return type?.name === 'varbinary' ? `octet_length(${sql})` : `length(${sql})`;
  }),
  lower: native('lower', 1, varchar),
  upper: native('upper', 1, varchar),
  trim: native('trim', [1, 2], varchar),
  ltrim: native('ltrim', [1, 2], varchar),
  rtrim: native('rtrim', [1, 2], varchar),
  replace: template([2, 3], varchar, (value, from, to = "''") => `replace(${value}, ${from}, ${to})`),
  reverse: custom(
    1,
    ([value]) => value?.type,
    (args) => {
      const { sql, type } = argument(args, 0);
      return type?.name === 'array' ? `list_reverse(${sql})` : `reverse(${sql})`;
    },
  ),
  substr: native('athena_substr', [2, 3], varchar),
  substring: native('athena_substr', [2, 3], varchar),
  strpos: native('strpos', 2, bigint),
  starts_with: native('starts_with', 2, boolean),
  split: custom([2, 3], types.array(varchar), (args) => {
    if (args.length === 3) {
      return `athena_split(${args.map(({ sql }) => sql).join(', ')})`;
    }
    return `string_split(${argument(args, 0).sql}, ${argument(args, 1).sql})`;
  }),
  split_part: template(3, varchar, (value, delimiter, index) => {
    const parts = `string_split(${value}, ${delimiter})`;
    return `list_extract(${parts}, CAST(${index} AS BIGINT))`;
  }),
  concat: custom(
    [2, many],
    ([first]) => (first?.type?.name === 'array' ? first.type : varchar),
    (args) => {
      return `(${args.map(({ sql }) => sql).join(' || ')})`;
    },
  ),
  concat_ws: native('concat_ws', [2, many], varchar),
  lpad: native('lpad', 3, varchar),
  rpad: native('rpad', 3, varchar),
  chr: native('chr', 1, varchar),
  codepoint: native('unicode', 1, types.integer),
  translate: native('translate', 3, varchar),
  levenshtein_distance: native('levenshtein', 2, bigint),
  hamming_distance: native('hamming', 2, bigint),
  regexp_like: native('regexp_matches', 2, boolean),
  regexp_extract: template([2, 3], varchar, (value, pattern, group = '0') => {
    return `CASE WHEN regexp_matches(${value}, ${pattern}) THEN regexp_extract(${value}, ${pattern}, ${group}) END`;
  }),
  regexp_extract_all: template([2, 3], types.array(varchar), (value, pattern, group = '0') => {
    return `regexp_extract_all(${value}, ${pattern}, ${group})`;
  }),
  regexp_count: template(2, bigint, (value, pattern) => `len(regexp_extract_all(${value}, ${pattern}))`),
  regexp_split: native('regexp_split_to_array', 2, types.array(varchar)),
  regexp_replace: custom([2, 3], varchar, (args) => {
    const replacement = args.length === 2 ? '' : constant(args, 2, 'The replacement');
    // Java's `$1` is RE2's `\1`; a backslash takes a `$` its meaning.
    const translated = replacement.replace(/\\([\\$])|\\|\$(\d)/g, (whole, escaped?: string, group?: string) => {
      if (group !== undefined) return `\\${group}`;
      return escaped === '$' ? '$' : escaped === '\\' ? '\\\\' : whole;
    });
    return `regexp_replace(${argument(args, 0).sql}, ${argument(args, 1).sql}, ${text(translated)}, 'g')`;
  }),
  format: custom([1, many], varchar, (args) =>
    printFormat(
      constant(args, 0, 'The format'),
      args.slice(1).map(({ sql }) => sql),
    ),
  ),
  to_utf8: native('encode', 1, varbinary),
  from_utf8: custom(1, varchar, (args, { isTryable }) => {
    const { sql } = argument(args, 0);
    return isTryable ? `coalesce(${printTry(`decode(${sql})`)}, athena_utf8(${sql}))` : `athena_utf8(${sql})`;
  }),
  to_base64: native('to_base64', 1, varchar),
  from_base64: native('from_base64', 1, varbinary),
  to_hex: native('hex', 1, varchar),
  from_hex: native('unhex', 1, varbinary),
  md5: template(1, varbinary, (value) => `unhex(md5(${value}))`),
  sha1: template(1, varbinary, (value) => `unhex(sha1(${value}))`),
  sha256: template(1, varbinary, (value) => `unhex(sha256(${value}))`),
  xxhash64: template(1, varbinary, (value) => `unhex(athena_xxhash64_hex(${value}))`),
  url_encode: template(1, varchar, (value) => `replace(url_encode(${value}), '%20', '+')`),
  url_decode: template(1, varchar, (value) => `url_decode(replace(${value}, '+', ' '))`),
  uuid: native('uuid', 0, { name: 'uuid' }),
};

/** `format` with the conversions of Java that results are commonly written with: s, d, f, e, x, with flags and widths. */
/** Wider than any report. */
const maxFormatWidth = 10_000;

function printFormat(format: string, values: readonly string[]): string {
  const pieces: string[] = [];
  let used = 0;
  let end = 0;
  for (const found of format.matchAll(/%(?:%|n|([-,0+]*)(\d*)(\.\d+)?([sdfex]))/g)) {
    if (found.index > end) pieces.push(text(format.slice(end, found.index)));
    end = found.index + found[0].length;
    const [whole, flags = '', width = '', precision = '', conversion = ''] = found;
    if (whole === '%%' || whole === '%n') {
      pieces.push(whole === '%%' ? "'%'" : 'chr(10)');
      continue;
    }
    if (Number(width) > maxFormatWidth || Number(precision.slice(1)) > maxFormatWidth) {
      throw new Error(
        `INVALID_FUNCTION_ARGUMENT: a width of format must not be above ${maxFormatWidth} in the local Athena`,
      );
    }
    const value = values[used++];
    if (value === undefined) throw new Error('format: too few arguments');
    const cast =
      conversion === 's'
        ? `CAST(${value} AS VARCHAR)`
        : conversion === 'd'
          ? `CAST(${value} AS BIGINT)`
          : `CAST(${value} AS DOUBLE)`;
    if (flags.includes(',')) {
      const type = conversion === 'd' ? 'd' : `${precision === '' ? '.6' : precision}f`;
      pieces.push(`format('{:${width},${type}}', ${cast})`);
    } else {
      const digits = conversion === 'f' && precision === '' ? '.6' : precision;
      pieces.push(`printf('%${flags}${width}${digits}${conversion}', ${cast})`);
    }
  }
  if (end < format.length || pieces.length === 0) pieces.push(text(format.slice(end)));
  return `(${pieces.join(' || ')})`;
}
