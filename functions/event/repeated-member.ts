import { isObject } from '../../schemas/parse-json.ts';
import { afterSpace, endOfString } from './scan-object.ts';

interface OpenValue {
  /** Names so far; undefined: a list. */
  readonly names: Set<string> | undefined;
  /** The member or item that is being read. */
  step: string | number;
}

/** How many members a parsed object and everything inside it have. Nothing recurses, so depth does not matter. */
export function countMembers(root: Readonly<Record<string, unknown>>): number {
  let members = 0;
  let open: unknown[] | undefined;
  for (const name in root) {
    members++;
    const member = root[name];
    if (typeof member === 'object' && member !== null) {
      open ??= [];
      open.push(member);
    }
  }
  for (let value = open?.pop(); value !== undefined; value = open?.pop()) {
    if (Array.isArray(value)) {
      for (const item of value) if (typeof item === 'object' && item !== null) open?.push(item);
    } else if (isObject(value)) {
      for (const name in value) {
        members++;
        const member = value[name];
        if (typeof member === 'object' && member !== null) open?.push(member);
      }
    }
  }
  return members;
}

/**
 * The steps to the first member of the object at `start` of a valid JSON text that an earlier one of the same object has the
 * name of; undefined: there is none. Names are compared as they read, escapes resolved.
 */
export function findRepeatedMember(text: string, start: number): readonly (string | number)[] | undefined {
  const open: OpenValue[] = [];
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    const inside = open.at(-1);
    if (character === '{') open.push({ names: new Set(), step: '' });
    else if (character === '[') open.push({ names: undefined, step: 0 });
    else if (character === ',' && inside !== undefined && typeof inside.step === 'number') inside.step += 1;
    else if (character === '}' || character === ']') {
      open.pop();
      if (open.length === 0) return undefined;
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (inside?.names !== undefined && text[afterSpace(text, end)] === ':') {
        inside.step = String(JSON.parse(text.slice(at, end)));
        if (inside.names.has(inside.step)) return open.map(({ step }) => step);
        inside.names.add(inside.step);
      }
      at = end - 1;
    }
  }
  return undefined;
}
