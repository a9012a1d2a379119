import { sameValue } from './compare.ts';
import { type Method, type Methods, method } from './method.ts';
import { print } from './print.ts';
import { ArrayList, VtlMap, type VtlObject, type VtlValue } from './values.ts';
import { VtlRenderError } from './vtl-error.ts';

type Kinds = readonly ('text' | 'whole' | 'any')[];

function on<const K extends Kinds>(kinds: K, body: Parameters<typeof method<VtlMap, K>>[1]): Method<VtlMap> {
  return method<VtlMap, K>(kinds, body);
}

/** The methods of java.util.Map that mapping templates use. */
export const mapMethods: Methods<VtlMap> = new Map<string, Method<VtlMap>>([
  ['size', on([], (self) => self.names().length)],
  ['isEmpty', on([], (self) => self.names().length === 0)],
  ['toString', on([], (self) => print(self))],
  ['get', on(['any'], (self, key) => self.get(print(key)))],
  ['getOrDefault', on(['any', 'any'], (self, key, value) => (self.has(print(key)) ? self.get(print(key)) : value))],
  ['containsKey', on(['any'], (self, key) => self.has(print(key)))],
  ['containsValue', on(['any'], (self, value) => self.names().some((name) => sameValue(self.get(name), value)))],
  ['put', on(['any', 'any'], put)],
  [
    'putAll',
    on(['any'], (self, more) => {
      if (!(more instanceof VtlMap)) throw new VtlRenderError('putAll takes a map');
      for (const name of more.names()) self.put(name, more.get(name));
      return null;
    }),
  ],
  ['keySet', on([], (self) => new ArrayList(self.names()))],
  ['values', on([], mapValues)],
  ['entrySet', on([], (self) => new ArrayList(self.names().map((name) => new Entry(name, self.get(name)))))],
]);

/** What `#foreach` and `values()` go through. */
export function mapValues(map: VtlMap): ArrayList {
  return new ArrayList(map.names().map((name) => map.get(name)));
}

function put(map: VtlMap, key: VtlValue, value: VtlValue): VtlValue {
  const name = print(key);
  const before = map.get(name);
  map.put(name, value);
  return before;
}

class Entry implements VtlObject {
  readonly #key: string;
  readonly #value: VtlValue;

  constructor(key: string, value: VtlValue) {
    this.#key = key;
    this.#value = value;
  }

  get vtlObject(): string {
    return `${this.#key}=${print(this.#value)}`;
  }

  property(name: string): VtlValue | undefined {
    return name === 'key' ? this.#key : name === 'value' ? this.#value : undefined;
  }

  call(name: string, args: readonly VtlValue[]): VtlValue | undefined {
    if (args.length > 0) return undefined;
    return name === 'getKey' ? this.#key : name === 'getValue' ? this.#value : undefined;
  }
}
