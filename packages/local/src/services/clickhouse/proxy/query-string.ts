/** A parameter of a URL: its name and value as bytes in Latin-1, and the text that it was read from. */
export interface QueryParameter {
  readonly name: string;
  readonly value: string;
  readonly raw: string;
}

/** Undefined when an escape is not one: readers differ in what they make of it. */
export function readQueryString(search: string): readonly QueryParameter[] | undefined {
  const parameters: QueryParameter[] = [];
  for (const raw of search.split('&')) {
    if (raw === '') continue;
    const at = raw.indexOf('=');
    const name = unescapePercent(at < 0 ? raw : raw.slice(0, at));
    const value = at < 0 ? '' : unescapePercent(raw.slice(at + 1));
    if (name === undefined || value === undefined) return undefined;
    parameters.push({ name, value, raw });
  }
  return parameters;
}

function unescapePercent(text: string): string | undefined {
  if (/%(?![0-9a-f]{2})/i.test(text)) return undefined;
  const spaced = text.replaceAll('+', ' ');
  return spaced.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
