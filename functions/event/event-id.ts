const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const hyphenated = /^\{?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?$/i;
const digits = /^\{?([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\}?$/i;

/** A UUID in any spelling that the envelope accepts as the one spelling of every table; another text stays as it is. */
export function canonicalEventId(text: string): string {
  if (text.length === 36 && canonical.test(text)) return text;
  if (text.length > 38 || text.startsWith('{') !== text.endsWith('}')) return text;
  const [, ...parts] = hyphenated.exec(text) ?? digits.exec(text) ?? [];
  return parts.length === 0 ? text : parts.join('-').toLowerCase();
}
