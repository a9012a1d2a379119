import { describe, expect, it, test } from 'vitest';
import { inGroups, inPartitions } from '../../../../functions/platform/compact-events/conditions.ts';
import { daysOf, isDue } from '../../../../functions/platform/compact-events/due-days.ts';
import { addFile, changedGroups, type Group, groupKey } from '../../../../functions/platform/compact-events/groups.ts';
import { closedAt, firstOpenHour, hourAt, startOf } from '../../../../functions/platform/compact-events/hours.ts';
import {
  duplicatesOf,
  fromParameters,
  noFacts,
  toParameters,
  withDelivered,
} from '../../../../functions/platform/compact-events/partition.ts';
import { copiesElsewhere, daysAround } from '../../../../functions/platform/compact-events/plan-rewrites.ts';
import { firstHourOf, withFirstHour } from '../../../../functions/platform/compact-events/projected-range.ts';
import { type Rewrite, slicesOf } from '../../../../functions/platform/compact-events/slices.ts';

const mebibyte = 2 ** 20;
const now = Date.UTC(2026, 10, 21, 13, 30);

function aGroup(changes: Partial<Group> = {}): Group {
  return { eventDate: '2026-11-20', deliveredHour: '2026-11-20-10', files: 2, bytes: 100, newestAt: 1000, ...changes };
}

describe('hours', () => {
  it('are named in UTC and close one hour after their end', () => {
    expect(hourAt(now)).toBe('2026-11-21-13');
    expect(startOf('2026-11-21-13')).toBe(Date.UTC(2026, 10, 21, 13));
    expect(closedAt('2026-11-21-13')).toBe(Date.UTC(2026, 10, 21, 15));
    expect(firstOpenHour(now)).toBe('2026-11-21-12');
  });
});

describe('files', () => {
  it('are counted by day and hour of delivery; others are no delivery', () => {
    const groups = new Map<string, Group>();
    const at = (key: string, bytes: number, modifiedAt: number) =>
      addFile(groups, { key: `events/accepted/${key}`, bytes, modifiedAt });
    at('event_date=2026-11-20/delivered_hour=2026-11-20-10/a.parquet', 60, 900);
    at('event_date=2026-11-20/delivered_hour=2026-11-20-10/b.parquet', 40, 1000);
    at('event_date=2026-11-20/delivered_hour=2026-11-20-10/empty', 0, 2000);
    at('event_date=2026-11-20/older.parquet', 1, 1);
    at('event_date=2026-11-20/delivered_hour=2026-11-20-10/deeper/c.parquet', 1, 1);
    expect([...groups]).toEqual([['2026-11-20/2026-11-20-10', aGroup()]]);
  });

  test.each([
    ['one more', { files: 3, bytes: 120 }, [20]],
    ['one more while another expired', { newestAt: 1001 }, [0]],
    ['a bigger one', { bytes: 150 }, [50]],
    ['the same', {}, []],
    ['one less: it has expired', { files: 1, bytes: 60 }, []],
  ])('%s', (_, changes, newBytes) => {
    const remembered = new Map([[groupKey(aGroup()), aGroup()]]);
    expect(changedGroups([aGroup(changes)], remembered).map((group) => group.newBytes)).toEqual(newBytes);
  });
});

describe('a day', () => {
  const changed = (newBytes: number, deliveredHour: string) => [{ ...aGroup({ deliveredHour }), newBytes }];

  test.each([
    ['is written at once when nothing of it is compacted', 1, '2026-11-21-13', 0, true],
    ['waits for its open hour with a few new bytes', 1, '2026-11-21-13', 100, false],
    ['does not wait with an eighth of new bytes', 13, '2026-11-21-13', 100, true],
    ['does not wait when its hour is closed', 1, '2026-11-21-11', 100, true],
    ['waits on when it is big', mebibyte, '2026-11-21-11', 100 * mebibyte, false],
    ['does not wait longer than a day', mebibyte, '2026-11-20-11', 100 * mebibyte, true],
    ['does not wait when it is big and an eighth is new', 13 * mebibyte, '2026-11-21-13', 100 * mebibyte, true],
  ])('%s', (_, newBytes, hour, compacted, due) => {
    const [day] = daysOf(changed(newBytes, hour));
    expect(day && isDue(day, compacted, now)).toBe(due);
  });
});

describe('statements', () => {
  const rewrite = (application: string, day: number, bytes: number, losesCopies = false): Rewrite => ({
    applicationId: application,
    eventDate: `2026-11-${String(day).padStart(2, '0')}`,
    bytes,
    losesCopies,
  });
  const shape = (rewrites: readonly Rewrite[]) =>
    slicesOf(rewrites).map(({ partitions, buckets }) => [partitions.length, buckets]);

  it('write at most 100 partitions, or files', () => {
    const many = Array.from({ length: 250 }, (_, index) => rewrite(`app ${index}`, 1, 1));
    expect(shape(many)).toEqual([
      [100, 1],
      [100, 1],
      [50, 1],
    ]);
  });

  it('write files of 128 to 512 MB', () => {
    expect(shape([rewrite('small', 1, mebibyte)])).toEqual([[1, 1]]);
    expect(shape([rewrite('medium', 1, 700 * mebibyte)])).toEqual([[1, 3]]);
    expect(shape([rewrite('big', 1, 1024 ** 4)])).toEqual([[1, 100]]);
  });

  it('read no more than their limit, however many bytes a day has', () => {
    const day = Array.from({ length: 40 }, (_, index) => rewrite(`app ${index}`, 1, 200 * mebibyte));
    expect(shape(day)).toEqual([
      [10, 1],
      [10, 1],
      [10, 1],
      [10, 1],
    ]);
  });

  it('take old days first, and those that lose copies by themselves', () => {
    const slices = slicesOf([rewrite('b', 2, 1), rewrite('a', 3, 1), rewrite('c', 1, 1, true)]);
    expect(slices.map(({ partitions }) => partitions.map(({ applicationId }) => applicationId))).toEqual([
      ['c'],
      ['b', 'a'],
    ]);
  });
});

