import { sameValue } from './compare.ts';
import { type Method, type Methods, method } from './method.ts';
import { print } from './print.ts';
import { ArrayList, VtlList, type VtlValue } from './values.ts';
import { VtlRenderError } from './vtl-error.ts';

type Kinds = readonly ('text' | 'whole' | 'any')[];

function on<const K extends Kinds>(kinds: K, body: Parameters<typeof method<VtlList, K>>[1]): Method<VtlList> {
  return method<VtlList, K>(kinds, body);
}

const size = on([], (self) => self.size);

/**
 * The methods of java.util.List that mapping templates use, and `count`, which
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html names.
 */
export const listMethods: Methods<VtlList> = new Map<string, Method<VtlList>>([
  ['size', size],
  ['count', size],
  ['isEmpty', on([], (self) => self.size === 0)],
  ['toString', on([], (self) => print(self))],
  ['get', on(['whole'], (self, index) => self.at(within(self, index)))],
  [
    'set',
    on(['whole', 'any'], (self, index, value) => {
      const before = self.at(within(self, index));
      self.set(index, value);
      return before;
    }),
  ],
  [
    'add',
    on(['any'], (self, value) => {
      self.add(value);
      return true;
    }),
  ],
  [
    'addAll',
    on(['any'], (self, more) => {
      if (!(more instanceof VtlList)) throw new VtlRenderError('addAll takes a list');
      for (const value of valuesOf(more)) self.add(value);
      return more.size > 0;
    }),
  ],
  ['contains', on(['any'], (self, value) => indexOf(self, value) >= 0)],
  ['indexOf', on(['any'], indexOf)],
  [
    'subList',
    on(['whole', 'whole'], (self, from, to) => {
      if (from < 0 || to > self.size || from > to) throw outside(self, from < 0 ? from : to);
      return new ArrayList(valuesOf(self).slice(from, to));
    }),
  ],
]);

/** The elements of a list as they are now. */
function valuesOf(list: VtlList): VtlValue[] {
  return Array.from({ length: list.size }, (_, index) => list.at(index));
}

function indexOf(list: VtlList, value: VtlValue): number {
  for (let index = 0; index < list.size; index++) if (sameValue(list.at(index), value)) return index;
  return -1;
}

function within(list: VtlList, index: number): number {
  if (index >= 0 && index < list.size) return index;
  throw outside(list, index);
}

function outside(list: VtlList, index: number): VtlRenderError {
  return new VtlRenderError(`index ${index} lies outside of a list of ${list.size} elements`);
}
