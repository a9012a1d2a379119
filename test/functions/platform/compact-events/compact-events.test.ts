import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Dependencies } from '../../../../functions/platform/compact-events/dependencies.ts';
import { firstOpenHour, hourAt } from '../../../../functions/platform/compact-events/hours.ts';
import { type CompactionLake, compactionLake } from './compaction-lake.ts';

let tested: CompactionLake;
beforeEach(async () => {
  tested = await compactionLake();
});
afterEach(() => tested.close());

const hourMilliseconds = 3_600_000;
const hoursAgo = (hours: number) => hourAt(tested.lake.now - hours * hourMilliseconds);
const daysAgo = (days: number) => hoursAgo(24 * days).slice(0, 10);
const counts = (compaction: { rewritten: readonly { eventDate: string; after: { rows: number } }[] }) =>
  Object.fromEntries(compaction.rewritten.map(({ eventDate, after }) => [eventDate, after.rows]));

describe('of the copies of an event', () => {
  it('the one that was received first is kept, by its time and its text when they came together', async () => {
    const [date, hour] = [daysAgo(1), hoursAgo(3)];
    const at = (time: string) => ({ receivedAt: `${date} ${time}` });
    await tested.deliver({
      ...{ date, hour, file: 'one' },
      events: [
        { id: 'a', data: 'second', ...at('12:00:02') },
        { id: 'b', data: 'x', ...at('12:00:00') },
        { id: 'c', data: 'z', ...at('12:00:00') },
        { id: 'd', data: 'only' },
      ],
    });
    await tested.deliver({
      ...{ date, hour: hoursAgo(2), file: 'two' },
      events: [
        { id: 'a', data: 'first', ...at('12:00:01') },
        { id: 'b', data: 'x', ...at('12:00:00') },
        { id: 'c', data: 'y', ...at('12:00:00') },
      ],
    });
    const { rewritten } = await tested.compact();
    expect(rewritten).toMatchObject([{ after: { rows: 4 } }]);
    expect(await tested.compacted()).toEqual(['a first', 'b x', 'c y', 'd only'].map((row) => `app ${date} ${row}`));
  });

  it('each application keeps its own', async () => {
    const date = daysAgo(0);
    const events = ['one', 'two'].map((application) => ({ id: 'same', application }));
    await tested.deliver({ date, hour: hoursAgo(0), events });
    await tested.compact();
    expect(await tested.compacted()).toEqual([`one ${date} same {}`, `two ${date} same {}`]);
  });

  it('one of those that are compacted counts as well, whichever came first', async () => {
    const date = daysAgo(1);
    const at = (time: string) => ({ receivedAt: `${date} ${time}` });
    await tested.deliver({
      ...{ date, hour: hoursAgo(3) },
      events: [
        { id: 'a', data: 'kept', ...at('10:00:00') },
        { id: 'b', data: 'goes', ...at('12:00:00') },
      ],
    });
    await tested.compact();
    await tested.deliver({
      ...{ date, hour: hoursAgo(2) },
      events: [
        { id: 'a', data: 'goes', ...at('11:00:00') },
        { id: 'b', data: 'kept', ...at('11:00:00') },
      ],
    });
    await tested.compact();
    expect(await tested.compacted()).toEqual([`app ${date} a kept`, `app ${date} b kept`]);
  });
});

