/**
 * What both engines must make of the same records, as data. Times are in minutes since the beginning of the case, which
 * lies in the past unless it says otherwise: `now` ends what is old on a shard.
 */

/** An event; what is left out is that of a login. */
export interface CaseEvent {
  /** Another event has another one; the same: a copy. */
  readonly id: string;
  readonly at: number;
  readonly type?: 'login' | 'iap_transaction' | 'no_such_type';
  readonly player?: string;
  readonly amount?: number;
  readonly currency?: string;
  /** Of an application that nobody registered. */
  readonly stranger?: boolean;
  /** Instead of an event: the record as it is. */
  readonly raw?: string;
}

export type Step =
  | { readonly put: readonly CaseEvent[]; readonly shard?: number }
  /** Until exactly these rows of the case's metrics are out, no matter in which order. */
  | { readonly rows: readonly string[] }
  /** 'wait for idle shards': until every shard has been empty for twice the idle timeout. */
  | { readonly do: 'start' | 'restart' | 'wait for idle shards' };

export interface Case {
  readonly name: string;
  readonly shards: number;
  /** It begins in the minute in which it runs: what is received now belongs to it. */
  readonly isNow?: boolean;
  readonly metrics: readonly string[];
  readonly steps: readonly Step[];
}

const odd = 'q" b\\ s/ t\t n\n c\u0001 d\u007f é € 🎮 \u2028 <&>';
export const login = (id: string, at: number, player = 'p'): CaseEvent => ({ id, at, player });
const purchase = (id: string, at: number, amount: number, currency = 'EUR'): CaseEvent => ({
  id,
  at,
  type: 'iap_transaction',
  amount,
  currency,
});
/** Is set aside, and so has the time at which it was received: every window of a case is over. */
const now: CaseEvent = { id: 'now', at: 0, type: 'no_such_type' };
export const logins = (window: string, count: number) => `${window} logins_per_minute ${count} - -`;

export const cases: readonly Case[] = [
  {
    name: 'a backlog on several shards: out of order, copies on one shard and across two, an empty minute',
    shards: 2,
    metrics: ['logins_per_minute', 'purchases_per_minute', 'concurrent_players'],
    steps: [
      { shard: 0, put: [login('a', 2.9, 'x'), login('b', 0, 'x'), login('b', 0, 'x'), login('c', 0.999, 'y'), now] },
      {
        shard: 1,
        put: [
          login('d', 0.5, 'y'),
          login('b', 0, 'x'),
          purchase('e', 2, 0.1),
          purchase('f', 2.5, 0.2),
          purchase('g', 2, 5, 'USD'),
          now,
        ],
      },
      { do: 'start' },
      {
        rows: [
          logins('0-1', 3),
          logins('2-3', 1),
          '2-3 purchases_per_minute {"currency":"EUR"} 2 - 0.3',
          '2-3 purchases_per_minute {"currency":"USD"} 1 - 5',
          '-4-1 concurrent_players - 2 -',
          '-3-2 concurrent_players - 2 -',
          '-2-3 concurrent_players - 2 -',
          '-1-4 concurrent_players - 2 -',
          '0-5 concurrent_players - 2 -',
          '1-6 concurrent_players - 1 -',
          '2-7 concurrent_players - 1 -',
        ],
      },
    ],
  },
  {
    name: 'what comes late corrects what can be corrected, once, and a restart forgets none of it',
    shards: 2,
    metrics: ['logins_per_minute', 'purchases_per_minute', 'late_events_per_minute'],
    steps: [
      { shard: 0, put: [login('a', 0), purchase('p', 0, 1), now] },
      { do: 'start' },
      { rows: [logins('0-1', 1), '0-1 purchases_per_minute {"currency":"EUR"} 1 - 1'] },
      { shard: 1, put: [login('late', 0.5), login('a', 0), purchase('q', 0, 2.25), purchase('q', 0, 2.25)] },
      {
        rows: [
          logins('0-1', 1),
          '0-1 logins_per_minute late 1 - -',
          '0-1 late_events_per_minute late 1 - -',
          '0-1 late_events_per_minute late 1 - -',
          '0-1 purchases_per_minute {"currency":"EUR"} 1 - 1',
          '0-1 purchases_per_minute {"currency":"EUR"} late 1 - 2.25',
        ],
      },
      { do: 'restart' },
      { shard: 0, put: [login('a', 0), login('late', 0.5), login('later', 0.25)] },
      {
        rows: [
          logins('0-1', 1),
          '0-1 logins_per_minute late 1 - -',
          '0-1 logins_per_minute late 1 - -',
          '0-1 late_events_per_minute late 1 - -',
          '0-1 late_events_per_minute late 1 - -',
          '0-1 late_events_per_minute late 1 - -',
          '0-1 purchases_per_minute {"currency":"EUR"} 1 - 1',
          '0-1 purchases_per_minute {"currency":"EUR"} late 1 - 2.25',
        ],
      },
    ],
  },
  {
    name: 'what the lake would not accept is counted by its reason, and a clock that is ahead closes nobody’s window',
    shards: 1,
    isNow: true,
    metrics: ['logins_per_minute', 'late_events_per_minute', 'quarantined_per_minute', 'failed_per_minute'],
    steps: [
      {
        put: [
          login('ahead', 50),
          login('a', 0),
          { id: 'b', at: 0, type: 'no_such_type' },
          { id: 'c', at: 0, stranger: true },
          { id: 'd', at: 0, raw: '{"event": {' },
          { id: 'd', at: 0, raw: '{"event": {' },
          { id: 'e', at: 0, raw: 'null' },
          login('f', 0.01),
        ],
      },
      { do: 'start' },
      {
        rows: [
          logins('0-1', 2),
          '0-1 quarantined_per_minute {"reason":"unknown_event_type"} 1 - -',
          '0-1 quarantined_per_minute {"reason":"unregistered_application"} 1 - -',
          '0-1 failed_per_minute {"reason":"not_json"} 1 - -',
          '0-1 failed_per_minute {"reason":"no_application_id"} 1 - -',
        ],
      },
    ],
  },
  {
    name: 'texts and numbers are written alike: escapes, other scripts, halves, exponents',
    shards: 1,
    metrics: ['purchases_per_minute'],
    steps: [
      {
        put: [
          purchase('a', 0, 0.00005, odd),
          purchase('b', 0, 1e-7, 'tiny'),
          purchase('c', 0, 12.5, '12.50'),
          purchase('d', 0, 1e3, ''),
          purchase('e', 0, 3, 'null'),
          now,
        ],
      },
      { do: 'start' },
      {
        rows: [
          `0-1 purchases_per_minute ${JSON.stringify({ currency: odd })} 1 - 0.0001`,
          '0-1 purchases_per_minute {"currency":"tiny"} 1 - 0',
          '0-1 purchases_per_minute {"currency":"12.50"} 1 - 12.5',
          '0-1 purchases_per_minute {"currency":""} 1 - 1000',
          '0-1 purchases_per_minute {"currency":"null"} 1 - 3',
        ],
      },
    ],
  },
];
