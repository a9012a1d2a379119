import { isObject, type JsonObject } from '../../json-object.ts';

/** Reading of parsed JSON and YAML whose shape is not known yet. */

/** Undefined stands for an empty object; anything else that is none throws, naming `where`. */
export function objectAt(value: unknown, where: string): JsonObject {
  if (value === undefined) return {};
  if (isObject(value)) return value;
  throw new Error(`${where} must be an object`);
}

export function textAt(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`${where} must be text`);
}

export function optionalTextAt(value: unknown, where: string): string | undefined {
  return value === undefined ? undefined : textAt(value, where);
}

/** An object whose values are all texts (numbers and booleans stand for themselves). */
export function textsAt(value: unknown, where: string): Readonly<Record<string, string>> {
  const entries = Object.entries(objectAt(value, where)).map(([name, item]) => {
    if (typeof item === 'number' || typeof item === 'boolean') return [name, String(item)];
    return [name, textAt(item, `${where}.${name}`)];
  });
  return Object.fromEntries(entries);
}

/** Throws, naming them, when `value` has properties other than `known`. */
export function onlyKnown(value: JsonObject, known: readonly string[], where: string): void {
  const unknown = Object.keys(value).filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`${where}: ${unknown.join(', ')} not supported (see SUPPORT.md)`);
}

/** The text as it stands between the quotes of a JSON string. */
export function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
