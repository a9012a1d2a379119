const needsEscape = /[^ !#-[\]-~]/;
const loneSurrogate = /\p{Surrogate}/gu;

/**
 * The text as a JSON string. A lone surrogate (`"\ud800"` is valid JSON) becomes U+FFFD: UTF-8 has no form for it, and
 * one reader or another would refuse the whole file.
 */
export function quoted(text: string): string {
  if (!needsEscape.test(text)) return `"${text}"`;
  return JSON.stringify(text.replace(loneSurrogate, '\ufffd'));
}

const surrogateEscape = /\\u[dD][89a-fA-F]/;
const pairOrEscape = /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\(u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g;

/**
 * The JSON text with `\ufffd` for each escape of a lone surrogate (a client that cuts a text inside an emoji sends one):
 * ClickHouse takes a text that holds one for no JSON, with all its members. Everything else stays as it is.
 */
export function withoutLoneSurrogates(json: string): string {
  if (!surrogateEscape.test(json)) return json;
  return json.replace(pairOrEscape, (escaped, single?: string) =>
    single !== undefined && single.length > 1 ? '\\ufffd' : escaped,
  );
}
