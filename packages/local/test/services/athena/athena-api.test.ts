import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/service.ts';
import { type AthenaLake, athenaLake, parquetTable, settled } from '../../../testing/athena-lake.ts';

let lake: AthenaLake;
const arn = 'arn:aws:glue:us-east-1:000000000000';
const workGroup = 'arn:aws:athena:us-east-1:000000000000:workgroup/analysts';

beforeAll(async () => {
  lake = await athenaLake();
  await lake.table('scores', parquetTable('scores/', { player: 'string', score: 'bigint' }));
  await lake.parquet('scores/a.parquet', "SELECT 'p' || i AS player, i AS score FROM range(2500) t(i)");
});

afterAll(() => lake.close());

const start = (input: object, caller?: Principal): Promise<{ QueryExecutionId: string }> =>
  lake.call('athena', 'StartQueryExecution', { WorkGroup: 'analysts', ...input }, caller);

describe('a query execution', () => {
  it('tells its state, statistics and results', async () => {
    const { QueryExecutionId } = await start({ QueryString: 'SELECT 1 AS "One", NULL, \'say "hi"\nthere\' AS t' });
    const done = await settled(lake, QueryExecutionId);
    expect(done).toMatchObject({
      QueryExecutionId,
      StatementType: 'DML',
      WorkGroup: 'analysts',
      Status: { State: 'SUCCEEDED' },
      ResultConfiguration: { OutputLocation: `s3://lake/results/${QueryExecutionId}.csv` },
      Statistics: { DataScannedInBytes: 0, EngineExecutionTimeInMillis: expect.any(Number) },
    });
    const { ResultSet } = (await lake.call('athena', 'GetQueryResults', { QueryExecutionId })) as never;
    expect(ResultSet).toMatchObject({
      Rows: [
        { Data: [{ VarCharValue: 'One' }, { VarCharValue: '_col1' }, { VarCharValue: 't' }] },
        { Data: [{ VarCharValue: '1' }, {}, { VarCharValue: 'say "hi"\nthere' }] },
      ],
      ResultSetMetadata: { ColumnInfo: [{ Name: 'One', Type: 'integer' }, { Type: 'unknown' }, { Type: 'varchar' }] },
    });
    const object: { Body: { transformToString(): Promise<string> } } = await lake.call('s3', 'GetObject', {
      Bucket: 'lake',
      Key: `results/${QueryExecutionId}.csv`,
    });
    expect(await object.Body.transformToString()).toBe('"One","_col1","t"\n"1",,"say ""hi""\nthere"\n');
  });

  it('gives its rows in pages', async () => {
    const { rows } = await lake.query('SELECT player, score FROM scores ORDER BY score');
    expect([rows.length, rows[0], rows[2499]]).toEqual([2500, ['p0', '0'], ['p2499', '2499']]);
    const { QueryExecutionId } = await start({ QueryString: 'SELECT 1' });
    await settled(lake, QueryExecutionId);
    const page: { NextToken?: string } = await lake.call('athena', 'GetQueryResults', {
      QueryExecutionId,
      MaxResults: 2,
    });
    expect(page.NextToken).toBeUndefined();
    for (const wrong of [{ MaxResults: 1001 }, { NextToken: 'x' }]) {
      const call = lake.call('athena', 'GetQueryResults', { QueryExecutionId, ...wrong });
      await expect(call).rejects.toMatchObject({ code: 'InvalidRequestException' });
    }
  });

  it('is one and the same for one token', async () => {
    const input = { QueryString: 'SELECT 5', ClientRequestToken: 'token-of-32-characters-or-more-00' };
    const [first, second] = [await start(input), await start(input)];
    expect(second).toEqual(first);
    await expect(start({ ...input, QueryString: 'SELECT 6' })).rejects.toMatchObject({
      message: 'Idempotent parameters do not match',
    });
  });

  it('takes parameters', async () => {
    const more = { ExecutionParameters: ["'p7'", '7', "date '2026-01-01'"] };
    const sql = 'SELECT player, CAST(? AS date) FROM scores WHERE player = ? AND score = ?';
    const reordered = { ExecutionParameters: ["'2026-01-01'", "'p7'", '7'] };
    expect((await lake.query(sql, reordered)).rows).toEqual([['p7', '2026-01-01']]);
    expect((await lake.query('SELECT count(*) FROM scores WHERE player = ? AND score = ?', more)).rows).toEqual([
      ['1'],
    ]);
    await expect(lake.query('SELECT ?', { ExecutionParameters: ['1; DROP'] })).rejects.toMatchObject({
      code: 'InvalidRequestException',
    });
  });

  it('is listed and read in batches', async () => {
    const { id } = await lake.query('SELECT 1');
    const listed: { QueryExecutionIds: string[] } = await lake.call('athena', 'ListQueryExecutions', {
      WorkGroup: 'analysts',
    });
    expect(listed.QueryExecutionIds[0]).toBe(id);
    const batch = await lake.call('athena', 'BatchGetQueryExecution', { QueryExecutionIds: [id, 'absent'] });
    expect(batch).toMatchObject({
      QueryExecutions: [{ QueryExecutionId: id }],
      UnprocessedQueryExecutionIds: [{ QueryExecutionId: 'absent' }],
    });
    await expect(lake.call('athena', 'GetQueryExecution', { QueryExecutionId: 'absent' })).rejects.toMatchObject({
      code: 'InvalidRequestException',
    });
  });

  it('can be stopped while it runs', async () => {
    const endless = 'SELECT sum(a.score * b.score * c.score % 7) FROM scores a, scores b, scores c';
    const { QueryExecutionId } = await start({ QueryString: endless, QueryExecutionContext: { Database: 'games' } });
    const results = lake.call('athena', 'GetQueryResults', { QueryExecutionId });
    await expect(results).rejects.toThrow(/Query has not yet finished. Current state: (QUEUED|RUNNING)/);
    await lake.call('athena', 'StopQueryExecution', { QueryExecutionId });
    const { Status } = await settled(lake, QueryExecutionId);
    expect(Status).toMatchObject({ State: 'CANCELLED', StateChangeReason: 'Query cancelled by user' });
    await lake.call('athena', 'StopQueryExecution', { QueryExecutionId });
    await expect(lake.call('athena', 'GetQueryResults', { QueryExecutionId })).rejects.toThrow(/CANCELLED/);
  });

  it('is cancelled when it would read more than the workgroup allows', async () => {
    lake.athena.createWorkGroup({
      ...{ name: 'limited', enabled: true, enforced: true, engineVersion: 'AUTO' },
      ...{ outputLocation: 's3://lake/results', bytesScannedCutoff: 100 },
    });
    const limited = { WorkGroup: 'limited' };
    const { state, reason, bytes } = await lake.query('SELECT sum(score) FROM scores', limited);
    expect([state, reason, bytes > 100]).toEqual(['CANCELLED', 'Bytes scanned limit was exceeded', true]);
    expect((await lake.query('SELECT count(*) FROM scores', limited)).state).toBe('SUCCEEDED');
  });

  it.each([
    ['SELECT 1 / 0', 'DIVISION_BY_ZERO: Division by zero'],
    ["SELECT cast('x' AS bigint)", "INVALID_CAST_ARGUMENT: Cannot cast 'x' to bigint"],
    ['SELECT nope FROM scores', "COLUMN_NOT_FOUND: line 1:8: Column 'nope' cannot be resolved"],
    ['SELECT nope(1)', "FUNCTION_NOT_FOUND: line 1:8: Function 'nope' not registered"],
    [
      'SELECT player, count(*) FROM scores',
      "EXPRESSION_NOT_AGGREGATE: line 1:8: 'player' must be an aggregate expression or appear in GROUP BY clause",
    ],
    ['SELECT 9223372036854775807 + 1', /^NUMERIC_VALUE_OUT_OF_RANGE/],
  ])('fails with a reason: %s', async (sql, expected) => {
    const { state, reason } = await lake.query(sql);
    expect(state).toBe('FAILED');
    if (typeof expected === 'string') expect(reason).toBe(expected);
    else expect(reason).toMatch(expected);
  });
});

