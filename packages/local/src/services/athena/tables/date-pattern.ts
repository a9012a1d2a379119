/** Formatting and parsing of times, always UTC, by the letters of Java's DateTimeFormatter that projections use. */
export interface DatePattern {
  format(ms: number): string;
  /** Undefined when the text is not of this pattern. */
  parse(text: string): number | undefined;
  /** The smallest unit that the pattern shows. */
  readonly precision: DateUnit;
}

export type DateUnit = 'years' | 'months' | 'weeks' | 'days' | 'hours' | 'minutes' | 'seconds' | 'millis';

const fields = {
  yyyy: { unit: 'years', get: (date: Date) => date.getUTCFullYear() },
  MM: { unit: 'months', get: (date: Date) => date.getUTCMonth() + 1 },
  dd: { unit: 'days', get: (date: Date) => date.getUTCDate() },
  HH: { unit: 'hours', get: (date: Date) => date.getUTCHours() },
  mm: { unit: 'minutes', get: (date: Date) => date.getUTCMinutes() },
  ss: { unit: 'seconds', get: (date: Date) => date.getUTCSeconds() },
  SSS: { unit: 'millis', get: (date: Date) => date.getUTCMilliseconds() },
} as const;

type Field = keyof typeof fields;
const order: readonly Field[] = ['yyyy', 'MM', 'dd', 'HH', 'mm', 'ss', 'SSS'];

/** Throws for letters that it does not know. */
export function datePattern(pattern: string): DatePattern {
  const parts = pattern.match(/'[^']*'|([A-Za-z])\1*|[^A-Za-z']+/g) ?? [];
  const pieces = parts.map((part): { field: Field } | { text: string } => {
    if (part.startsWith("'")) return { text: part === "''" ? "'" : part.slice(1, -1) };
    const field = order.find((name) => name === part);
    if (field !== undefined) return { field };
    if (/^[A-Za-z]/.test(part)) throw new Error(`date format not supported: ${pattern} (${part})`);
    return { text: part };
  });
  const shown = order.filter((field) => pieces.some((piece) => 'field' in piece && piece.field === field));
  const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const expression = new RegExp(
    `^${pieces.map((piece) => ('text' in piece ? literally(piece.text) : `(?<${piece.field}>\\d{${piece.field.length}})`)).join('')}$`,
  );
  return {
    precision: fields[shown.at(-1) ?? 'yyyy'].unit,
    format: (ms) => {
      const date = new Date(ms);
      const digits = (field: Field) => String(fields[field].get(date)).padStart(field.length, '0');
      return pieces.map((piece) => ('text' in piece ? piece.text : digits(piece.field))).join('');
    },
    parse: (text) => {
      const groups = expression.exec(text)?.groups;
      if (groups === undefined) return undefined;
      const value = (field: Field, byDefault: number) => Number(groups[field] ?? byDefault);
      const [year, month, day] = [value('yyyy', 1970), value('MM', 1), value('dd', 1)];
      return Date.UTC(year, month - 1, day, value('HH', 0), value('mm', 0), value('ss', 0), value('SSS', 0));
    },
  };
}

/** A moment moved by so many units; months keep the day where the month has it. */
export function addUnits(ms: number, count: number, unit: DateUnit): number {
  const sizes = { weeks: 604_800_000, days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000, millis: 1 };
  if (unit !== 'years' && unit !== 'months') return ms + count * sizes[unit];
  const date = new Date(ms);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + (unit === 'years' ? 12 * count : count));
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}
