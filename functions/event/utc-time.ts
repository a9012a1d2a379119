const millisecondsPerMinute = 60_000;
const minutesPerDay = 1440;
export const millisecondsPerDay = minutesPerDay * millisecondsPerMinute;
const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const three = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'));

const days = new Map<number, string>();
const maxDays = 1000;

/** `YYYY-MM-DD` in UTC. `milliseconds` since the epoch must lie between the years 0 and 9999. */
export function utcDate(milliseconds: number): string {
  const day = Math.floor(milliseconds / millisecondsPerDay);
  const known = days.get(day);
  if (known !== undefined) return known;
  if (days.size >= maxDays) days.clear();
  const date = new Date(day * millisecondsPerDay).toISOString().slice(0, 10);
  days.set(day, date);
  return date;
}

let minute = { number: Number.NaN, text: '' };

/** `YYYY-MM-DD HH:MM:SS.mmm` in UTC, as Hive reads a timestamp. `milliseconds` must be whole. */
export function utcTimestamp(milliseconds: number): string {
  const number = Math.floor(milliseconds / millisecondsPerMinute);
  if (number !== minute.number) minute = { number, text: utcMinute(number) };
  const inMinute = milliseconds - number * millisecondsPerMinute;
  return `${minute.text}${two[Math.floor(inMinute / 1000)]}.${three[inMinute % 1000]}`;
}

function utcMinute(number: number): string {
  const inDay = number - Math.floor(number / minutesPerDay) * minutesPerDay;
  return `${utcDate(number * millisecondsPerMinute)} ${two[Math.floor(inDay / 60)]}:${two[inDay % 60]}:`;
}

/** `YYYY-MM-DD-HH` in UTC. */
export function utcHour(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 13).replace('T', '-');
}

/**
 * A number of seconds as JSON. Whole milliseconds, which most clients send, are written by hand: to find the shortest
 * text of any other number takes four times as long.
 */
export function secondsText(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  if (milliseconds / 1000 !== seconds || milliseconds < 0) return String(seconds);
  const whole = Math.floor(seconds);
  return `${whole}.${three[milliseconds - whole * 1000]}`;
}