describe('a request is refused at once', () => {
  it.each([
    ['SELEC 1', {}, /^line 1:1: mismatched input 'SELEC'/],
    ['DROP DATABASE games', {}, /DROP DATABASE statements are not supported/],
    [' ', {}, /must not be empty/],
    [`SELECT '${'x'.repeat(262_144)}'`, {}, /longer than 262144 bytes/],
    ['SELECT 1', { WorkGroup: 'absent' }, /WorkGroup absent is not found/],
    ['SELECT 1', { WorkGroup: 'primary' }, /No output location provided/],
    ['SELECT 1', { WorkGroup: 'primary', ResultConfiguration: { OutputLocation: 'file:///x' } }, /not a valid S3 path/],
    ['SELECT 1', { WorkGroup: 'closed' }, /WorkGroup closed is disabled/],
    ['SELECT 1', { QueryExecutionContext: { Catalog: 'other' } }, /Catalog other does not exist/],
    ['EXECUTE absent', {}, /PreparedStatement absent was not found/],
  ])('%.20s %j', async (QueryString, more, message) => {
    lake.athena.createWorkGroup({ name: 'closed', enabled: false, enforced: true, engineVersion: 'AUTO' });
    await expect(start({ QueryString, ...more })).rejects.toMatchObject({ code: 'InvalidRequestException', message });
  });
});