describe('files', () => {
  it('are sorted by player and time, and lie below a folder of the run', async () => {
    const date = daysAgo(1);
    const event = (id: string, player: string | null, time: string) => ({ id, player, occurredAt: `${date} ${time}` });
    const rows = [event('a', 'q', '08:00:00'), event('b', null, '07:00:00'), event('c', 'p', '09:00:00')];
    await tested.deliver({ date, hour: hoursAgo(2), file: '1', events: rows });
    await tested.deliver({ date, hour: hoursAgo(2), file: '2', events: [event('d', 'p', '06:00:00')] });
    await tested.compact();
    const { rows: stored } = await tested.lake.query(`SELECT event_id FROM compacted WHERE event_date = '${date}'`);
    expect(stored.flat()).toEqual(['d', 'c', 'a', 'b']);
    const keys = await tested.keys('compacted/');
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatch(new RegExp(`^compacted/run1/0/application_id=app/event_date=${date}/[^/]+$`));
  });

  it('are written by a statement whose order Athena does not pass over', async () => {
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(2), events: [{ id: 'a' }] });
    const { queries } = tested.dependencies();
    const statements: string[] = [];
    await tested.compact({
      queries: {
        run: (sql) => {
          statements.push(sql);
          return queries.run(sql);
        },
      },
    });
    const written = statements.filter((sql) => sql.startsWith('CREATE TABLE'));
    expect(written).toEqual([
      expect.stringMatching(/ORDER BY application_id, event_date, player_id, occurred_at\nOFFSET 0$/),
    ]);
  });

  it('that were delivered are never touched', async () => {
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(2), events: [{ id: 'a' }] });
    const before = await tested.keys('events/');
    await tested.compact();
    expect(await tested.keys('events/')).toEqual(before);
  });

  it('that no partition shows any more go after a day, and no others', async () => {
    const date = daysAgo(1);
    await tested.deliver({ date, hour: hoursAgo(3), events: [{ id: 'a' }] });
    await tested.deliver({ date: daysAgo(2), hour: hoursAgo(3), events: [{ id: 'z' }] });
    await tested.compact();
    await tested.deliver({ date, hour: hoursAgo(2), events: [{ id: 'b' }] });
    await tested.compact();
    expect(await tested.keys('compacted/')).toHaveLength(3);
    const later = (hours: number) => ({ now: () => tested.lake.now + hours * hourMilliseconds });
    await tested.compact(later(23));
    expect(await tested.keys('compacted/')).toHaveLength(3);
    await tested.compact(later(25));
    const keys = await tested.keys('compacted/');
    expect(keys.map((key) => key.split('/').slice(1, 5).join('/'))).toEqual([
      `run1/0/application_id=app/event_date=${daysAgo(2)}`,
      `run2/0/application_id=app/event_date=${date}`,
    ]);
    expect(await tested.compacted()).toHaveLength(3);
  });
});

describe('a run', () => {
  it('rewrites nothing when nothing is new', async () => {
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(2), events: [{ id: 'a' }] });
    await tested.compact();
    const keys = await tested.keys('compacted/');
    expect(await tested.compact()).toEqual({ rewritten: [], finished: true });
    expect(await tested.keys('compacted/')).toEqual(keys);
  });

  it('rewrites only the day of a late event', async () => {
    for (const days of [1, 2, 3]) {
      await tested.deliver({ date: daysAgo(days), hour: hoursAgo(2), events: [{ id: `day ${days}` }] });
    }
    await tested.compact();
    await tested.deliver({ date: daysAgo(2), hour: hoursAgo(1), events: [{ id: 'late' }] });
    expect(counts(await tested.compact())).toEqual({ [daysAgo(2)]: 2 });
    expect(await tested.compacted()).toHaveLength(4);
  });

  it('sees a file that came into an hour which it has compacted, and does not count its neighbours as duplicates', async () => {
    const [date, hour] = [daysAgo(1), hoursAgo(2)];
    await tested.deliver({ date, hour, file: '1', events: [{ id: 'a' }, { id: 'b' }, { id: 'b' }] });
    const [first] = (await tested.compact()).rewritten;
    expect(first?.after).toMatchObject({ rows: 2, deliveredRows: { [hour]: 3 } });
    await tested.deliver({ date, hour, file: '2', events: [{ id: 'c' }] });
    const [second] = (await tested.compact()).rewritten;
    expect(second?.after).toMatchObject({ rows: 3, deliveredRows: { [hour]: 4 } });
  });

  it('keeps the rows of files that have expired, and takes their going for no change', async () => {
    const date = daysAgo(1);
    for (const file of ['1', '2']) await tested.deliver({ date, hour: hoursAgo(3), file, events: [{ id: file }] });
    await tested.compact();
    await tested.dependencies().files.remove((await tested.keys('events/')).slice(0, 1));
    expect((await tested.compact()).rewritten).toEqual([]);
    await tested.deliver({ date, hour: hoursAgo(2), events: [{ id: '3' }] });
    await tested.compact();
    expect(await tested.compacted()).toHaveLength(3);
  });

  it('leaves days alone that can wait, unless it is to take all', async () => {
    const date = daysAgo(0);
    const many = Array.from({ length: 400 }, () => ({ id: randomUUID(), data: `${randomUUID()}${randomUUID()}` }));
    await tested.deliver({ date, hour: hoursAgo(0), file: '1', events: many });
    expect(counts(await tested.compact({}, { all: false }))).toEqual({ [date]: 400 });
    await tested.deliver({ date, hour: hoursAgo(0), file: '2', events: [{ id: 'one more' }] });
    expect(counts(await tested.compact({}, { all: false }))).toEqual({});
    expect(counts(await tested.compact({}, { all: true }))).toEqual({ [date]: 401 });
  });

  it('ends in time, and the next one goes on', async () => {
    for (const days of [1, 2]) {
      await tested.deliver({ date: daysAgo(days), hour: hoursAgo(3), events: [{ id: `day ${days}` }] });
    }
    expect(await tested.compact({ remainingMilliseconds: () => 60_000 })).toEqual({ rewritten: [], finished: false });
    expect(await tested.range()).toBe(`${hoursAgo(3)},NOW+1HOURS`);
    expect(await tested.compact()).toMatchObject({ finished: true, rewritten: [{}, {}] });
  });

  it('says why a statement failed, and compacts the rest', async () => {
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(3), events: [{ id: 'a' }] });
    const { queries } = tested.dependencies();
    const failing: Dependencies['queries'] = {
      run: (sql) =>
        queries.run(sql.startsWith('CREATE TABLE') ? sql.replace('row_number()', 'no_such_function()') : sql),
    };
    await expect(tested.compact({ queries: failing })).rejects.toThrow('no_such_function');
    expect(await tested.compacted()).toEqual([]);
    await tested.compact();
    expect(await tested.compacted()).toHaveLength(1);
  });

  it('swaps nothing without the lease', async () => {
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(3), events: [{ id: 'a' }] });
    const lost = () => {
      throw new Error('The lease was lost');
    };
    await expect(tested.compact({ checkLease: lost })).rejects.toThrow('The lease was lost');
    expect(await tested.compacted()).toEqual([]);
  });
});

