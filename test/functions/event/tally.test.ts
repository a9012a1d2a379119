import { describe, expect, it } from 'vitest';
import { Tally } from '../../../functions/event/tally.ts';

const application = '11111111-2222-4333-8444-555555555555';
const now = Date.UTC(2026, 0, 26);

/** The lines without what all of them have in common. */
function counts(tally: Tally) {
  return tally.lines(now, 'transform').map((line) => {
    const { _aws, Function: _, ...count } = JSON.parse(line);
    return count;
  });
}

describe('counts of a batch', () => {
  it('are metrics by application, event type, outcome and reason, and totals by function', () => {
    const tally = new Tally();
    tally.addEvent('ok', application, 'login');
    tally.addEvent('ok', application, 'login');
    expect(tally.lines(now, 'transform').map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: now,
          CloudWatchMetrics: [
            {
              Namespace: 'GameAnalytics',
              Dimensions: [
                ['ApplicationId', 'EventType', 'Outcome', 'Reason'],
                ['Function', 'Outcome', 'Reason'],
                ['Function', 'Outcome'],
              ],
              Metrics: [{ Name: 'Events', Unit: 'Count' }],
            },
          ],
        },
        ApplicationId: application,
        EventType: 'login',
        Function: 'transform',
        Outcome: 'accepted',
        Reason: 'ok',
        Events: 2,
      },
    ]);
  });

  it('name every dimension that they are counted by', () => {
    const tally = new Tally();
    tally.addEvent('schema_mismatch', application, 'login');
    tally.addFailure('no_event');
    for (const line of tally.lines(now, 'transform')) {
      const members = JSON.parse(line);
      for (const name of members._aws.CloudWatchMetrics[0].Dimensions.flat()) expect(members[name]).toMatch(/./);
    }
  });

  it('tell apart what became of the events of a type', () => {
    const tally = new Tally();
    for (const reason of ['ok', 'ok', 'ok', 'schema_mismatch', 'schema_mismatch', 'timestamp_out_of_range'] as const) {
      tally.addEvent(reason, application, 'login');
    }
    expect(counts(tally).map(({ Outcome, Reason, Events }) => [Outcome, Reason, Events])).toEqual([
      ['accepted', 'ok', 3],
      ['quarantined', 'schema_mismatch', 2],
      ['quarantined', 'timestamp_out_of_range', 1],
    ]);
    expect(tally.byReason()).toEqual({ ok: 3, schema_mismatch: 2, timestamp_out_of_range: 1 });
  });

  it('give senders no way to make metrics', () => {
    const tally = new Tally();
    const types = ['dragon_tamed', 'log in', '__proto__', '', 7, null, undefined, { a: 1 }];
    for (const type of types) tally.addEvent('schema_mismatch', undefined, type);
    expect(counts(tally)).toEqual([
      {
        ApplicationId: 'unregistered',
        EventType: 'unknown',
        Outcome: 'quarantined',
        Reason: 'schema_mismatch',
        Events: types.length,
      },
    ]);
  });

  it('of records without an event belong to nobody', () => {
    const tally = new Tally();
    tally.addFailure('not_json');
    expect(counts(tally)).toEqual([{ Outcome: 'failed', Reason: 'not_json', Events: 1 }]);
  });

  it('are at most 100 lines: the smallest are summed', () => {
    const tally = new Tally();
    for (let index = 0; index < 200; index++) {
      for (let times = 0; times <= index; times++)
        tally.addEvent(times === 0 ? 'schema_mismatch' : 'ok', `app-${index}`, 'login');
    }
    const lines = counts(tally);
    expect(lines.length).toBeLessThanOrEqual(100);
    expect(lines[0]).toMatchObject({ ApplicationId: 'app-199', Events: 199 });
    expect(lines.filter(({ ApplicationId }) => ApplicationId === 'others').map(({ Reason }) => Reason)).toEqual([
      'ok',
      'schema_mismatch',
    ]);
    const sum = (reason: string) =>
      lines.filter(({ Reason }) => Reason === reason).reduce((total, { Events }) => total + Events, 0);
    expect([sum('ok'), sum('schema_mismatch')]).toEqual([(199 * 200) / 2, 200]);
  });
});
