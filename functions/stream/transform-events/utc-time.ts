const millisecondsPerDay = 86_400_000;
const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const three = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, '0'));

const days = new Map<number, string>();
const mostDays = 1000;

/** `YYYY-MM-DD` in UTC. `milliseconds` since the epoch must lie between the years 0 and 9999. */
export function utcDate(milliseconds: number): string {
  const day = Math.floor(milliseconds / millisecondsPerDay);
  const known = days.get(day);
  if (known !== undefined) return known;
  if (days.size >= mostDays) days.clear();
  const date = new Date(day * millisecondsPerDay).toISOString().slice(0, 10);
  days.set(day, date);
  return date;
}

/** `YYYY-MM-DD HH:MM:SS.mmm` in UTC, as Hive reads a timestamp. `milliseconds` must be whole. */
export function utcTimestamp(milliseconds: number): string {
  const inDay = milliseconds - Math.floor(milliseconds / millisecondsPerDay) * millisecondsPerDay;
  const seconds = Math.floor(inDay / 1000);
  const minutes = Math.floor(seconds / 60);
  return (
    `${utcDate(milliseconds)} ${two[Math.floor(minutes / 60)]}:${two[minutes % 60]}:` +
    `${two[seconds % 60]}.${three[inDay % 1000]}`
  );
}
