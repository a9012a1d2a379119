import { VtlRenderError } from './vtl-error.ts';

/**
 * What a reference can hold. Whole numbers are `number` while they are exact and `bigint` beyond; everything with a
 * fraction or an exponent is a Decimal, because 1 and 1.0 print differently.
 */
export type VtlValue = null | string | boolean | number | bigint | Decimal | VtlMap | VtlList | VtlObject;

/** Something with methods and properties of its own: `$input`, `$util`, `$foreach`, a map's entry. */
export interface VtlObject {
  readonly vtlObject: string;
  /** Returns undefined when there is no such property. */
  property(name: string): VtlValue | undefined;
  /** Returns undefined when there is no such method for these arguments. */
  call(name: string, args: readonly VtlValue[]): VtlValue | undefined;
}

export abstract class VtlMap {
  /** Null when the name is absent. */
  abstract get(name: string): VtlValue;
  abstract has(name: string): boolean;
  abstract names(): readonly string[];
  abstract put(name: string, value: VtlValue): void;
}

export abstract class VtlList {
  abstract readonly size: number;
  /** Null outside of the list. */
  abstract at(index: number): VtlValue;
  /** Replaces the element at an index below `size`. */
  abstract set(index: number, value: VtlValue): void;
  abstract add(value: VtlValue): void;
}

/** A number with a fraction or an exponent. */
export class Decimal {
  readonly value: number;
  readonly #text: string;

  constructor(value: number, text = javaDouble(value)) {
    this.value = value;
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** A map made by the template, in the order of its keys' first appearance. */
export class LinkedMap extends VtlMap {
  readonly #entries = new Map<string, VtlValue>();

  get(name: string): VtlValue {
    return this.#entries.get(name) ?? null;
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  put(name: string, value: VtlValue): void {
    this.#entries.set(name, value);
  }
}

/** A list made by the template or by a method. */
export class ArrayList extends VtlList {
  readonly #items: VtlValue[];

  constructor(items: readonly VtlValue[] = []) {
    super();
    this.#items = [...items];
  }

  get size(): number {
    return this.#items.length;
  }

  at(index: number): VtlValue {
    return this.#items[index] ?? null;
  }

  set(index: number, value: VtlValue): void {
    this.#items[index] = value;
  }

  add(value: VtlValue): void {
    this.#items.push(value);
  }
}

/** `[from..to]`, upwards or downwards, never written out in memory. */
export class Range extends VtlList {
  readonly size: number;
  readonly #from: number;
  readonly #step: number;

  constructor(from: number, to: number) {
    super();
    this.#from = from;
    this.#step = to < from ? -1 : 1;
    this.size = Math.abs(to - from) + 1;
  }

  at(index: number): VtlValue {
    return index >= 0 && index < this.size ? this.#from + index * this.#step : null;
  }

  set(): void {
    throw new VtlRenderError('a range cannot be changed');
  }

  add(): void {
    throw new VtlRenderError('a range cannot be changed');
  }
}

export function isVtlObject(value: VtlValue): value is VtlObject {
  return typeof value === 'object' && value !== null && 'vtlObject' in value;
}

/** Velocity's truth: everything but null and false, also 0 and the empty string. */
export function isTrue(value: VtlValue | undefined): boolean {
  return value !== null && value !== undefined && value !== false;
}

/** A whole number of a text or a calculation, in the smallest of the two forms. */
export function wholeNumber(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Longer integers than this stay text: nothing calculates with them, and parsing them costs more than linear time. */
const maxIntegerDigits = 60;

/**
 * The value of a JSON number as the JSON library behind `$input.path` reads it: integers keep every digit, a decimal of
 * up to 18 characters becomes a double (`1.10` prints as `1.1`), a longer one keeps its digits.
 */
export function jsonNumber(text: string): VtlValue {
  if (/[.eE]/.test(text)) return text.length > 18 ? new Decimal(Number(text), text) : new Decimal(Number(text));
  if (text.length <= 15) return Number(text) + 0;
  return text.length > maxIntegerDigits ? new Decimal(Number(text), text) : wholeNumber(BigInt(text));
}

/** `Double.toString` of Java: a fraction always, an exponent below 0.001 and from 10,000,000 on. */
function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent.replace('+', '')}`;
}
