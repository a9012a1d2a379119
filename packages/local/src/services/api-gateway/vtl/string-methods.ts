import { javaRegex, javaReplacement } from './java-regex.ts';
import { type Method, type Methods, method, overloaded } from './method.ts';
import { print } from './print.ts';
import { ArrayList, type VtlValue } from './values.ts';
import { VtlRenderError } from './vtl-error.ts';

function on<const Kinds extends readonly ('text' | 'whole' | 'any')[]>(
  kinds: Kinds,
  body: Parameters<typeof method<string, Kinds>>[1],
): Method<string> {
  return method<string, Kinds>(kinds, body);
}

/** The methods of java.lang.String that mapping templates use. */
export const stringMethods: Methods<string> = new Map<string, Method<string>>([
  ['length', on([], (self) => self.length)],
  ['isEmpty', on([], (self) => self === '')],
  ['isBlank', on([], (self) => self.trim() === '')],
  ['toString', on([], (self) => self)],
  ['trim', on([], (self) => self.replace(/^[\0- ]+|[\0- ]+$/g, ''))],
  ['toLowerCase', on([], (self) => self.toLowerCase())],
  ['toUpperCase', on([], (self) => self.toUpperCase())],
  ['hashCode', on([], hashCode)],
  ['charAt', on(['whole'], (self, at) => self.slice(within(self, at, self.length - 1), at + 1))],
  [
    'substring',
    overloaded(
      on(['whole'], (self, from) => self.slice(within(self, from, self.length))),
      on(['whole', 'whole'], (self, from, to) => self.slice(within(self, from, to), within(self, to, self.length))),
    ),
  ],
  ['concat', on(['text'], (self, more) => self + more)],
  ['contains', on(['text'], (self, part) => self.includes(part))],
  ['startsWith', on(['text'], (self, part) => self.startsWith(part))],
  ['endsWith', on(['text'], (self, part) => self.endsWith(part))],
  ['equals', on(['any'], (self, other) => self === other)],
  [
    'equalsIgnoreCase',
    on(['any'], (self, other) => typeof other === 'string' && self.toLowerCase() === other.toLowerCase()),
  ],
  ['compareTo', on(['text'], (self, other) => (self === other ? 0 : self < other ? -1 : 1))],
  [
    'indexOf',
    overloaded(
      on(['text'], (self, part) => self.indexOf(part)),
      on(['text', 'whole'], (self, part, from) => self.indexOf(part, from)),
    ),
  ],
  ['lastIndexOf', on(['text'], (self, part) => self.lastIndexOf(part))],
  ['replace', on(['text', 'text'], (self, part, by) => self.replaceAll(part, () => by))],
  [
    'replaceAll',
    on(['text', 'text'], (self, pattern, by) => self.replace(javaRegex(pattern, 'g'), javaReplacement(by))),
  ],
  [
    'replaceFirst',
    on(['text', 'text'], (self, pattern, by) => self.replace(javaRegex(pattern, ''), javaReplacement(by))),
  ],
  [
    'matches',
    on(['text'], (self, pattern) => {
      const regex = javaRegex(pattern, '');
      return new RegExp(`^(?:${regex.source})$`, regex.flags).test(self);
    }),
  ],
  [
    'split',
    overloaded(
      on(['text'], (self, pattern) => split(self, pattern, 0)),
      on(['text', 'whole'], (self, pattern, limit) => split(self, pattern, limit)),
    ),
  ],
]);

function within(text: string, index: number, limit: number): number {
  if (index >= 0 && index <= limit) return index;
  throw new VtlRenderError(`index ${index} lies outside of a text of ${text.length} characters`);
}

/** `String.split`: no limit drops empty parts at the end, a positive one ends the search, a negative one keeps all. */
function split(text: string, pattern: string, limit: number): VtlValue {
  if (text === '') return new ArrayList(['']);
  const regex = javaRegex(pattern, 'g');
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(regex)) {
    if (limit > 0 && parts.length === limit - 1) break;
    const end = match.index + match[0].length;
    if (end === 0 || (match[0] === '' && match.index >= text.length)) continue;
    parts.push(text.slice(from, match.index));
    from = end;
  }
  parts.push(text.slice(from));
  if (limit === 0) while (parts.length > 1 && parts[parts.length - 1] === '') parts.pop();
  return new ArrayList(parts.map(print));
}

function hashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(31, hash) + text.charCodeAt(index)) | 0;
  return hash;
}
