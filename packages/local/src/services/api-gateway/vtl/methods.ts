import { compareValues, sameValue } from './compare.ts';
import { listMethods } from './list-methods.ts';
import { mapMethods } from './map-methods.ts';
import type { Method, Methods } from './method.ts';
import { print } from './print.ts';
import { stringMethods } from './string-methods.ts';
import { Decimal, isVtlObject, VtlList, VtlMap, type VtlValue } from './values.ts';

const numberMethods: Methods<number | bigint | Decimal> = new Map<string, Method<number | bigint | Decimal>>([
  ['toString', (self) => String(self)],
  ['equals', (self, args) => (args.length === 1 ? sameValue(self, args[0] ?? null) : undefined)],
  ['intValue', (self) => Math.trunc(Number(self))],
  ['longValue', (self) => Math.trunc(Number(self))],
  ['doubleValue', (self) => new Decimal(Number(self))],
  ['compareTo', (self, args) => compareValues(self, args[0] ?? null)],
]);

const booleanMethods: Methods<boolean> = new Map<string, Method<boolean>>([
  ['toString', (self) => String(self)],
  ['equals', (self, args) => (args.length === 1 ? self === args[0] : undefined)],
]);

/** Calls a Java method of a value. Undefined when the value has no such method for these arguments. */
export function callMethod(self: VtlValue, name: string, args: readonly VtlValue[]): VtlValue | undefined {
  if (typeof self === 'string') return stringMethods.get(name)?.(self, args);
  if (typeof self === 'boolean') return booleanMethods.get(name)?.(self, args);
  if (typeof self === 'number' || typeof self === 'bigint') return numberMethods.get(name)?.(self, args);
  if (self === null) return undefined;
  if (self instanceof VtlMap) return mapMethods.get(name)?.(self, args);
  if (self instanceof VtlList) return listMethods.get(name)?.(self, args);
  if (isVtlObject(self)) {
    if (name === 'toString' && args.length === 0) return print(self);
    return self.call(name, args);
  }
  return numberMethods.get(name)?.(self, args);
}

/** `$value.name`: a map's member, a property of `$input` and the like, or the getter `isEmpty` as `empty`. */
export function getProperty(self: VtlValue, name: string): VtlValue | undefined {
  if (self instanceof VtlMap) {
    const found = self.get(name);
    if (found !== null || self.has(name)) return found;
    return name === 'empty' ? self.names().length === 0 : null;
  }
  if (self === null) return null;
  if (typeof self === 'string') return name === 'empty' ? self === '' : undefined;
  if (self instanceof VtlList) return name === 'empty' ? self.size === 0 : undefined;
  return isVtlObject(self) ? self.property(name) : undefined;
}

/** `$value[index]`: an element of a list, a member of a map. */
export function getElement(self: VtlValue, index: VtlValue): VtlValue | undefined {
  if (self === null) return null;
  if (self instanceof VtlMap) return self.get(print(index));
  if (self instanceof VtlList && typeof index === 'number') return self.at(index < 0 ? self.size + index : index);
  return undefined;
}
