/** Functions of Athena's that take more than a rename, as macros of DuckDB; made once for all connections. */
export const macros: readonly string[] = [
  // Trino counts characters, answers nothing for a start of 0, and counts from the end for a negative one.
  `CREATE MACRO athena_substr(s, a) AS CASE WHEN a = 0 OR abs(a) > length(s) THEN '' ELSE substr(s, a) END,
     (s, a, n) AS CASE WHEN a = 0 OR abs(a) > length(s) OR n <= 0 THEN '' ELSE substr(s, a, n) END`,
  `CREATE MACRO athena_split(s, d, n) AS CASE WHEN len(string_split(s, d)) <= n THEN string_split(s, d)
     ELSE list_append(array_slice(string_split(s, d), 1, n - 1), array_to_string(array_slice(string_split(s, d), n, len(string_split(s, d))), d)) END`,
  `CREATE MACRO athena_divide(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE a // b END`,
  `CREATE MACRO athena_ratio(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE a / b END`,
  `CREATE MACRO athena_modulo(a, b) AS CASE WHEN b = 0 THEN error('Division by zero') ELSE a % b END`,
  `CREATE MACRO athena_width_bucket(x, a, b, n) AS CASE WHEN x < a THEN 0 WHEN x >= b THEN n + 1
     ELSE CAST(floor((x - a) * n / (b - a)) AS BIGINT) + 1 END`,
  // A document of which functions take parts; NULL where it is none.
  'CREATE MACRO athena_json(j) AS TRY(CAST(j AS JSON))',
  // A scalar as text. Strings without quotes; objects, arrays and null have none.
  `CREATE MACRO athena_json_scalar(j, p) AS CASE WHEN json_type(j, p) IN ('OBJECT', 'ARRAY', 'NULL') THEN NULL
     ELSE json_extract_string(j, p) END`,
  // The same with the digits of numbers as they are written (1.10 stays 1.10), found behind their key by a pattern.
  `CREATE MACRO athena_json_scalar_of(j, p, pattern) AS CASE json_type(j, p) WHEN 'OBJECT' THEN NULL WHEN 'ARRAY' THEN NULL
     WHEN 'NULL' THEN NULL WHEN 'DOUBLE' THEN coalesce(list_extract(list_filter(regexp_extract_all(CAST(j AS VARCHAR), pattern, 1),
       lambda t: TRY_CAST(t AS DOUBLE) = CAST(json_extract_string(j, p) AS DOUBLE)), 1), json_extract_string(j, p))
     ELSE json_extract_string(j, p) END`,
  // Objects and arrays have no text that they could be cast to.
  `CREATE MACRO athena_json_text_or_null(j) AS CASE WHEN json_type(j) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string(j, '$') END`,
  `CREATE MACRO athena_json_text(j) AS CASE WHEN json_type(j) IN ('OBJECT', 'ARRAY')
     THEN error('Cannot cast ''' || CAST(j AS VARCHAR) || ''' to varchar') ELSE json_extract_string(j, '$') END`,
  // A text that is to be cast, or the error of one that is of another form.
  `CREATE MACRO athena_castable(s, pattern, type_name) AS CASE WHEN s IS NULL OR regexp_matches(s, pattern) THEN s
     ELSE error('Cannot cast ''' || s || ''' to ' || type_name) END`,
  // DuckDB takes what an exponent puts wholly behind the last digit for one of that digit.
  `CREATE MACRO athena_decimal_text(s, least) AS CASE WHEN contains(lower(s), 'e-') AND abs(TRY_CAST(s AS DOUBLE)) < least
     THEN '0' ELSE s END`,
  `CREATE MACRO athena_json_array_length(j) AS CASE WHEN json_type(j) = 'ARRAY' THEN CAST(json_array_length(j) AS BIGINT) END`,
  `CREATE MACRO athena_json_size(j, p) AS CASE json_type(j, p) WHEN 'ARRAY' THEN CAST(json_array_length(j, p) AS BIGINT)
     WHEN 'OBJECT' THEN len(json_keys(j, p)) ELSE CASE WHEN json_exists(j, p) THEN 0 END END`,
  // In the order of first appearance, NULL once.
  `CREATE MACRO athena_distinct(l) AS list_filter(l, lambda x, i: CASE WHEN x IS NULL
     THEN len(list_filter(l[:i - 1], lambda y: y IS NULL)) = 0 ELSE list_position(l, x) = i END)`,
  // NULL as soon as one element is.
  `CREATE MACRO athena_array_max(l) AS CASE WHEN len(list_filter(l, lambda x: x IS NULL)) = 0 THEN list_max(l) END`,
  `CREATE MACRO athena_array_min(l) AS CASE WHEN len(list_filter(l, lambda x: x IS NULL)) = 0 THEN list_min(l) END`,
  `CREATE MACRO athena_slice(l, a, n) AS CASE WHEN a > 0 THEN array_slice(l, a, a + n - 1)
     ELSE array_slice(l, len(l) + a + 1, len(l) + a + n) END`,
  // The first value of each key, as a map has one.
  `CREATE MACRO athena_map_of(ks, vs) AS CASE WHEN len(list_distinct(ks)) = len(ks) THEN MAP(ks, vs)
     ELSE MAP(athena_distinct(ks), list_transform(athena_distinct(ks), lambda k: vs[list_position(ks, k)])) END`,
  `CREATE MACRO athena_cbrt(x) AS CASE WHEN pow(round(cbrt(x)), 3) = x THEN round(cbrt(x)) ELSE cbrt(x) END`,
  // Doubles as CAST writes them: the shortest digits, one of them before the point, and an exponent.
  `CREATE MACRO athena_mantissa(d) AS d[1] || '.' || coalesce(nullif(rtrim(d[2:], '0'), ''), '0')`,
  `CREATE MACRO athena_scientific(m, e) AS athena_mantissa(ltrim(replace(m, '.', ''), '0')) || 'E' ||
     (e + length(split_part(m, '.', 1)) - 1 - (length(replace(m, '.', '')) - length(ltrim(replace(m, '.', ''), '0'))))`,
  `CREATE MACRO athena_double_text(x) AS CASE WHEN isnan(x) THEN 'NaN' WHEN isinf(x) THEN CASE WHEN x > 0 THEN 'Infinity' ELSE '-Infinity' END
     WHEN x = 0 THEN '0E0' ELSE CASE WHEN x < 0 THEN '-' ELSE '' END || athena_scientific(split_part(CAST(abs(x) AS VARCHAR), 'e', 1),
       coalesce(TRY_CAST(split_part(CAST(abs(x) AS VARCHAR), 'e', 2) AS INTEGER), 0)) END`,
];
