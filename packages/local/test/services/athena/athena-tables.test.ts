import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AthenaLake, athenaLake, jsonTable, parquetTable, projected } from '../../../testing/athena-lake.ts';

let lake: AthenaLake;

beforeAll(async () => {
  lake = await athenaLake();
});

afterAll(() => lake.close());

const rowsOf = async (sql: string) => {
  const { rows, reason } = await lake.query(sql);
  expect(reason).toBeUndefined();
  return rows;
};

describe('a Parquet table with projected days', () => {
  const columns = { event_id: 'string', level: 'int', score: 'double', at: 'timestamp', added_later: 'string' };

  beforeAll(async () => {
    const days = projected({ event_date: { type: 'date', format: 'yyyy-MM-dd', range: '2026-01-20,NOW' } });
    await lake.table('events', { ...parquetTable('events/', columns), ...days });
    for (const day of [19, 25, 26, 27]) {
      const at = `TIMESTAMP '2026-01-${day} 10:00:00.123456'`;
      await lake.parquet(
        `events/event_date=2026-01-${day}/a.parquet`,
        `SELECT 'e${day}-' || i AS event_id, CAST(i AS INTEGER) AS level, i * 1.5::DOUBLE AS score, ${at} AS at FROM range(1000) t(i)`,
      );
    }
    await lake.parquet(
      'events/event_date=2026-01-27/b.parquet',
      `SELECT 'x' AS added_later, 'new' AS event_id, 7::BIGINT AS level`,
    );
    await lake.text('events/event_date=2026-01-27/_SUCCESS', 'not parquet');
    await lake.text('events/event_date=2026-01-27/.hidden/part', 'not parquet');
  });

  it('has the rows of projected days alone', async () => {
    expect(await rowsOf('SELECT event_date, count(*) FROM events GROUP BY 1 ORDER BY 1')).toEqual([
      ['2026-01-25', '1000'],
      ['2026-01-26', '1000'],
      ['2026-01-27', '1001'],
    ]);
  });

  it('finds columns by name; those that a file lacks are NULL', async () => {
    const sql = `SELECT event_id, level, score, at, added_later FROM events WHERE event_id IN ('new', 'e26-3') ORDER BY 1`;
    expect(await rowsOf(sql)).toEqual([
      ['e26-3', '3', '4.5', '2026-01-26 10:00:00.123', undefined],
      ['new', '7', undefined, undefined, 'x'],
    ]);
  });

  it.each([
    ["event_date = '2026-01-26'", 1],
    ["event_date >= '2026-01-26'", 2],
    ["event_date BETWEEN '2026-01-25' AND '2026-01-26'", 2],
    ["event_date IN ('2026-01-26', '2026-01-25') AND level >= 0", 2],
    ["event_date >= date_format(current_date - interval '1' day, '%Y-%m-%d')", 1],
    ["date(event_date) > date_add('day', -3, current_date)", 2],
    ["event_date = '2026-01-26' OR event_date = '2026-01-25'", 2],
    ["event_date = '2026-01-19'", 0],
    ['level >= 0', 3],
    ["event_date = '2026-01-26' OR level >= 0", 3],
  ])('reads only the partitions that %s can be in', async (condition, days) => {
    const { bytes: all } = await lake.query('SELECT sum(level) FROM events');
    const { bytes } = await lake.query(`SELECT sum(level) FROM events WHERE ${condition}`);
    expect(Math.round((bytes / all) * 3)).toBe(days);
  });

  it('counts the columns that are read', async () => {
    const bytesOf = async (sql: string) => (await lake.query(sql)).bytes;
    const [none, one, two, all] = await Promise.all([
      bytesOf('SELECT count(*) FROM events'),
      bytesOf('SELECT sum(level) FROM events'),
      bytesOf('SELECT sum(level) FROM (SELECT * FROM events) WHERE score > 3'),
      bytesOf('SELECT * FROM events'),
    ]);
    expect(none).toBe(0);
    expect(one).toBeGreaterThan(0);
    expect(two).toBeGreaterThan(one);
    expect(all).toBeGreaterThan(two);
  });

  it('prunes through views, subqueries, WITH, UNION ALL and windows over the key', async () => {
    await lake.view(
      'ranked',
      'SELECT event_id AS id, level, event_date AS d, row_number() OVER (PARTITION BY event_date ORDER BY level) AS place FROM events',
      ['id', 'level', 'd', 'place'],
    );
    const { bytes: day } = await lake.query("SELECT sum(level) FROM events WHERE event_date = '2026-01-26'");
    for (const from of [
      '(SELECT level, event_date FROM events)',
      '(SELECT level, event_date FROM events UNION ALL SELECT 1, event_date FROM events)',
      '(SELECT sum(level) AS level, event_date FROM events GROUP BY event_date)',
      '(SELECT level, d AS event_date FROM ranked WHERE place < 5)',
    ]) {
      const { bytes, reason } = await lake.query(
        `WITH w AS (SELECT * FROM ${from}) SELECT sum(level) FROM w WHERE event_date = '2026-01-26'`,
      );
      expect([from, reason, bytes]).toEqual([from, undefined, day]);
    }
    const outside = await lake.query(
      "SELECT count(level) FROM (SELECT level, event_date FROM events LIMIT 5) WHERE event_date = '2026-01-26'",
    );
    expect(outside.bytes).toBeGreaterThan(day);
    const ranked = await lake.query("SELECT max(place), min(id) FROM ranked WHERE d = '2026-01-26'");
    expect(ranked.rows).toEqual([['1000', 'e26-0']]);
  });

  it('keeps the rows of an outer join whose partner is filtered away', async () => {
    const sql = `SELECT count(*), count(e.event_id) FROM (VALUES 'new', 'absent') v(id) LEFT JOIN events e
      ON v.id = e.event_id AND e.event_date = '2026-01-27'`;
    expect(await rowsOf(sql)).toEqual([['2', '1']]);
    const without = `SELECT v.id FROM (VALUES 'e26-1', 'absent') v(id) LEFT JOIN events e ON v.id = e.event_id WHERE e.event_date IS NULL`;
    expect(await rowsOf(without)).toEqual([['absent']]);
  });

  it('tells the object of a row', async () => {
    const sql = `SELECT DISTINCT "$path" FROM events WHERE event_date = '2026-01-27' ORDER BY 1`;
    expect(await rowsOf(sql)).toEqual([
      ['s3://lake/events/event_date=2026-01-27/a.parquet'],
      ['s3://lake/events/event_date=2026-01-27/b.parquet'],
    ]);
    expect(await rowsOf(`SELECT count(*) FROM events WHERE "$path" LIKE '%b.parquet'`)).toEqual([['1']]);
  });

  it('fails on an object that is no Parquet, naming it', async () => {
    await lake.table('broken', parquetTable('broken/', { a: 'string' }));
    await lake.text('broken/x.parquet', 'this is no Parquet file at all');
    const { state, reason } = await lake.query('SELECT a FROM broken');
    expect([state, reason]).toEqual(['FAILED', expect.stringMatching(/^HIVE_BAD_DATA: .*x\.parquet/)]);
  });
});

