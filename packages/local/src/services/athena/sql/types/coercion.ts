import { isNumeric, numericOrder } from '../numeric-types.ts';
import type { SqlType } from '../sql-type.ts';

/** A type, or undefined where the analysis does not know it: then everything is allowed. */
type Known = SqlType | undefined;

/** Whether values of one type are taken for another without a cast. */
export function canCoerce(from: Known, to: Known): boolean {
  if (from === undefined || to === undefined || from.name === 'unknown') return true;
  if (isNumeric(from) && isNumeric(to)) return numericOrder(from) <= numericOrder(to);
  if (isText(from) && isText(to)) return true;
  if (to.name === 'timestamp')
    return from.name === 'date' || (from.name === 'timestamp' && (isInstant(to) || !isInstant(from)));
  return sameShape(from, to, canCoerce);
}

/** Whether there is a type that values of both are taken for without a cast. */
export function canUnify(a: Known, b: Known): boolean {
  if (a === undefined || b === undefined || a.name === 'unknown' || b.name === 'unknown') return true;
  if (isNumeric(a) && isNumeric(b)) return true;
  if (isText(a) && isText(b)) return true;
  if (isDay(a) && isDay(b)) return true;
  return sameShape(a, b, canUnify);
}

/** Whether values can be sorted and compared by `<`. */
export function isOrderable(type: Known): boolean {
  switch (type?.name) {
    case 'map':
    case 'json':
      return false;
    case 'array':
      return isOrderable(type.element);
    case 'row':
      return type.fields.every((field) => isOrderable(field.type));
    default:
      return true;
  }
}

export function isText(type: Known): boolean {
  return type?.name === 'varchar' || type?.name === 'char';
}

function isDay({ name }: SqlType): boolean {
  return name === 'date' || name === 'timestamp';
}

export function isInstant(type: Known): boolean {
  return type?.name === 'timestamp' && (type.zone || type.at !== undefined);
}

function sameShape(a: SqlType, b: SqlType, fits: (a: Known, b: Known) => boolean): boolean {
  if (a.name === 'array') return b.name === 'array' && fits(a.element, b.element);
  if (a.name === 'map') return b.name === 'map' && fits(a.key, b.key) && fits(a.value, b.value);
  if (a.name === 'row') {
    if (b.name !== 'row' || a.fields.length !== b.fields.length) return false;
    return a.fields.every(({ type }, index) => fits(type, b.fields[index]?.type));
  }
  return a.name === b.name;
}
