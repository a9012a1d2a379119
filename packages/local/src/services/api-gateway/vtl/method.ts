import type { VtlValue } from './values.ts';

/** A method of a Java type. Undefined means that there is none with these arguments. */
export type Method<Self> = (self: Self, args: readonly VtlValue[]) => VtlValue | undefined;

export type Methods<Self> = ReadonlyMap<string, Method<Self>>;

type Kind = 'text' | 'whole' | 'any';
type Arguments<Kinds extends readonly Kind[]> = { -readonly [Index in keyof Kinds]: Argument<Kinds[Index]> };
type Argument<K> = K extends 'text' ? string : K extends 'whole' ? number : VtlValue;

/** A method for exactly these kinds of arguments; any others are no call of it. */
export function method<Self, const Kinds extends readonly Kind[]>(
  kinds: Kinds,
  body: (self: Self, ...args: Arguments<Kinds>) => VtlValue,
): Method<Self> {
  return (self, args) => (areOf(args, kinds) ? body(self, ...args) : undefined);
}

/** The first of several forms that takes the arguments. */
export function overloaded<Self>(...forms: readonly Method<Self>[]): Method<Self> {
  return (self, args) => {
    for (const form of forms) {
      const result = form(self, args);
      if (result !== undefined) return result;
    }
    return undefined;
  };
}

function areOf<Kinds extends readonly Kind[]>(args: readonly VtlValue[], kinds: Kinds): args is Arguments<Kinds> {
  return args.length === kinds.length && kinds.every((kind, index) => isOf(args[index] ?? null, kind));
}

function isOf(value: VtlValue, kind: Kind): boolean {
  return kind === 'any' || typeof value === (kind === 'text' ? 'string' : 'number');
}
