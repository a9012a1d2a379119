import { randomUUID } from 'node:crypto';

export interface LoginsOptions {
  readonly count: number;
  /** Over so many minutes, */
  readonly minutes: number;
  /** the first of which began so many minutes ago. */
  readonly minutesAgo: number;
}

/** Logins spread evenly, in the order in which they happened; the first is at the beginning of a minute. */
export function logins({ count, minutes, minutesAgo }: LoginsOptions): object[] {
  const start = (Math.floor(Date.now() / 60_000) - minutesAgo) * 60;
  return Array.from({ length: count }, (_, index) => ({
    event_id: randomUUID(),
    event_type: 'login',
    event_name: 'login',
    event_timestamp: start + (index * minutes * 60) / count,
    player_id: `player-${index % 500}`,
  }));
}