describe('the hours of uncompacted events', () => {
  it('begin at the first that is not closed', async () => {
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(5), events: [{ id: 'a' }] });
    await tested.deliver({ date: daysAgo(0), hour: hoursAgo(0), events: [{ id: 'b' }] });
    await tested.compact();
    expect(await tested.range()).toBe(`${firstOpenHour(tested.lake.now)},NOW+1HOURS`);
  });

  it('begin at the first that is not wholly compacted', async () => {
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(5), events: [{ id: 'a' }] });
    await tested.deliver({ date: daysAgo(2), hour: hoursAgo(7), events: [{ id: 'b' }] });
    await tested.compact({ remainingMilliseconds: () => 0 });
    expect(await tested.range()).toBe(`${hoursAgo(7)},NOW+1HOURS`);
  });

  it('go back to a file that came late', async () => {
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(5), events: [{ id: 'a' }] });
    await tested.compact();
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(6), events: [{ id: 'late' }] });
    await tested.compact({ remainingMilliseconds: () => 0 });
    expect(await tested.range()).toBe(`${hoursAgo(6)},NOW+1HOURS`);
    const { rows } = await tested.lake.query('SELECT count(*) FROM uncompacted');
    expect(rows).toEqual([['2']]);
    await tested.compact();
    expect(await tested.range()).toBe(`${firstOpenHour(tested.lake.now)},NOW+1HOURS`);
  });

  it('do not end while a run lasts: a file may have come into them that it did not list', async () => {
    const hour = hoursAgo(0);
    await tested.deliver({ date: daysAgo(0), hour, events: [{ id: 'a' }] });
    const { queries } = tested.dependencies();
    let passed = 0;
    await tested.compact({
      now: () => tested.lake.now + passed,
      queries: {
        run: async (sql) => {
          const rows = await queries.run(sql);
          if (!sql.startsWith('CREATE TABLE')) return rows;
          await tested.deliver({ date: daysAgo(0), hour, file: 'later', events: [{ id: 'b' }] });
          passed = 2 * hourMilliseconds;
          return rows;
        },
      },
    });
    expect((await tested.range()) <= hour).toBe(true);
  });

  it('are not set over a change that somebody else made in between', async () => {
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(5), events: [{ id: 'a' }] });
    const { catalog } = tested.dependencies();
    const slow: Dependencies['catalog'] = {
      ...catalog,
      setRange: async (range, current) => {
        await catalog.setRange('NOW-9DAYS,NOW+1HOURS', current);
        await catalog.setRange(range, current);
      },
    };
    await expect(tested.compact({ catalog: slow })).rejects.toThrow('concurrent');
    expect(await tested.range()).toBe('NOW-9DAYS,NOW+1HOURS');
  });
});

