const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether it is a UUID in lower-case hexadecimal, the only form in which ids are made and stored here. */
export function isUuid(text: string): boolean {
  return text.length === 36 && pattern.test(text);
}
