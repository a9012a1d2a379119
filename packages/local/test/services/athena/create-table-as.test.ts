import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/service.ts';
import { type AthenaLake, athenaLake, parquetTable, settled } from '../../../testing/athena-lake.ts';

let directory: string;
let lake: AthenaLake;
const builders = { WorkGroup: 'builders' };

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ctas-'));
  lake = await athenaLake(directory);
  const open = { name: 'builders', enabled: true, enforced: false, engineVersion: 'AUTO' };
  lake.athena.createWorkGroup({ ...open, outputLocation: 's3://lake/built/' });
  const columns = {
    event_id: 'string',
    player: 'string',
    at: 'timestamp',
    score: 'double',
    app: 'string',
    day: 'string',
  };
  await lake.table('source', parquetTable('source/', columns));
  await lake.parquet(
    'source/a.parquet',
    `SELECT 'e' || i AS event_id, 'p' || (i * 7 % 13) AS player, TIMESTAMP '2026-01-26 10:00:00' + to_seconds(i * 37 % 1000) AS at,
       i * 1.5::DOUBLE AS score, 'app-' || (i % 2) AS app, '2026-01-' || (25 + i % 3) AS day FROM range(3000) t(i)`,
  );
});

afterAll(async () => {
  await lake.close();
  await rm(directory, { recursive: true });
});

const keysBelow = async (prefix: string) => {
  const input = { Bucket: 'lake', Prefix: prefix };
  const { Contents = [] }: { Contents?: { Key: string }[] } = await lake.call('s3', 'ListObjectsV2', input);
  return Contents.map(({ Key }) => Key);
};

const build = (sql: string, caller?: Principal) => lake.query(sql, builders, caller);

const built = async (sql: string) => {
  const answer = await build(sql);
  expect(answer.reason).toBeUndefined();
  return answer;
};

const rowsOf = async (sql: string) => {
  const { rows, reason } = await lake.query(sql);
  expect(reason).toBeUndefined();
  return rows;
};

const table = (name: string): Promise<{ Table: { StorageDescriptor: { Columns: { Type: string }[] } } }> =>
  lake.call('glue', 'GetTable', { DatabaseName: 'games', Name: name });

/** Rows of each object that stand behind one that is larger, in the order in which they are in the file. */
async function disorder(prefix: string, column: string): Promise<number> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  let wrong = 0;
  for (const key of await keysBelow(prefix)) {
    const file = `read_parquet('${join(directory, 's3', 'lake', key)}', file_row_number = true)`;
    const pairs = `SELECT ${column} AS v, lag(${column}) OVER (ORDER BY file_row_number) AS before FROM ${file}`;
    const [[count] = []] = await (await connection.run(`SELECT count(*) FROM (${pairs}) WHERE v < before`)).getRows();
    wrong += Number(count);
  }
  return wrong;
}

