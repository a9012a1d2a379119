import { JsonText } from 'assembly-runtime/json';

/**
 * The texts of an array's items, exactly as they stand in `text`: of the whole text, or of the member `events` where it is
 * the body of a request. Throws when that is no JSON array.
 */
export function arrayItems(text: string): string[] {
  const json = new JsonText(text.replace(/^\uFEFF/, ''));
  const array = json.kind(json.root) === 'object' ? json.member(json.root, 'events') : json.root;
  if (array === undefined || json.kind(array) !== 'array') throw new Error('a JSON array was expected');
  return [...json.elements(array)].map((node) => json.slice(node));
}

/** `text` with the number of the object's member `name` replaced; everything else stays to the letter. */
export function replaceMember(text: string, name: string, replace: (digits: string) => string): string {
  const json = new JsonText(text);
  const node = json.member(json.root, name);
  if (node === undefined || json.kind(node) !== 'number') return text;
  const digits = json.slice(node);
  const start = json.start(node);
  return text.slice(0, start) + replace(digits) + text.slice(start + digits.length);
}
