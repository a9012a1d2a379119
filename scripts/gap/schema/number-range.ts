import { kindsOf, type ValueSchema } from './value-schema.ts';

interface Bound {
  readonly value: number;
  /** Whether the value itself is outside. */
  readonly exclusive: boolean;
}

/** Which sides of the numbers that `earlier` accepts `later` cuts off, in words. */
export function tightenedBounds(earlier: ValueSchema, later: ValueSchema): string[] {
  const wholeOnly = !kindsOf(earlier).has('fraction');
  const words: string[] = [];
  if (isTighter(lower(later, wholeOnly), lower(earlier, wholeOnly))) {
    words.push(`the lowest number was ${describe(earlier, 'minimum', 'exclusiveMinimum', 'none', 'above')}, now it is \
${describe(later, 'minimum', 'exclusiveMinimum', 'none', 'above')}`);
  }
  if (isTighter(upper(later, wholeOnly), upper(earlier, wholeOnly))) {
    words.push(`the highest number was ${describe(earlier, 'maximum', 'exclusiveMaximum', 'none', 'below')}, now it is \
${describe(later, 'maximum', 'exclusiveMaximum', 'none', 'below')}`);
  }
  return words;
}

/** Upper bounds are mirrored, so that greater is tighter on both sides. */
function isTighter(later: Bound, earlier: Bound): boolean {
  return later.value > earlier.value || (later.value === earlier.value && later.exclusive && !earlier.exclusive);
}

function lower({ minimum, exclusiveMinimum }: ValueSchema, wholeOnly: boolean): Bound {
  return tightest(minimum, exclusiveMinimum, wholeOnly);
}

function upper({ maximum, exclusiveMaximum }: ValueSchema, wholeOnly: boolean): Bound {
  return tightest(maximum && -maximum, exclusiveMaximum && -exclusiveMaximum, wholeOnly);
}

function tightest(inclusive: number | undefined, exclusive: number | undefined, wholeOnly: boolean): Bound {
  const one = bound(inclusive, false, wholeOnly);
  const other = bound(exclusive, true, wholeOnly);
  return isTighter(one, other) ? one : other;
}

/** Among whole numbers above 0 and from 1 are the same; only where doubles can tell neighbours apart. */
function bound(value: number | undefined, exclusive: boolean, wholeOnly: boolean): Bound {
  if (value === undefined) return { value: Number.NEGATIVE_INFINITY, exclusive: false };
  if (!wholeOnly || Math.abs(value) >= Number.MAX_SAFE_INTEGER) return { value, exclusive };
  return { value: exclusive ? Math.floor(value) + 1 : Math.ceil(value), exclusive: false };
}

function describe(
  schema: ValueSchema,
  inclusive: 'minimum' | 'maximum',
  exclusive: 'exclusiveMinimum' | 'exclusiveMaximum',
  none: string,
  side: string,
): string {
  const words = [
    ...(schema[inclusive] === undefined ? [] : [String(schema[inclusive])]),
    ...(schema[exclusive] === undefined ? [] : [`${side} ${schema[exclusive]}`]),
  ];
  return words.length === 0 ? none : words.join(' and ');
}