describe('CREATE TABLE AS', () => {
  it('writes one sorted file per bucket and partition, and registers the partitions', async () => {
    const { id, bytes } = await built(
      `CREATE TABLE "games"."compact" WITH (format = 'PARQUET', write_compression = 'SNAPPY', external_location = 's3://lake/compact/1/',
         partitioned_by = ARRAY['app', 'day'], bucketed_by = ARRAY['player'], bucket_count = 2)
       AS SELECT * FROM source ORDER BY app, day, player, at OFFSET 0`,
    );
    expect(bytes).toBeGreaterThan(0);
    const keys = await keysBelow('compact/1/');
    expect([keys.length, keys[0]]).toEqual([12, `compact/1/app=app-0/day=2026-01-25/000000_0_${id}`]);
    const groups = ['app-0', 'app-1'].flatMap((app) => [25, 26, 27].map((day) => [app, `2026-01-${day}`]));
    expect(await rowsOf('SELECT app, day, count(*) FROM compact GROUP BY 1, 2 ORDER BY 1, 2')).toEqual(
      groups.map((group) => [...group, '500']),
    );
    expect(
      await rowsOf(
        'SELECT count(*) FROM (SELECT player FROM compact GROUP BY player HAVING count(DISTINCT substr("$path", -40, 1)) > 1)',
      ),
    ).toEqual([['0']]);
    expect(await disorder('compact/1/', `rpad(player, 5, ' ') || CAST("at" AS VARCHAR)`)).toBe(0);
    expect(await table('compact')).toMatchObject({
      Table: {
        TableType: 'EXTERNAL_TABLE',
        PartitionKeys: [{ Name: 'app', Type: 'string' }, { Name: 'day' }],
        StorageDescriptor: { Location: 's3://lake/compact/1/', BucketColumns: ['player'], NumberOfBuckets: 2 },
      },
    });
    const { Partitions }: { Partitions: { StorageDescriptor: { Location: string } }[] } = await lake.call(
      'glue',
      'GetPartitions',
      { DatabaseName: 'games', TableName: 'compact', Expression: "app = 'app-1'" },
    );
    expect(Partitions.map(({ StorageDescriptor }) => StorageDescriptor.Location)[0]).toBe(
      's3://lake/compact/1/app=app-1/day=2026-01-25/',
    );
  });

  it('is DDL with a manifest of its files and a count of its rows, and has no results', async () => {
    const { id } = await built("CREATE TABLE counted AS SELECT event_id, score FROM source WHERE app = 'app-1'");
    const outputLocation = `s3://lake/built/tables/${id}`;
    expect(await settled(lake, id)).toMatchObject({
      ...{
        StatementType: 'DDL',
        SubstatementType: 'CREATE_TABLE_AS_SELECT',
        ResultConfiguration: { OutputLocation: outputLocation },
      },
      Statistics: { DataManifestLocation: `${outputLocation}-manifest.csv`, DataScannedInBytes: expect.any(Number) },
    });
    expect(await lake.call('athena', 'GetQueryResults', { QueryExecutionId: id })).toMatchObject({
      UpdateCount: 1500,
      ResultSet: { Rows: [], ResultSetMetadata: { ColumnInfo: [] } },
    });
    const manifest: { Body: { transformToString(): Promise<string> } } = await lake.call('s3', 'GetObject', {
      ...{ Bucket: 'lake', Key: `built/tables/${id}-manifest.csv` },
    });
    const files = (await keysBelow(`built/tables/${id}/`)).map((key) => `s3://lake/${key}\n`);
    expect([files.length, await manifest.Body.transformToString()]).toEqual([1, files.join('')]);
    expect(await rowsOf('SELECT count(*), max(score) FROM counted')).toEqual([['1500', '4498.5']]);
  });

  it('gives its objects ETags as of objects that were put in parts, each its own', async () => {
    await built(
      "CREATE TABLE tagged WITH (external_location = 's3://lake/tagged/', partitioned_by = ARRAY['app']) AS SELECT score, app FROM source",
    );
    const input = { Bucket: 'lake', Prefix: 'tagged/' };
    const { Contents }: { Contents: { Key: string; ETag: string }[] } = await lake.call('s3', 'ListObjectsV2', input);
    const tags = Contents.map(({ ETag }) => ETag);
    expect(tags).toEqual([expect.stringMatching(/^"[0-9a-f]{32}-1"$/), expect.stringMatching(/-1"$/)]);
    expect(new Set(tags).size).toBe(2);
    const head = await lake.call('s3', 'HeadObject', { Bucket: 'lake', Key: Contents[0]?.Key });
    expect(head).toMatchObject({ ETag: tags[0] });
  });

  it('keeps every type that a table can have', async () => {
    await built(`CREATE TABLE typed WITH (parquet_compression = 'ZSTD', compression_level = 3) AS SELECT
      CAST(1 AS bigint) AS b, 2 AS i, 1.50 AS dec, CAST('12.345' AS decimal(18,3)) AS money, 0.5e0 AS d, REAL '1.5' AS f, true AS yes,
      'text' AS t, CAST('cut' AS varchar(2)) AS c, timestamp '2026-01-26 01:02:03.456' AS at, date '2026-01-26' AS day,
      to_utf8('x') AS bin, ARRAY[1, 2] AS list, MAP(ARRAY['k'], ARRAY[1.5e0]) AS m, CAST(ROW(1, 'x') AS ROW(a int, b varchar)) AS r,
      CAST(NULL AS bigint) AS absent, count(*) AS n, sum(1) AS total FROM source`);
    const { Table } = await table('typed');
    const { Columns } = Table.StorageDescriptor;
    expect(Columns.map(({ Type }) => Type)).toEqual([
      ...[
        'bigint',
        'int',
        'decimal(3,2)',
        'decimal(18,3)',
        'double',
        'float',
        'boolean',
        'string',
        'varchar(2)',
        'timestamp',
      ],
      ...['date', 'binary', 'array<int>', 'map<string,double>', 'struct<a:int,b:string>', 'bigint', 'bigint', 'bigint'],
    ]);
    expect(await rowsOf('SELECT * FROM typed')).toEqual([
      [
        ...[
          '1',
          '2',
          '1.50',
          '12.345',
          '0.5',
          '1.5',
          'true',
          'text',
          'cu',
          '2026-01-26 01:02:03.456',
          '2026-01-26',
          '78',
        ],
        ...['[1, 2]', '{k=1.5}', '{a=1, b=x}', undefined, '3000', '3000'],
      ],
    ]);
  });

  it('writes NULL and characters that folders cannot hold as Hive does', async () => {
    await built(
      `CREATE TABLE odd WITH (external_location = 's3://lake/odd', partitioned_by = ARRAY['k']) AS
       SELECT n, k FROM (VALUES (1, 'a/b=c:d'), (2, NULL), (3, ''), (4, 'it''s 100%')) v(n, k)`,
    );
    const folders = (await keysBelow('odd/')).map((key) => key.split('/')[1]);
    expect(folders).toEqual(['k=__HIVE_DEFAULT_PARTITION__', 'k=a%2Fb%3Dc%3Ad', 'k=it%27s 100%25']);
    expect(await rowsOf('SELECT n, k FROM odd ORDER BY n')).toEqual([
      ['1', 'a/b=c:d'],
      ['2', undefined],
      ['3', undefined],
      ['4', "it's 100%"],
    ]);
  });

  it('sorts by what does not come out too', async () => {
    await built(
      `CREATE TABLE hidden_order WITH (external_location = 's3://lake/hidden/', partitioned_by = ARRAY['app']) AS
       SELECT score, app FROM source ORDER BY -score`,
    );
    expect(await disorder('hidden/', '-score')).toBe(0);
    await built(
      "CREATE TABLE top WITH (external_location = 's3://lake/top/') AS SELECT score FROM source ORDER BY 1 DESC LIMIT 10",
    );
    expect(await rowsOf('SELECT count(*), min(score) FROM top')).toEqual([['10', '4485.0']]);
    expect(await disorder('top/', '-score')).toBe(0);
  });

  it('takes rows that are drawn by chance as they came the one time', async () => {
    await built(
      `CREATE TABLE drawn WITH (external_location = 's3://lake/drawn/', partitioned_by = ARRAY['p']) AS
       SELECT score, CAST(floor(random() * 3) AS integer) AS p FROM source ORDER BY score`,
    );
    expect(await rowsOf('SELECT count(*), count(DISTINCT score), count(DISTINCT p) FROM drawn')).toEqual([
      ['3000', '3000', '3'],
    ]);
    expect(await disorder('drawn/', 'score')).toBe(0);
  });

  it('can make a table without rows, or none at all', async () => {
    await built(
      "CREATE TABLE shape WITH (external_location = 's3://lake/shape/', partitioned_by = ARRAY['app']) AS SELECT score, app FROM source WITH NO DATA",
    );
    expect(await keysBelow('shape/')).toEqual([]);
    expect(await rowsOf('SELECT count(*) FROM shape')).toEqual([['0']]);
    await built('CREATE TABLE nothing AS SELECT score FROM source WHERE score < 0 WITH DATA');
    expect(await rowsOf('SELECT count(*) FROM nothing')).toEqual([['0']]);
    const { id } = await built('CREATE TABLE IF NOT EXISTS nothing AS SELECT score FROM source');
    expect(await lake.call('athena', 'GetQueryResults', { QueryExecutionId: id })).toMatchObject({ UpdateCount: 0 });
  });

  it('writes 100 files and no more', async () => {
    const parts = (count: number, name: string) =>
      build(`CREATE TABLE ${name} WITH (external_location = 's3://lake/${name}/', partitioned_by = ARRAY['p']) AS
        SELECT x, x % ${count} AS p FROM UNNEST(sequence(1, 500)) t(x)`);
    expect((await parts(100, 'hundred')).reason).toBeUndefined();
    expect((await keysBelow('hundred/')).length).toBe(100);
    const { reason } = await parts(101, 'more');
    expect(reason).toBe('HIVE_TOO_MANY_OPEN_PARTITIONS: Exceeded limit of 100 open writers for partitions/buckets.');
    expect(await keysBelow('more/')).toEqual([]);
    await expect(table('more')).rejects.toMatchObject({ code: 'EntityNotFoundException' });
  });

  it.each([
    [
      "format = 'ORC'",
      "NOT_SUPPORTED: line 1:24: CREATE TABLE AS with format = 'ORC' is not supported by the local Athena",
    ],
    ["table_type = 'ICEBERG'", /table_type = 'ICEBERG' is not supported/],
    ["write_compression = 'LZ4'", /the compression LZ4 of Parquet is not supported/],
    [
      "write_compression = 'GZIP', parquet_compression = 'GZIP'",
      /Only one of write_compression and parquet_compression/,
    ],
    ['is_external = false', /is_external = false is not supported/],
    ['bucket_count = 2', /bucketed_by must be specified along with bucket_count/],
    ["bucketed_by = ARRAY['player']", /bucket_count must be specified along with bucketed_by/],
    ["bucketed_by = ARRAY['player'], bucket_count = 0", /bucket_count must be greater than zero/],
    [
      "bucketed_by = ARRAY['app'], bucket_count = 2, partitioned_by = ARRAY['app', 'day']",
      /Bucketing columns \[app\] not present/,
    ],
    ["partitioned_by = ARRAY['nope']", 'INVALID_TABLE_PROPERTY: Partition columns [nope] not present in schema'],
    ["partitioned_by = ARRAY['day', 'app']", /^HIVE_COLUMN_ORDER_MISMATCH: Partition keys must be the last columns/],
    [
      "partitioned_by = ARRAY['event_id', 'player', 'at', 'score', 'app', 'day']",
      /Table contains only partition columns/,
    ],
    ["partitioned_by = 'day'", /an array of strings is expected/],
    ['partitioned_by = ARRAY[1]', /an array of strings is expected/],
    ['format = 1', /a string is expected/],
    ["bucket_count = 'x'", /an integer is expected/],
    [
      "colour = 'red'",
      "INVALID_TABLE_PROPERTY: line 1:24: Catalog 'awsdatacatalog' table property 'colour' does not exist",
    ],
    ["format = 'PARQUET', format = 'PARQUET'", /Duplicate property: format/],
  ])('with %s fails', async (properties, expected) => {
    const { reason } = await build(`CREATE TABLE bad WITH (${properties}) AS SELECT * FROM source`);
    if (typeof expected === 'string') expect(reason).toBe(expected);
    else expect(reason).toMatch(expected);
  });

  it.each([
    ['SELECT 1', 'MISSING_COLUMN_NAME: Column name not specified at position 1'],
    ['SELECT 1 AS a, 2 AS "A"', "DUPLICATE_COLUMN_NAME: Column name 'A' specified more than once"],
    ['SELECT NULL AS a', 'COLUMN_TYPE_UNKNOWN: Column type is unknown: a'],
    ['SELECT now() AS a', 'NOT_SUPPORTED: Unsupported Hive type: timestamp(3) with time zone'],
    ["SELECT json_parse('1') AS a", 'NOT_SUPPORTED: Unsupported Hive type: json'],
    ['SELECT nope AS a FROM source', "COLUMN_NOT_FOUND: line 1:28: Column 'nope' cannot be resolved"],
  ])('of %s fails', async (query, expected) => {
    expect((await build(`CREATE TABLE bad AS ${query}`)).reason).toBe(expected);
  });

  it('fails where something is already, in S3 or in the catalog', async () => {
    const taken = await build("CREATE TABLE taken WITH (external_location = 's3://lake/source') AS SELECT 1 AS a");
    expect(taken.reason).toMatch(
      /^HIVE_PATH_ALREADY_EXISTS: Target directory for table 'games.taken' already exists: s3:\/\/lake\/source\//,
    );
    const again = await build('CREATE TABLE source AS SELECT 1 AS a');
    expect(again.reason).toBe(
      "TABLE_ALREADY_EXISTS: line 1:1: Destination table 'awsdatacatalog.games.source' already exists",
    );
    const nowhere = await build('CREATE TABLE absent.x AS SELECT 1 AS a');
    expect(nowhere.reason).toBe("SCHEMA_NOT_FOUND: line 1:1: Schema 'absent' does not exist");
    const value = await build("CREATE TABLE bad WITH (partitioned_by = ARRAY['p']) AS SELECT 1 AS a, 'ä' AS p");
    expect(value.reason).toMatch(/^HIVE_INVALID_PARTITION_VALUE: Hive partition keys can only contain printable ASCII/);
  });

  it('is refused a location of its own in a workgroup that enforces one', async () => {
    const sql = "CREATE TABLE x WITH (external_location = 's3://lake/own/') AS SELECT 1 AS a";
    await expect(lake.query(sql)).rejects.toThrow(
      /^The Create Table As Select query failed because it was submitted with an 'external_location' property to an Athena Workgroup that enforces/,
    );
    const { id, reason } = await lake.query('CREATE TABLE enforced AS SELECT 1 AS a');
    expect(reason).toBeUndefined();
    expect(await table('enforced')).toMatchObject({
      Table: { StorageDescriptor: { Location: `s3://lake/results/tables/${id}/` } },
    });
  });

  it('leaves nothing staged behind', async () => {
    expect(await readdir(join(directory, 'athena', 'results'))).toEqual([]);
  });
});

describe('the rights that CREATE TABLE AS needs', () => {
  const on = (...names: string[]) => names.map((name) => `arn:aws:glue:us-east-1:000000000000:${name}`);
  const allow = (Action: string | string[], Resource: string | string[]) => ({ Effect: 'Allow', Action, Resource });
  const athena = allow('athena:*', '*');
  const read = allow(['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'], '*');
  const listing = allow('s3:ListBucket', 'arn:aws:s3:::lake');
  const source = allow('s3:GetObject', 'arn:aws:s3:::lake/source/*');
  const results = allow(['s3:PutObject', 's3:GetObject'], 'arn:aws:s3:::lake/built/*');
  const target = allow('s3:PutObject', 'arn:aws:s3:::lake/allowed/*');
  const catalog = allow(
    ['glue:CreateTable', 'glue:DeleteTable', 'glue:BatchCreatePartition'],
    on('catalog', 'database/games', 'table/games/tmp_*'),
  );
  const all = [athena, read, listing, source, results, target, catalog];
  const sql = (name: string, folder: string) =>
    `CREATE TABLE ${name} WITH (external_location = 's3://lake/${folder}/', partitioned_by = ARRAY['app']) AS SELECT score, app FROM source`;

  it('are enough together', async () => {
    const { reason } = await build(sql('tmp_1', 'allowed/1'), lake.role('all', all));
    expect(reason).toBeUndefined();
  });

  it.each([
    ['the target', target, /Permission denied on S3 path: s3:\/\/lake\/allowed/],
    ['the source', source, /Permission denied on S3 path: s3:\/\/lake\/source/],
    ['the manifest', results, /ACCESS_DENIED: Access denied when writing output/],
    ['the catalog', catalog, /glue:CreateTable/],
  ] as const)('are missed one by one: %s', async (name, missing, reason) => {
    const role = lake.role(
      `no-${name.replace(' ', '-')}`,
      all.filter((statement) => statement !== missing),
    );
    const folder = `allowed/${name.replace(' ', '-')}`;
    expect((await build(sql('tmp_2', folder), role)).reason).toMatch(reason);
    await expect(table('tmp_2')).rejects.toMatchObject({ code: 'EntityNotFoundException' });
    // The files of a table that may not be made stay, as they do in Athena.
    expect((await keysBelow(folder)).length).toBe(name === 'the catalog' ? 2 : 0);
  });

  it('end all writing when one of several files may not be put', async () => {
    const one = { Effect: 'Deny', Action: 's3:PutObject', Resource: 'arn:aws:s3:::lake/allowed/4/app=app-0/*' };
    const files = `CREATE TABLE tmp_4 WITH (external_location = 's3://lake/allowed/4/', partitioned_by = ARRAY['app'],
      bucketed_by = ARRAY['player'], bucket_count = 6) AS SELECT player, app FROM source`;
    const { reason } = await build(files, lake.role('one-denied', [...all, one]));
    expect(reason).toMatch(/s3:PutObject/);
    await expect(table('tmp_4')).rejects.toMatchObject({ code: 'EntityNotFoundException' });
    expect(await keysBelow('allowed/4/')).toEqual([]);
    expect(await readdir(join(directory, 'athena', 'results'))).toEqual([]);
  });

  it('take the table back when its partitions may not be registered', async () => {
    const some = allow(['glue:CreateTable', 'glue:DeleteTable'], '*');
    const role = lake.role('no-partitions', [...all.filter((statement) => statement !== catalog), some]);
    expect((await build(sql('tmp_3', 'allowed/3'), role)).reason).toMatch(/glue:BatchCreatePartition/);
    await expect(table('tmp_3')).rejects.toMatchObject({ code: 'EntityNotFoundException' });
  });
});

describe('DROP TABLE', () => {
  it('takes the table and its partitions out of the catalog and leaves the objects', async () => {
    await built(
      "CREATE TABLE gone WITH (external_location = 's3://lake/gone/', partitioned_by = ARRAY['app']) AS SELECT score, app FROM source",
    );
    const { id } = await built('DROP TABLE games.gone');
    expect(await settled(lake, id)).toMatchObject({ StatementType: 'DDL', SubstatementType: 'DROP_TABLE' });
    await expect(table('gone')).rejects.toMatchObject({ code: 'EntityNotFoundException' });
    expect((await keysBelow('gone/')).length).toBe(2);
  });

  it('minds whether there is one', async () => {
    await built('DROP TABLE IF EXISTS gone');
    expect((await build('DROP TABLE gone')).reason).toBe(
      'FAILED: SemanticException [Error 10001]: Table not found games.gone',
    );
    await lake.view('looking', 'SELECT 1 AS a', ['a']);
    expect((await build('DROP TABLE looking')).reason).toMatch(/Cannot drop a view with DROP TABLE/);
  });
});