describe('conditions', () => {
  it('name days and ranges of hours', () => {
    const hours = ['2026-11-20-23', '2026-11-21-00', '2026-11-21-01', '2026-11-21-05'];
    const groups = hours.map((deliveredHour) => aGroup({ deliveredHour }));
    expect(inGroups([...groups, aGroup({ eventDate: '2026-11-19' })])).toBe(
      "((event_date = '2026-11-20' AND (delivered_hour BETWEEN '2026-11-20-23' AND '2026-11-21-01' OR " +
        "delivered_hour = '2026-11-21-05')) OR (event_date = '2026-11-19' AND (delivered_hour = '2026-11-20-10')))",
    );
    expect(inGroups([])).toBe('false');
  });

  it('name applications with the same days together, and quote what they hold', () => {
    const partitions = ['b', 'a', "o'c"].map((applicationId) => ({ applicationId, eventDate: '2026-11-20' }));
    expect(inPartitions([...partitions, { applicationId: 'c', eventDate: '2026-11-19' }])).toBe(
      "((application_id IN ('a', 'b', 'o''c') AND event_date = '2026-11-20') OR " +
        "(application_id = 'c' AND event_date = '2026-11-19'))",
    );
    expect(inPartitions([])).toBe('false');
  });
});

describe('what is known of a partition', () => {
  it('goes into the catalog and comes back', () => {
    const facts = { rows: 5, bytes: 300, deliveredRows: { older: 2, '2026-11-20-10': 4 } };
    expect(fromParameters(toParameters(facts))).toEqual(facts);
    expect(fromParameters(undefined)).toEqual(noFacts);
    expect(() => fromParameters({ rows: 'many' })).toThrow('parameter rows is no count: many');
  });

  it('counts duplicates as what was delivered and is not kept', () => {
    expect(duplicatesOf({ ...noFacts, rows: 5, deliveredRows: { older: 2, '2026-11-20-10': 4 } })).toBe(1);
    expect(duplicatesOf({ ...noFacts, rows: 5, deliveredRows: {} })).toBe(0);
  });

  it('keeps the count of an hour whose files expire, and adds up hours of long ago', () => {
    const known = { older: 1, '2026-11-11-12': 10, '2026-11-12-13': 20, '2026-11-21-10': 30 };
    expect(withDelivered(known, { '2026-11-21-10': 25, '2026-11-21-11': 7 }, now)).toEqual({
      older: 11,
      '2026-11-12-13': 20,
      '2026-11-21-10': 30,
      '2026-11-21-11': 7,
    });
  });
});

describe('the projected hours', () => {
  test.each([
    ['2026-11-20-10,NOW+1HOURS', '2026-11-20-10'],
    ['NOW-2DAYS,NOW+1HOURS', '2026-11-19-13'],
    ['NOW-3HOURS,NOW', '2026-11-21-10'],
    ['NOW,NOW+1HOURS', undefined],
  ])('%s begin at %s', (range, first) => {
    expect(firstHourOf(range, now)).toBe(first);
  });

  it('keep their end', () => {
    expect(withFirstHour('NOW-2DAYS, NOW+1HOURS', '2026-11-20-10')).toBe('2026-11-20-10,NOW+1HOURS');
    expect(() => withFirstHour('NOW', '2026-11-20-10')).toThrow('is no range: NOW');
  });
});

describe('copies on other days', () => {
  const row = (eventDate: string) => ({ applicationId: 'app', eventDate, deliveredHour: '2026-11-21-10', rows: 10 });
  const stored = (eventDate: string, deliveredHour: string, applicationId = 'app') => ({
    ...{ applicationId, eventDate, location: '', facts: { ...noFacts, deliveredRows: { [deliveredHour]: 1 } } },
  });
  const days = (...input: Parameters<typeof copiesElsewhere>) =>
    copiesElsewhere(...input)?.compacted.map(({ eventDate }) => eventDate);

  it('can be where the window of their age reaches', () => {
    const groups = [aGroup(), aGroup({ eventDate: '2026-11-01' })];
    expect(daysAround(groups, 30)).toEqual({ first: '2026-10-02', last: '2026-12-20' });
  });

  it('are looked for nowhere when all rows of the application are on one day', () => {
    const partitions = [stored('2026-11-20', '2026-11-20-10'), stored('2026-11-18', '2026-11-20-10', 'other')];
    expect(copiesElsewhere([row('2026-11-20')], [aGroup()], partitions, now)).toBeUndefined();
    expect(copiesElsewhere([row('2026-11-20')], [aGroup()], [], now)).toBeUndefined();
  });

  it('are looked for on the days of new rows, and on those that got rows in the past nine days', () => {
    const recent = '2026-11-12-13';
    const partitions = [
      stored('2026-10-25', recent),
      stored('2026-11-11', '2026-11-12-12'),
      stored('2026-11-13', 'older'),
      stored('2026-11-19', recent),
      stored('2026-11-20', 'older'),
    ];
    expect(days([row('2026-11-20')], [aGroup()], partitions, now)).toEqual(['2026-10-25', '2026-11-19', '2026-11-20']);
    expect(days([row('2026-11-20'), row('2026-11-21')], [aGroup()], [], now)).toEqual([]);
  });
});