describe('copies of an event on different days', () => {
  const midnight = (days: number, time: string) => `${daysAgo(days)} ${time}`;

  it('leave the one that was received first', async () => {
    const corrected = { id: 'a', sentAs: midnight(9, '00:00:00') };
    const first = {
      ...corrected,
      data: 'first',
      occurredAt: midnight(2, '23:59:59'),
      receivedAt: midnight(1, '00:10:00'),
    };
    const second = {
      ...corrected,
      data: 'second',
      occurredAt: midnight(1, '00:00:01'),
      receivedAt: midnight(1, '00:20:00'),
    };
    await tested.deliver({ date: daysAgo(2), hour: hoursAgo(3), events: [first, { id: 'b' }] });
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(3), events: [second, { id: 'c' }] });
    await tested.compact();
    expect(await tested.compacted()).toEqual([
      `app ${daysAgo(2)} a first`,
      `app ${daysAgo(2)} b {}`,
      `app ${daysAgo(1)} c {}`,
    ]);
  });

  it.each([
    ['the compacted one stays', '00:10:00', '00:20:00', ['first']],
    ['the compacted one goes', '00:20:00', '00:10:00', ['second']],
  ])('also when one is compacted: %s', async (_, firstReceived, secondReceived, kept) => {
    const first = {
      id: 'a',
      data: 'first',
      occurredAt: midnight(2, '23:59:59'),
      receivedAt: midnight(1, firstReceived),
    };
    await tested.deliver({ date: daysAgo(2), hour: hoursAgo(4), events: [first] });
    await tested.compact();
    const second = {
      id: 'a',
      data: 'second',
      sentAs: midnight(9, '00:00:00'),
      receivedAt: midnight(1, secondReceived),
    };
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(3), events: [second, { id: 'c' }] });
    await tested.compact();
    const rows = (await tested.compacted()).filter((row) => row.includes(' a '));
    expect(rows.map((row) => row.split(' ').at(-1))).toEqual(kept);
    expect((await tested.compact()).rewritten).toEqual([]);
  });

  it('also when only the compacted one was corrected', async () => {
    const first = { id: 'a', data: 'first', sentAs: midnight(9, '00:00:00'), receivedAt: midnight(1, '00:10:00') };
    await tested.deliver({ date: daysAgo(2), hour: hoursAgo(4), events: [first] });
    await tested.compact();
    const second = { id: 'a', data: 'second', receivedAt: midnight(1, '00:20:00') };
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(3), events: [second, { id: 'c' }] });
    await tested.compact();
    expect(await tested.compacted()).toEqual([`app ${daysAgo(2)} a first`, `app ${daysAgo(1)} c {}`]);
  });

  it('are one row when the client stamps the time anew at each try, whatever type it sends', async () => {
    const copies = [
      { id: 'a', data: 'first', occurredAt: midnight(2, '23:59:59'), receivedAt: midnight(1, '00:10:00') },
      { id: 'a', data: 'second', occurredAt: midnight(1, '00:00:01'), receivedAt: midnight(1, '00:20:00') },
      { id: 'a', data: 'third', occurredAt: midnight(0, '00:00:01'), receivedAt: midnight(0, '00:00:02') },
    ];
    for (const [index, copy] of copies.entries()) {
      await tested.deliver({ date: daysAgo(2 - index), hour: hoursAgo(5 - index), events: [copy] });
      await tested.compact();
    }
    expect(await tested.compacted()).toEqual([`app ${daysAgo(2)} a first`]);
  });

  it('stay apart when they are of two applications', async () => {
    await tested.deliver({ date: daysAgo(2), hour: hoursAgo(5), events: [{ id: 'a', application: 'app' }] });
    await tested.deliver({ date: daysAgo(1), hour: hoursAgo(4), events: [{ id: 'a', application: 'other' }] });
    await tested.compact();
    expect(await tested.compacted()).toEqual([`app ${daysAgo(2)} a {}`, `other ${daysAgo(1)} a {}`]);
  });

  it('are not looked for where all rows are on one day', async () => {
    const run: string[] = [];
    await tested.deliver({ date: daysAgo(2), hour: hoursAgo(4), events: [{ id: 'a' }] });
    await tested.deliver({ date: daysAgo(2), hour: hoursAgo(3), events: [{ id: 'b' }] });
    const { queries } = tested.dependencies();
    const watched = {
      run: (sql: string) => {
        run.push(sql);
        return queries.run(sql);
      },
    };
    await tested.compact({ queries: watched });
    expect(run.filter((sql) => sql.includes('first_date'))).toEqual([]);
  });
});
