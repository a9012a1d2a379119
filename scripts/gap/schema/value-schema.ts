/** The keywords by which a value is judged, of any depth; none of them allows everything. */
export interface ValueSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly items?: ValueSchema;
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  readonly required?: readonly string[];
}

/** What a schema without a word allows. */
export const anything: ValueSchema = {};

/** Kinds of values that do not overlap: a number is whole or has a fraction. */
export type Kind = 'string' | 'whole' | 'fraction' | 'boolean' | 'object' | 'array' | 'null';

const kindsOfType: Readonly<Record<string, readonly Kind[]>> = {
  string: ['string'],
  integer: ['whole'],
  number: ['whole', 'fraction'],
  boolean: ['boolean'],
  object: ['object'],
  array: ['array'],
  null: ['null'],
};
const allKinds = new Set(Object.values(kindsOfType).flat());

export function kindsOf({ type }: ValueSchema): ReadonlySet<Kind> {
  if (type === undefined) return allKinds;
  const types = typeof type === 'string' ? [type] : type;
  return new Set(types.flatMap((one) => kindsOfType[one] ?? []));
}
