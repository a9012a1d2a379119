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
