import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AthenaLake, athenaLake, jsonTable } from '../../../testing/athena-lake.ts';

let lake: AthenaLake;

beforeAll(async () => {
  lake = await athenaLake();
  await lake.table('scores', jsonTable('scores/', { player: 'string', score: 'int', at: 'timestamp' }));
  await lake.text('scores/a', '{"player":"Ada","score":3}\n{"player":"Bo","score":5}\n');
});

afterAll(() => lake.close());

async function rowsOf(sql: string) {
  const { rows, reason } = await lake.query(sql);
  expect(reason).toBeUndefined();
  return rows;
}

async function reasonOf(sql: string) {
  const { state, reason } = await lake.query(sql);
  expect(state).toBe('FAILED');
  return reason;
}

async function tableOf(Name: string) {
  const answer: { Table: Record<string, unknown> } = await lake.call('glue', 'GetTable', {
    DatabaseName: 'games',
    Name,
  });
  return answer.Table;
}

describe('CREATE VIEW', () => {
  it('makes a view that queries read', async () => {
    const { state } = await lake.query(
      'CREATE VIEW best AS\nSELECT player, score * 2 AS doubled FROM scores WHERE score > 3;',
    );
    expect(state).toBe('SUCCEEDED');
    expect(await rowsOf('SELECT * FROM best')).toEqual([['Bo', '10']]);
    expect(await rowsOf('SHOW VIEWS')).toEqual([['best']]);
  });

  it('is kept in the catalog as Athena keeps it', async () => {
    const { TableType, Parameters, StorageDescriptor, ViewOriginalText, ViewExpandedText } = await tableOf('best');
    expect({ TableType, Parameters, ViewExpandedText }).toEqual({
      TableType: 'VIRTUAL_VIEW',
      Parameters: { presto_view: 'true', comment: 'Presto View' },
      ViewExpandedText: '/* Presto View */',
    });
    expect(StorageDescriptor).toMatchObject({
      Columns: [
        { Name: 'player', Type: 'string' },
        { Name: 'doubled', Type: 'int' },
      ],
    });
    const [, encoded = ''] = /^\/\* Presto View: (.*) \*\/$/.exec(String(ViewOriginalText)) ?? [];
    expect(JSON.parse(Buffer.from(encoded, 'base64').toString())).toEqual({
      originalSql: 'SELECT player, score * 2 AS doubled FROM scores WHERE score > 3',
      catalog: 'awsdatacatalog',
      schema: 'games',
      columns: [
        { name: 'player', type: 'varchar' },
        { name: 'doubled', type: 'integer' },
      ],
    });
  });

  it('replaces a view only when it is told to', async () => {
    expect(await reasonOf('CREATE VIEW best AS SELECT 1 AS one')).toContain(
      "View already exists: 'awsdatacatalog.games.best'",
    );
    const { state } = await lake.query(
      'CREATE OR REPLACE VIEW best AS SELECT player FROM scores ORDER BY score LIMIT 1',
    );
    expect(state).toBe('SUCCEEDED');
    expect(await rowsOf('SELECT * FROM games.best')).toEqual([['Ada']]);
  });

  it('may read another view', async () => {
    await lake.query('CREATE VIEW shouted AS SELECT upper(player) AS name FROM best');
    expect(await rowsOf('SELECT name FROM shouted')).toEqual([['ADA']]);
  });

  it.each([
    ['CREATE VIEW v AS SELECT nope FROM scores', "Column 'nope' cannot be resolved"],
    [
      'CREATE VIEW v AS SELECT player || 1 AS x FROM scores',
      'Unexpected parameters (varchar, integer) for function concat',
    ],
    ['CREATE VIEW v AS SELECT score + 1 FROM scores', 'Column name not specified at position 1'],
    ['CREATE VIEW v AS SELECT score, score FROM scores', "Column name 'score' specified more than once"],
    ['CREATE VIEW v AS SELECT now() AS t', 'Unsupported Hive type: timestamp(3) with time zone'],
    ['CREATE VIEW nowhere.v AS SELECT 1 AS x', "Schema 'nowhere' does not exist"],
    ['CREATE OR REPLACE VIEW scores AS SELECT 1 AS x', "Table already exists: 'awsdatacatalog.games.scores'"],
    ['CREATE OR REPLACE VIEW best AS SELECT * FROM shouted', 'Statement would create a recursive view'],
  ])('%s is refused', async (sql, reason) => {
    expect(await reasonOf(sql)).toContain(reason);
  });

  it('needs the right to change the catalog', async () => {
    const reader = lake.role('reader', [{ Effect: 'Allow', Action: ['athena:*', 's3:*', 'glue:Get*'], Resource: '*' }]);
    const { state, reason } = await lake.query('CREATE VIEW mine AS SELECT 1 AS x', {}, reader);
    expect(state).toBe('FAILED');
    expect(reason).toContain('glue:CreateTable');
  });
});

describe('DROP VIEW', () => {
  it('drops a view and nothing else', async () => {
    expect(await reasonOf('DROP VIEW scores')).toContain('a table with that name exists');
    expect(await reasonOf('DROP VIEW nothing')).toContain("View 'awsdatacatalog.games.nothing' does not exist");
    expect((await lake.query('DROP VIEW IF EXISTS nothing')).state).toBe('SUCCEEDED');
    expect((await lake.query('DROP VIEW shouted')).state).toBe('SUCCEEDED');
    expect(await rowsOf('SHOW VIEWS')).toEqual([['best']]);
  });
});