describe('projections', () => {
  const columns = { n: 'int' };
  const put = (key: string, n: number) => lake.parquet(key, `SELECT ${n}::INTEGER AS n`);

  it('of enum and integer keys, in a location template', async () => {
    const keys = {
      kind: { type: 'enum', values: 'a,b' },
      shard: { type: 'integer', range: '1,3', digits: '2', hive: 'int' },
    };
    const template = { 'storage.location.template': 's3://lake/template/${kind}/s-${shard}/' };
    await lake.table('sharded', { ...parquetTable('template/', columns), ...projected(keys, template) });
    await put('template/a/s-01/x.parquet', 1);
    await put('template/b/s-03/x.parquet', 2);
    await put('template/c/s-03/x.parquet', 3);
    await put('template/b/s-04/x.parquet', 4);
    expect(await rowsOf('SELECT kind, shard, n FROM sharded ORDER BY n')).toEqual([
      ['a', '1', '1'],
      ['b', '3', '2'],
    ]);
    expect(await rowsOf("SELECT n FROM sharded WHERE kind = 'b' AND shard > 2")).toEqual([['2']]);
  });

  it('of hours and of months, with NOW', async () => {
    const hour = {
      type: 'date',
      format: 'yyyy/MM/dd/HH',
      range: 'NOW-3HOURS,NOW',
      interval: '1',
      'interval.unit': 'HOURS',
    };
    await lake.table('hourly', {
      ...parquetTable('hourly/', columns),
      ...projected({ hour }, { 'storage.location.template': 's3://lake/hourly/${hour}' }),
    });
    await put('hourly/2026/01/28/12/x.parquet', 12);
    await put('hourly/2026/01/28/09/x.parquet', 9);
    await put('hourly/2026/01/28/08/x.parquet', 8);
    expect(await rowsOf('SELECT hour, n FROM hourly ORDER BY 1')).toEqual([
      ['2026/01/28/09', '9'],
      ['2026/01/28/12', '12'],
    ]);
    await lake.table('monthly', {
      ...parquetTable('monthly/', columns),
      ...projected({ month: { type: 'date', format: 'yyyy-MM', range: '2025-11,NOW' } }),
    });
    await put('monthly/month=2026-01/x.parquet', 1);
    await put('monthly/month=2025-10/x.parquet', 2);
    expect(await rowsOf('SELECT month, n FROM monthly')).toEqual([['2026-01', '1']]);
  });

  it('of days as DATE', async () => {
    const day = { type: 'date', format: 'yyyy-MM-dd', range: 'NOW-5DAYS,NOW+1DAYS', hive: 'date' };
    await lake.table('dated', { ...parquetTable('dated/', columns), ...projected({ day }) });
    await put('dated/day=2026-01-29/x.parquet', 29);
    expect(await rowsOf("SELECT day, n FROM dated WHERE day > date '2026-01-28'")).toEqual([['2026-01-29', '29']]);
  });

  it('that are injected, by equality alone', async () => {
    await lake.table('injected', { ...parquetTable('injected/', columns), ...projected({ id: { type: 'injected' } }) });
    await put("injected/id=it's/x.parquet", 1);
    await put('injected/id=b/x.parquet', 2);
    expect(await rowsOf("SELECT id, n FROM injected WHERE id = 'it''s'")).toEqual([["it's", '1']]);
    expect(await rowsOf("SELECT sum(n) FROM injected WHERE id IN ('it''s', 'b')")).toEqual([['3']]);
    const { reason } = await lake.query("SELECT n FROM injected WHERE id > 'a'");
    expect(reason).toMatch(/^CONSTRAINT_VIOLATION: For the injected projected partition column id/);
  });

  it.each([
    [{ type: 'date', format: 'yyyy-MM-dd' }, /projection\.k\.range is missing/],
    [{ type: 'date', format: 'yyyy-MM-dd', range: 'soon,NOW' }, /projection\.k\.range soon,NOW is not valid/],
    [{ type: 'date', format: 'yyyy-ww', range: 'NOW,NOW' }, /date format not supported: yyyy-ww/],
    [{ type: 'date', format: 'yyyy-MM-dd-HH', range: 'NOW,NOW' }, /interval\.unit is missing/],
    [{ type: 'integer', range: 'a,b' }, /projection\.k\.range a,b is not valid/],
    [{ type: 'guess' }, /projection\.k\.type guess is not known/],
  ])('that make no sense fail by name: %j', async (properties, message) => {
    await lake.table('odd', { ...parquetTable('odd/', columns), ...projected({ k: properties }) });
    expect((await lake.query('SELECT n FROM odd')).reason).toMatch(message);
  });

  it('of many days and hours cost what there is of them', async () => {
    const day = { type: 'date', format: 'yyyy-MM-dd', range: '2024-04-20,NOW' };
    const hour = {
      type: 'date',
      format: 'yyyy-MM-dd-HH',
      range: '2026-01-26-13,NOW',
      interval: '1',
      'interval.unit': 'HOURS',
    };
    await lake.table('delivered', { ...parquetTable('delivered/', columns), ...projected({ day, hour }) });
    await put('delivered/day=2026-01-26/hour=2026-01-26-13/x.parquet', 1);
    await put('delivered/day=2025-06-01/hour=2026-01-28-12/x.parquet', 2);
    await put('delivered/day=2026-01-26/hour=2026-01-26-12/x.parquet', 3);
    await put('delivered/day=2024-04-19/hour=2026-01-28-12/x.parquet', 4);
    await put('delivered/day=2026-01-26/hour=2026-01-28-13/x.parquet', 5);
    await put('delivered/day=2026-01-26/loose.parquet', 6);
    expect(await rowsOf('SELECT day, hour, n FROM delivered ORDER BY n')).toEqual([
      ['2026-01-26', '2026-01-26-13', '1'],
      ['2025-06-01', '2026-01-28-12', '2'],
    ]);
    const wide = { ...hour, range: '2024-01-01-00,NOW' };
    await lake.table('delivered', { ...parquetTable('delivered/', columns), ...projected({ day, hour: wide }) });
    expect(await rowsOf('SELECT n FROM delivered ORDER BY n')).toEqual([['1'], ['2'], ['3']]);
    expect(await rowsOf("SELECT n FROM delivered WHERE day = '2026-01-26' AND hour > '2026-01-26-12'")).toEqual([
      ['1'],
    ]);
    expect(await rowsOf('SELECT n FROM delivered WHERE substr(hour, 1, 10) <> day')).toEqual([['2']]);
  });

  it('of many values in one folder name are still gone through, up to a bound', async () => {
    const n = { type: 'integer', range: '1,2000', hive: 'int' };
    const joined = { 'storage.location.template': 's3://lake/joined/${a}-${b}/' };
    await lake.table('joined', { ...parquetTable('joined/', columns), ...projected({ a: n, b: n }, joined) });
    expect((await lake.query('SELECT n FROM joined')).reason).toMatch(
      /projected partitions of joined are more than 1000000/,
    );
    await put('joined/7-1999/x.parquet', 1);
    expect(await rowsOf('SELECT a, b, n FROM joined WHERE a = 7')).toEqual([['7', '1999', '1']]);
  });

  it('are listed with the right to it, also where there is nothing', async () => {
    const day = { type: 'date', format: 'yyyy-MM-dd', range: '2020-01-01,NOW' };
    await lake.table('unlisted', { ...parquetTable('unlisted/', columns), ...projected({ day }) });
    const allow = (Action: string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
    const caller = lake.role('cannot-list', [
      allow(['athena:*', 'glue:*'], '*'),
      allow(['s3:PutObject'], 'arn:aws:s3:::lake/results/*'),
    ]);
    expect((await lake.query('SELECT n FROM unlisted', {}, caller)).reason).toMatch(/^Permission denied on S3 path/);
  });
});

describe('registered partitions', () => {
  const keys = [
    { Name: 'kind', Type: 'string' },
    { Name: 'shard', Type: 'int' },
  ];
  const register = (TableName: string, Values: string[], Location?: string) => {
    const { StorageDescriptor } = parquetTable('', { n: 'int' });
    const PartitionInput = { Values, StorageDescriptor: { ...StorageDescriptor, Location } };
    return lake.call('glue', 'CreatePartition', { DatabaseName: 'games', TableName, PartitionInput });
  };

  beforeAll(async () => {
    await lake.s3.createBucket({ name: 'elsewhere', lifecycle: [] });
    await lake.table('registered', { ...parquetTable('registered/', { n: 'int' }), PartitionKeys: keys });
    await lake.parquet('anywhere/at/all/x.parquet', 'SELECT 1::INTEGER AS n');
    await lake.parquet('registered/kind=b/shard=2/x.parquet', 'SELECT 2::INTEGER AS n');
    await lake.parquet('registered/kind=c/shard=3/x.parquet', 'SELECT 3::INTEGER AS n');
    await register('registered', ['a', '1'], 's3://lake/anywhere/at/all');
    await register('registered', ['b', '2'], 's3://lake/registered/kind=b/shard=2/');
    await register('registered', ['gone', '4'], 's3://elsewhere/there/is/nothing/');
    await register('registered', ['__HIVE_DEFAULT_PARTITION__', '5'], 's3://lake/anywhere/at/');
  });

  it('are all that a table has, wherever they lie', async () => {
    expect(await rowsOf('SELECT kind, shard, n FROM registered ORDER BY shard')).toEqual([
      ['a', '1', '1'],
      ['b', '2', '2'],
      [undefined, '5', '1'],
    ]);
  });

  it('are chosen before they are listed', async () => {
    const allow = (Action: string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
    const caller = lake.role('one-place', [
      allow(['athena:*', 'glue:*'], '*'),
      { ...allow(['s3:ListBucket'], 'arn:aws:s3:::lake'), Condition: { StringLike: { 's3:prefix': 'registered/*' } } },
      allow(['s3:GetObject'], 'arn:aws:s3:::lake/registered/*'),
      allow(['s3:PutObject', 's3:GetObject'], 'arn:aws:s3:::lake/results/*'),
    ]);
    const read = (condition: string) => lake.query(`SELECT sum(n) FROM registered WHERE ${condition}`, {}, caller);
    expect((await read("kind = 'b'")).rows).toEqual([['2']]);
    expect((await read("kind > 'a' AND shard < 3")).rows).toEqual([['2']]);
    expect((await read('shard <= 2')).reason).toMatch(/^Permission denied on S3 path: s3:\/\/lake/);
    expect((await read('kind IS NULL AND shard = 2')).rows).toEqual([[undefined]]);
  });

  it('need the right to see them', async () => {
    const allow = (Action: string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });
    const caller = lake.role('no-partitions', [allow(['athena:*', 'glue:GetTable', 's3:*'], '*')]);
    expect((await lake.query('SELECT n FROM registered', {}, caller)).reason).toMatch(
      /^Insufficient permissions to execute the query.*glue:GetPartitions/,
    );
  });

  it('without a place fail by name', async () => {
    await lake.table('placeless', { ...parquetTable('registered/', { n: 'int' }), PartitionKeys: keys });
    await register('placeless', ['x', '1']);
    expect((await lake.query('SELECT n FROM placeless')).reason).toBe(
      'HIVE_INVALID_METADATA: the partition x/1 of placeless has no location',
    );
  });

  it('are not there for a table whose projection is switched off, until they are registered', async () => {
    const off = projected({ k: { type: 'enum', values: 'a' } }, { 'projection.enabled': 'false' });
    await lake.table('unprojected', { ...parquetTable('monthly/', { n: 'int' }), ...off });
    expect(await rowsOf('SELECT count(*) FROM unprojected')).toEqual([['0']]);
    await register('unprojected', ['a'], 's3://lake/registered/');
    expect(await rowsOf('SELECT k, count(*) FROM unprojected GROUP BY k')).toEqual([['a', '2']]);
  });

  it('of which there are thousands are planned at once', async () => {
    await lake.table('many', { ...parquetTable('many/', { n: 'int' }), PartitionKeys: keys });
    const { StorageDescriptor } = parquetTable('many/', { n: 'int' });
    for (let start = 0; start < 5000; start += 100) {
      const PartitionInputList = Array.from({ length: 100 }, (_, index) => {
        const shard = String(start + index);
        const Location = `s3://lake/registered/kind=b/shard=${shard}/`;
        return { Values: ['x', shard], StorageDescriptor: { ...StorageDescriptor, Location } };
      });
      await lake.call('glue', 'BatchCreatePartition', { DatabaseName: 'games', TableName: 'many', PartitionInputList });
    }
    expect(await rowsOf('SELECT shard, n FROM many WHERE shard = 2')).toEqual([['2', '2']]);
    expect(await rowsOf('SELECT count(*) FROM many')).toEqual([['1']]);
  });
});

describe('a JSON table', () => {
  it('is read by names in any case, from gzip too, with nested values', async () => {
    const columns = {
      errorcode: 'string',
      attempts: 'int',
      detail: 'struct<codes:array<int>,name:string>',
      raw: 'string',
      at: 'timestamp',
    };
    await lake.table('failures', jsonTable('failures/', columns, { 'mapping.attempts': 'attemptsMade' }));
    const first = {
      errorCode: 'X',
      attemptsMade: 3,
      detail: { codes: [1, 2], name: 'n' },
      raw: { a: 1.5 },
      at: '2026-01-26 01:02:03.5',
    };
    await lake.text('failures/a', `${JSON.stringify(first)}\n${JSON.stringify({ errorcode: 'y' })}\n`);
    await lake.text('failures/b.gz', gzipSync('{"ERRORCODE":"z"}\n'));
    expect(await rowsOf('SELECT errorcode, attempts, detail.codes[2], raw, at FROM failures ORDER BY 1')).toEqual([
      ['X', '3', '2', '{"a":1.5}', '2026-01-26 01:02:03.500'],
      ['y', undefined, undefined, undefined, undefined],
      ['z', undefined, undefined, undefined, undefined],
    ]);
  });

  it('fails on a line that is no JSON, unless it is told to pass over it', async () => {
    await lake.text('lines/a', '{"a":"1"}\nnot json\n');
    await lake.table('strict', jsonTable('lines/', { a: 'string' }));
    expect((await lake.query('SELECT a FROM strict')).reason).toMatch(/^HIVE_BAD_DATA/);
    await lake.table('tolerant', jsonTable('lines/', { a: 'string' }, { 'ignore.malformed.json': 'true' }));
    expect(await rowsOf('SELECT count(a) FROM tolerant')).toEqual([['1']]);
  });

  it('without objects has no rows, with every type', async () => {
    const columns = {
      a: 'array<string>',
      m: 'map<string,bigint>',
      d: 'decimal(10,2)',
      b: 'boolean',
      x: 'binary',
      f: 'float',
    };
    await lake.table('empty', jsonTable('nothing/', columns));
    expect(await rowsOf('SELECT * FROM empty')).toEqual([]);
    expect((await lake.query('SELECT * FROM empty')).types).toEqual([
      'array',
      'map',
      'decimal',
      'boolean',
      'varbinary',
      'float',
    ]);
  });
});

describe('tables that cannot be read', () => {
  it.each([
    ['SELECT * FROM absent', "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.games.absent' does not exist"],
    ['SELECT * FROM other.events', "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.other.events' does not exist"],
    ['SELECT * FROM csv', 'HIVE_UNSUPPORTED_FORMAT: the SerDe org.apache.hadoop.hive.serde2.OpenCSVSerde'],
    ['SELECT * FROM bad_view', "View 'games.bad_view' is invalid: line 1:1: mismatched input 'SELEC'"],
    ['SELECT * FROM hive_view', "View 'hive_view' is not an Athena view"],
  ])('%s', async (sql, reason) => {
    const csv = parquetTable('csv/', { a: 'string' });
    const SerdeInfo = { SerializationLibrary: 'org.apache.hadoop.hive.serde2.OpenCSVSerde' };
    await lake.table('csv', { ...csv, StorageDescriptor: { ...csv.StorageDescriptor, SerdeInfo } });
    await lake.view('bad_view', 'SELEC 1', ['a']);
    await lake.table('hive_view', { TableType: 'VIRTUAL_VIEW', ViewOriginalText: 'SELECT 1' });
    expect((await lake.query(sql)).reason).toContain(reason);
  });
});
