/** One field of a cron expression: where it stands and what it may hold. */
interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Words for values, the first for `least`. */
  readonly words?: readonly string[];
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** In the order of the expression. https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based */
export const cronFields: readonly Field[] = [
  { name: 'minutes', least: 0, most: 59 },
  { name: 'hours', least: 0, most: 23 },
  { name: 'day of month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, words: months },
  { name: 'day of week', least: 1, most: 7, words: weekdays },
  { name: 'year', least: 1970, most: 2199 },
];

/** The values that a field's text means; undefined for `?`, which asks nothing. Throws naming the field. */
export function fieldValues(text: string, field: Field): ReadonlySet<number> | undefined {
  if (text === '?') return undefined;
  const values = new Set<number>();
  for (const part of text.split(',')) for (const value of partValues(part, field)) values.add(value);
  return values;
}

function partValues(part: string, field: Field): number[] {
  const [span = '', step] = part.split('/');
  const by = step === undefined ? 1 : Number(step);
  if (!Number.isInteger(by) || by < 1) throw unsupported(part, field);
  const [low, high = step === undefined ? low : String(field.most)] =
    span === '*' ? [String(field.least), String(field.most)] : span.split('-');
  const [first, last] = [numberIn(low, field), numberIn(high, field)];
  if (first === undefined || last === undefined || first > last) throw unsupported(part, field);
  const values: number[] = [];
  for (let value = first; value <= last; value += by) values.push(value);
  return values;
}

function numberIn(text: string | undefined, { least, most, words }: Field): number | undefined {
  const place = words?.indexOf(text?.toUpperCase() ?? '') ?? -1;
  if (place >= 0) return least + place;
  const value = /^\d+$/.test(text ?? '') ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

function unsupported(part: string, { name }: Field): Error {
  return new Error(`${part} of the field ${name} is not supported here: there are numbers, names, * , - / and ?`);
}
