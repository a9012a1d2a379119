import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AthenaLake, athenaLake, parquetTable, projected } from '../../../testing/athena-lake.ts';

let lake: AthenaLake;

const columns = { event_id: 'string', player: 'string', received: 'timestamp', data: 'string' };
const days = ['2026-01-24', '2026-01-25', '2026-01-26'];
const games = ['game-1', 'game-2'];

/** Rows that are rewritten now and then beside those that came since, each id once: the newer only where it is not older. */
const view = `
WITH fresh AS (
  SELECT event_id, player, received, data, game, day
  FROM (
    SELECT *, row_number() OVER (PARTITION BY day, game, event_id ORDER BY received, data) AS copy_number
    FROM delivered
  ) AS copies
  WHERE copy_number = 1
)
SELECT event_id, player, received, data, game, day FROM rewritten
UNION ALL
SELECT f.event_id, f.player, f.received, f.data, f.game, f.day
FROM fresh f
LEFT JOIN (
  SELECT r.day, r.game, r.event_id FROM rewritten r
  JOIN fresh n ON r.day = n.day AND r.game = n.game AND r.event_id = n.event_id
) stored ON f.day = stored.day AND f.game = stored.game AND f.event_id = stored.event_id
WHERE stored.event_id IS NULL`;

beforeAll(async () => {
  lake = await athenaLake();
  const keys = [
    { Name: 'game', Type: 'string' },
    { Name: 'day', Type: 'string' },
  ];
  await lake.table('rewritten', { ...parquetTable('rewritten/', columns), PartitionKeys: keys });
  const delivery = projected({
    day: { type: 'date', format: 'yyyy-MM-dd', range: '2025-01-01,NOW' },
    hour: {
      type: 'date',
      format: 'yyyy-MM-dd-HH',
      range: '2025-01-01-00,NOW',
      interval: '1',
      'interval.unit': 'HOURS',
    },
  });
  await lake.table('delivered', { ...parquetTable('delivered/', { ...columns, game: 'string' }), ...delivery });
  await lake.view('events', view, ['event_id', 'player', 'received', 'data', 'game', 'day']);
  for (const day of days) {
    const row = (n: string, at: string) =>
      `SELECT 'e' || ${n} AS event_id, 'p' || (${n} % 7) AS player, TIMESTAMP '${day} ${at}' AS received, repeat('x', 20) || ${n} AS data`;
    for (const game of games) {
      const folder = `elsewhere/run-1/game=${game}/day=${day}`;
      await lake.parquet(`${folder}/a`, `${row('i', '10:00:00')} FROM range(500) t(i)`);
      const StorageDescriptor = { ...parquetTable('', columns).StorageDescriptor, Location: `s3://lake/${folder}/` };
      const PartitionInput = { Values: [game, day], StorageDescriptor };
      await lake.call('glue', 'CreatePartition', { DatabaseName: 'games', TableName: 'rewritten', PartitionInput });
    }
    // 100 rows that are rewritten already, 50 new ones, each delivered twice.
    for (const copy of ['a', 'b']) {
      await lake.parquet(
        `delivered/day=${day}/hour=2026-01-27-05/${copy}`,
        `${row('i', '11:00:00')}, 'game-' || (1 + i % 2) AS game FROM range(400, 550) t(i)`,
      );
    }
  }
});

afterAll(() => lake.close());

const ask = async (sql: string) => {
  const answer = await lake.query(sql);
  expect(answer.reason).toBeUndefined();
  return answer;
};