describe('what a caller may not do', () => {
  const statements = {
    athena: { Effect: 'Allow', Action: ['athena:*'], Resource: workGroup },
    glue: {
      Effect: 'Allow',
      Action: ['glue:GetTable', 'glue:GetDatabase'],
      Resource: [`${arn}:catalog`, `${arn}:database/games`, `${arn}:table/games/*`],
    },
    read: { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::lake/scores/*' },
    list: { Effect: 'Allow', Action: ['s3:ListBucket'], Resource: 'arn:aws:s3:::lake' },
    write: { Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: 'arn:aws:s3:::lake/results/*' },
  };
  const without = (name?: keyof typeof statements) => {
    const rest = Object.entries(statements).filter(([key]) => key !== name);
    return lake.role(
      `without-${name ?? 'nothing'}`,
      rest.map(([, statement]) => statement),
    );
  };
  const sql = 'SELECT count(player) FROM scores';

  it('with all rights the query succeeds', async () => {
    expect((await lake.query(sql, {}, without())).rows).toEqual([['2500']]);
  });

  it.each([
    ['glue', /Insufficient permissions to execute the query.*glue:GetTable/],
    ['read', /Permission denied on S3 path: s3:\/\/lake\/scores\/a\.parquet .*s3:GetObject/],
    ['list', /Permission denied on S3 path: s3:\/\/lake .*s3:ListBucket/],
    ['write', /Access denied when writing output to url: s3:\/\/lake\/results\//],
  ] as const)('without %s it fails, saying what is missing', async (name, reason) => {
    const { state, reason: given } = await lake.query(sql, {}, without(name));
    expect([state, given]).toEqual(['FAILED', expect.stringMatching(reason)]);
  });

  it('without the workgroup it cannot be started', async () => {
    await expect(start({ QueryString: sql }, without('athena'))).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
  });
});

describe('the catalog through Athena', () => {
  it.each([
    ['SHOW DATABASES', [['games']]],
    ["SHOW TABLES IN games 'sco*'", [['scores']]],
    ['SHOW COLUMNS IN scores', [['player'], ['score']]],
    [
      'DESCRIBE games.scores',
      [
        ['player', 'string', ''],
        ['score', 'bigint', ''],
      ],
    ],
    [
      "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'games'",
      [['scores', 'BASE TABLE']],
    ],
    [
      "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'scores'",
      [
        ['player', 'varchar'],
        ['score', 'bigint'],
      ],
    ],
    ['SELECT schema_name FROM information_schema.schemata', [['games']]],
  ])('%s', async (sql, rows) => {
    expect((await lake.query(sql)).rows).toEqual(rows);
  });

  it('explains and lists views', async () => {
    await lake.view('top_scores', 'SELECT player FROM scores WHERE score > 2000', ['player']);
    expect((await lake.query('SHOW VIEWS')).rows).toEqual([['top_scores']]);
    const { rows } = await lake.query('EXPLAIN SELECT player FROM top_scores');
    expect(rows.flat().join('\n')).toContain('PARQUET');
    expect((await lake.query('SELECT * FROM information_schema.nope')).reason).toMatch(/TABLE_NOT_FOUND/);
  });

  it('is what clients browse', async () => {
    const CatalogName = 'AwsDataCatalog';
    const call = (action: string, input: object) => lake.call('athena', action, input) as Promise<unknown>;
    expect(await call('ListDataCatalogs', {})).toMatchObject({ DataCatalogsSummary: [{ CatalogName }] });
    expect(await call('GetDataCatalog', { Name: CatalogName })).toMatchObject({ DataCatalog: { Type: 'GLUE' } });
    expect(await call('ListDatabases', { CatalogName })).toMatchObject({ DatabaseList: [{ Name: 'games' }] });
    expect(await call('GetDatabase', { CatalogName, DatabaseName: 'games' })).toMatchObject({
      Database: { Name: 'games' },
    });
    const listed = await call('ListTableMetadata', { CatalogName, DatabaseName: 'games', Expression: 'scor.*' });
    expect(listed).toMatchObject({
      TableMetadataList: [{ Name: 'scores', Columns: [{ Name: 'player', Type: 'string' }, {}] }],
    });
    const table = await call('GetTableMetadata', { CatalogName, DatabaseName: 'games', TableName: 'scores' });
    expect(table).toMatchObject({ TableMetadata: { Name: 'scores', Parameters: { location: 's3://lake/scores/' } } });
    const absent = call('GetTableMetadata', { CatalogName, DatabaseName: 'games', TableName: 'absent' });
    await expect(absent).rejects.toMatchObject({ code: 'MetadataException' });
    await expect(call('ListDatabases', { CatalogName: 'other' })).rejects.toMatchObject({
      code: 'InvalidRequestException',
    });
  });
});

describe('workgroups and saved queries', () => {
  const call = (action: string, input: object) => lake.call('athena', action, input) as Promise<never>;

  it('are described', async () => {
    expect(await call('GetWorkGroup', { WorkGroup: 'analysts' })).toMatchObject({
      WorkGroup: {
        State: 'ENABLED',
        Configuration: {
          EnforceWorkGroupConfiguration: true,
          ResultConfiguration: { OutputLocation: 's3://lake/results/' },
        },
      },
    });
    const { WorkGroups }: { WorkGroups: { Name: string }[] } = await call('ListWorkGroups', {});
    expect(WorkGroups.map(({ Name }) => Name)).toEqual(expect.arrayContaining(['analysts', 'primary']));
  });

  it('keep named queries', async () => {
    const query = { Name: 'top', Database: 'games', QueryString: 'SELECT 1', WorkGroup: 'analysts' };
    const { NamedQueryId }: { NamedQueryId: string } = await call('CreateNamedQuery', query);
    expect(NamedQueryId).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
    expect(lake.athena.createNamedQuery(query)).toBe(NamedQueryId);
    expect(await call('GetNamedQuery', { NamedQueryId })).toMatchObject({ NamedQuery: query });
    expect(await call('ListNamedQueries', { WorkGroup: 'analysts' })).toEqual({ NamedQueryIds: [NamedQueryId] });
    expect(await call('BatchGetNamedQuery', { NamedQueryIds: [NamedQueryId, 'x'] })).toMatchObject({
      NamedQueries: [query],
      UnprocessedNamedQueryIds: [{ NamedQueryId: 'x' }],
    });
    await expect(call('GetNamedQuery', { NamedQueryId: 'x' })).rejects.toMatchObject({
      code: 'InvalidRequestException',
    });
  });

  it('keep prepared statements, which EXECUTE runs', async () => {
    const statement = { StatementName: 'by_score', WorkGroup: 'analysts' };
    await call('CreatePreparedStatement', {
      ...statement,
      QueryStatement: 'SELECT player FROM scores WHERE score = ?',
    });
    expect((await lake.query('EXECUTE by_score USING 7')).rows).toEqual([['p7']]);
    expect((await lake.query('EXECUTE by_score', { ExecutionParameters: ['8'] })).rows).toEqual([['p8']]);
    await call('UpdatePreparedStatement', { ...statement, QueryStatement: 'SELECT 1' });
    expect(await call('GetPreparedStatement', statement)).toMatchObject({
      PreparedStatement: { QueryStatement: 'SELECT 1' },
    });
    expect(await call('ListPreparedStatements', { WorkGroup: 'analysts' })).toMatchObject({
      PreparedStatements: [{ StatementName: 'by_score' }],
    });
    await call('DeletePreparedStatement', statement);
    await expect(call('GetPreparedStatement', statement)).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
  });
});

it('keeps what became of a query over a restart; one that ran then has failed', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'athena-restart-'));
  const first = await athenaLake(directory);
  const { id } = await first.query('SELECT 42 AS answer');
  await first.close();
  const executions = join(directory, 'athena', 'executions');
  const stored = JSON.parse(await readFile(join(executions, `${id}.json`), 'utf8'));
  await writeFile(join(executions, 'cut.json'), JSON.stringify({ ...stored, id: 'cut', state: 'RUNNING' }));
  await writeFile(join(executions, '.half-written'), '{');
  const second = await athenaLake(directory);
  expect((await settled(second, 'cut')).Status).toMatchObject({
    State: 'FAILED',
    StateChangeReason: expect.stringContaining('was stopped'),
  });
  const page: { ResultSet: { Rows: unknown[] } } = await second.call('athena', 'GetQueryResults', {
    QueryExecutionId: id,
  });
  expect(page.ResultSet.Rows[1]).toEqual({ Data: [{ VarCharValue: '42' }] });
  await second.close();
  await rm(directory, { recursive: true });
});

describe('a full disk', () => {
  it('costs the history of queries, not the queries: one that cannot be noted runs, also when it is asked for again', async () => {
    const executions = join(lake.runtime.stateDirectory, 'athena/executions');
    await rm(executions, { recursive: true });
    try {
      const input = { QueryString: 'SELECT 7', ClientRequestToken: 'asked-for-twice-while-the-disk-is-full' };
      const { QueryExecutionId } = await start(input);
      expect(await settled(lake, QueryExecutionId)).toMatchObject({ Status: { State: 'SUCCEEDED' } });
      expect(await start(input)).toEqual({ QueryExecutionId });
    } finally {
      await mkdir(executions);
    }
  });
});
