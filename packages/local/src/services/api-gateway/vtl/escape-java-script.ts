const named: Readonly<Record<string, string>> = { '\b': '\\b', '\n': '\\n', '\t': '\\t', '\f': '\\f', '\r': '\\r' };

/**
 * A text by JavaScript's string rules, as Java's StringEscapeUtils writes them: quotes of both kinds, backslash and `/`
 * get a backslash, what is not printable ASCII becomes `\uXXXX`. AWS's page warns that `\'` is not valid in JSON:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html#util-template-reference
 */
export function escapeJavaScript(text: string): string {
  // Most texts have nothing to escape, and a test costs less than a replacement of nothing.
  if (!/[^\x20-\x7e]|["'\\/]/.test(text)) return text;
  return text.replace(/[^\x20-\x7e]|["'\\/]/g, (character) => {
    const code = character.charCodeAt(0);
    if (code >= 0x20 && code < 0x7f) return `\\${character}`;
    return named[character] ?? `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}