describe('a view of rewritten and of newer rows', () => {
  it('has each id once', async () => {
    const { rows } = await ask(
      'SELECT game, day, count(*), count(DISTINCT event_id) FROM events GROUP BY 1, 2 ORDER BY 1, 2',
    );
    expect(rows).toEqual(games.flatMap((game) => days.map((day) => [game, day, '525', '525'])));
    const { rows: kept } = await ask(
      "SELECT count(*) FROM events WHERE received > timestamp '2026-01-24 10:30:00' AND day = '2026-01-24'",
    );
    expect(kept).toEqual([['50']]);
  });

  it.each([
    ["day = '2026-01-25'", 1 / 3],
    ["day BETWEEN '2026-01-25' AND '2026-01-26'", 2 / 3],
    ["day > '2026-01-25' AND data IS NOT NULL", 1 / 3],
    ["day IN ('2026-01-24', '2026-01-26')", 2 / 3],
    ["day = '2026-01-20'", 0],
  ])('reads no more of any table below than %s needs', async (condition, share) => {
    const { bytes: all } = await ask('SELECT max(data) FROM events');
    const { bytes } = await ask(`SELECT max(data) FROM events WHERE ${condition}`);
    expect(bytes / all).toBeCloseTo(share, 1);
  });

  it('reads the rewritten rows of one game alone, whose newer rows lie among those of others', async () => {
    const { bytes: all } = await ask('SELECT max(data) FROM events');
    const { bytes: one } = await ask("SELECT max(data) FROM events WHERE game = 'game-1'");
    const { bytes: rewritten } = await ask('SELECT max(data), max(event_id) FROM rewritten');
    expect(all - one).toBeGreaterThan(rewritten / 2 - 1);
    const { rows } = await ask("SELECT count(*) FROM events WHERE game = 'game-1'");
    expect(rows).toEqual([['1575']]);
  });
});

describe('what equal columns tell of each other', () => {
  const bytesOf = async (sql: string) => (await ask(sql)).bytes;
  const day = "'2026-01-25'";

  it.each([
    [`SELECT max(r.data) FROM rewritten r JOIN delivered d ON r.day = d.day WHERE d.day = ${day}`, 1],
    [`SELECT max(r.data) FROM rewritten r JOIN delivered d ON d.day = r.day AND r.day = ${day}`, 1],
    [`SELECT max(r.data) FROM rewritten r, delivered d WHERE r.day = d.day AND d.day = ${day}`, 1],
    [`SELECT max(r.data) FROM rewritten r JOIN delivered d USING (day) WHERE day = ${day}`, 1],
    [`SELECT max(r.data) FROM delivered d LEFT JOIN rewritten r ON r.day = d.day WHERE d.day = ${day}`, 1],
    [`SELECT max(r.data) FROM rewritten r RIGHT JOIN delivered d ON r.day = d.day WHERE d.day = ${day}`, 1],
    [
      `SELECT max(r.data) FROM delivered d JOIN delivered e ON d.day = e.day JOIN rewritten r ON r.day = e.day WHERE d.day = ${day}`,
      1,
    ],
    // The other way round it would take rows away that count.
    [
      `SELECT max(r.data) FROM rewritten r LEFT JOIN delivered d ON r.day = d.day WHERE d.day = ${day} OR d.day IS NULL`,
      3,
    ],
    [`SELECT max(r.data) FROM rewritten r FULL JOIN delivered d ON r.day = d.day WHERE d.day = ${day}`, 3],
    [`SELECT max(r.data) FROM rewritten r JOIN delivered d ON r.day > d.day WHERE d.day = ${day}`, 3],
    [
      `SELECT max(r.data) FROM rewritten r WHERE NOT EXISTS (SELECT 1 FROM delivered d WHERE d.day = r.day AND d.day = ${day})`,
      3,
    ],
    [`SELECT max(r.data) FROM rewritten r WHERE NOT EXISTS (SELECT 1 FROM delivered d WHERE r.day = ${day})`, 3],
  ])('%s', async (sql, expected) => {
    const one = await bytesOf(`SELECT max(data) FROM rewritten WHERE day = ${day}`);
    expect(Math.floor((await bytesOf(sql)) / one)).toBe(expected);
  });

  it('keeps the rows of an outer join without a partner', async () => {
    const sql = `SELECT count(*), count(r.day) FROM (SELECT DISTINCT day FROM delivered) d LEFT JOIN
      (SELECT DISTINCT day FROM rewritten WHERE day < '2026-01-25') r ON r.day = d.day WHERE d.day <= '2026-01-25'`;
    expect((await ask(sql)).rows).toEqual([['2', '1']]);
  });

  it('leaves alone what a query inside says of the rows around it', async () => {
    const sql = `SELECT count(*) FROM rewritten r WHERE NOT EXISTS (SELECT 1 FROM delivered d WHERE d.day = r.day AND d.day = ${day})`;
    expect((await ask(sql)).rows).toEqual([['2000']]);
  });
});
