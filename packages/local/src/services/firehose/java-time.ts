/** Dates as Java's DateTimeFormatter writes them: https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html */

type Part = (moment: Moment) => string;

/** One instant on the wall clock of a time zone. */
interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

/** Letters that a pattern may hold; others are refused, so that no name is silently wrong. */
const fields: Readonly<Record<string, (moment: Moment) => number>> = {
  y: ({ year }) => year,
  u: ({ year }) => year,
  M: ({ month }) => month,
  L: ({ month }) => month,
  d: ({ day }) => day,
  D: ({ year, month, day }) => (Date.UTC(year, month - 1, day) - Date.UTC(year, 0, 0)) / 86_400_000,
  H: ({ hour }) => hour,
  m: ({ minute }) => minute,
  s: ({ second }) => second,
};

/** Compiles a pattern; throws naming a letter that is not supported. */
export function compileTimePattern(pattern: string, timeZone: string): (time: number) => string {
  const parts: Part[] = [];
  for (const [token] of pattern.matchAll(/'(?:[^']|'')*'|'|([A-Za-z])\1*|[^A-Za-z']+/g))
    parts.push(compileToken(token, pattern));
  const zone = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (time) => {
    const moment = momentAt(time, zone);
    return parts.map((part) => part(moment)).join('');
  };
}

function compileToken(token: string, pattern: string): Part {
  if (token === "''") return () => "'";
  if (token === "'") throw new Error(`the time pattern ${pattern} has a quote that does not end`);
  if (token.startsWith("'")) {
    const text = token.slice(1, -1).replaceAll("''", "'");
    return () => text;
  }
  const letter = token.charAt(0);
  if (!/[A-Za-z]/.test(letter)) return () => token;
  if (letter === 'S') {
    if (token.length > 3) throw new Error(`the time pattern ${pattern} asks for more than milliseconds`);
    return ({ millisecond }) => String(millisecond).padStart(3, '0').slice(0, token.length);
  }
  const field = fields[letter];
  const isName = (letter === 'M' || letter === 'L') && token.length > 2;
  if (!field || isName) throw new Error(`the time pattern ${pattern} holds ${token}, which is not supported`);
  if ((letter === 'y' || letter === 'u') && token.length === 2) return (moment) => pad(field(moment) % 100, 2);
  return (moment) => pad(field(moment), token.length);
}

function momentAt(time: number, zone: Intl.DateTimeFormat): Moment {
  const parts = Object.fromEntries(zone.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const part = (name: string) => parts[name] ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
    millisecond: ((time % 1000) + 1000) % 1000,
  };
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
