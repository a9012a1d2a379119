import { type Case, login, logins } from './cases.ts';

/**
 * How time goes on where shards are idle. All events are old, so a shard that went by the clock would make them late; no
 * case has an event behind the last one that it counts.
 */
const metrics = ['logins_per_minute', 'late_events_per_minute'];

export const timeCases: readonly Case[] = [
  {
    name: 'an old recording into a quiet, fresh stream is in time, to the end, though most shards never have anything',
    shards: 3,
    metrics,
    steps: [
      { do: 'start' },
      { do: 'wait for idle shards' },
      { shard: 1, put: [login('a', 0), login('b', 1.17)] },
      // One shard goes on, and there is nothing to wait for on the others.
      { rows: [logins('0-1', 1)] },
      { shard: 1, put: [login('c', 1.5), login('d', 1.98)] },
      // No shard goes on: time does, from the last event.
      { rows: [logins('0-1', 1), logins('1-2', 3)] },
      { shard: 0, put: [login('e', 2.6), login('f', 3.2)] },
      { rows: [logins('0-1', 1), logins('1-2', 3), logins('2-3', 1)] },
    ],
  },
  {
    name: 'a shard that is idle is not waited for; what it then has of closed minutes is late, the rest in time',
    shards: 2,
    metrics,
    steps: [
      { do: 'start' },
      { shard: 0, put: [login('a', 0.99)] },
      { shard: 1, put: [login('b', 0.5)] },
      { rows: [logins('0-1', 2)] },
      { shard: 0, put: [login('c', 1.5), login('d', 3.2)] },
      { rows: [logins('0-1', 2), logins('1-2', 1)] },
      { shard: 1, put: [login('late', 1.1), login('e', 3.1), login('f', 4.2)] },
      {
        rows: [
          logins('0-1', 2),
          logins('1-2', 1),
          '1-2 logins_per_minute late 1 - -',
          '1-2 late_events_per_minute late 1 - -',
          logins('3-4', 2),
        ],
      },
    ],
  },
  {
    name: 'a restart in a quiet time: the open minute is closed without a further event, and what is old goes on in time',
    shards: 2,
    metrics,
    steps: [
      { do: 'start' },
      { shard: 0, put: [login('a', 0), login('b', 1.17)] },
      { rows: [logins('0-1', 1)] },
      { shard: 0, put: [login('c', 1.9)] },
      { do: 'wait for idle shards' },
      { do: 'restart' },
      { rows: [logins('0-1', 1), logins('1-2', 2)] },
      { shard: 1, put: [login('late', 0.1), login('d', 4), login('e', 5.2)] },
      {
        rows: [
          logins('0-1', 1),
          '0-1 logins_per_minute late 1 - -',
          '0-1 late_events_per_minute late 1 - -',
          logins('1-2', 2),
          logins('4-5', 1),
        ],
      },
    ],
  },
];
