import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LakeRuntime, lakeRuntime } from '../../../testing/lake-runtime.ts';

let directory: string;
let lake: LakeRuntime;

const address = { DatabaseName: 'games', TableName: 'events' };
const TableInput = {
  Name: 'events',
  StorageDescriptor: { Columns: [{ Name: 'a', Type: 'string' }], Location: 's3://b/e/' },
  PartitionKeys: [
    { Name: 'app', Type: 'string' },
    { Name: 'n', Type: 'int' },
  ],
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'partitions-'));
  lake = await lakeRuntime(directory);
  await lake.glue.createDatabase({ Name: 'games' });
  await lake.glue.createTable('games', TableInput);
});

afterEach(async () => {
  await lake.close();
  await rm(directory, { recursive: true });
});

const call = (action: string, input: object = {}, caller = lake.admin) =>
  lake.call('glue', action, { ...address, ...input }, caller) as Promise<never>;

const partition = (Values: string[], Location = `s3://b/${Values.join('/')}/`, Parameters = {}) => ({
  ...{ Values, Parameters },
  StorageDescriptor: { Columns: [{ Name: 'a', Type: 'string' }], Location },
});

const create = (...values: string[]) => call('CreatePartition', { PartitionInput: partition(values) });

const listed = async (input: object = {}, from = lake) => {
  const { Partitions }: { Partitions: { Values: string[] }[] } = await from.call('glue', 'GetPartitions', {
    ...address,
    ...input,
  });
  return Partitions.map(({ Values }) => Values.join('/'));
};

const logFile = () => join(directory, 'glue', 'partitions', 'games', 'events.ndjson');

describe('a partition', () => {
  it('is kept with its place and parameters, over a restart', async () => {
    await call('CreatePartition', { PartitionInput: partition(['x', '1'], 's3://b/here/', { rows: '7' }) });
    const again = await lakeRuntime(directory);
    const found = await again.call('glue', 'GetPartition', { ...address, PartitionValues: ['x', '1'] });
    expect(found).toMatchObject({
      Partition: {
        ...{ Values: ['x', '1'], DatabaseName: 'games', TableName: 'events', CatalogId: '000000000000' },
        ...{ StorageDescriptor: { Location: 's3://b/here/' }, Parameters: { rows: '7' } },
        CreationTime: lake.now / 1000,
      },
    });
    await again.close();
  });

  it('moves in one change, and keeps the time of its creation', async () => {
    await create('x', '1');
    const created = lake.now / 1000;
    lake.now += 60_000;
    const PartitionInput = partition(['x', '1'], 's3://b/new/');
    await call('UpdatePartition', { PartitionValueList: ['x', '1'], PartitionInput });
    expect(await call('GetPartition', { PartitionValues: ['x', '1'] })).toMatchObject({
      Partition: { StorageDescriptor: { Location: 's3://b/new/' }, CreationTime: created },
    });
    const log = await readFile(logFile(), 'utf8');
    expect(log.split('\n').length).toBe(3);
    await call('UpdatePartition', { PartitionValueList: ['x', '1'], PartitionInput: partition(['y', '2']) });
    expect(await listed()).toEqual(['y/2']);
  });

  it.each([
    ['CreatePartition', { PartitionInput: partition(['x', '1']) }, 'AlreadyExistsException'],
    ['CreatePartition', { PartitionInput: partition(['x']) }, 'InvalidInputException'],
    ['CreatePartition', { PartitionInput: { Values: ['x', 1] } }, 'InvalidInputException'],
    ['CreatePartition', {}, 'InvalidInputException'],
    ['CreatePartition', { TableName: 'absent', PartitionInput: partition(['x', '1']) }, 'EntityNotFoundException'],
    ['GetPartition', { PartitionValues: ['y', '1'] }, 'EntityNotFoundException'],
    ['GetPartition', { PartitionValues: ['x', '1', '2'] }, 'InvalidInputException'],
    [
      'UpdatePartition',
      { PartitionValueList: ['y', '1'], PartitionInput: partition(['y', '1']) },
      'EntityNotFoundException',
    ],
    [
      'UpdatePartition',
      { PartitionValueList: ['x', '1'], PartitionInput: partition(['z', '1']) },
      'AlreadyExistsException',
    ],
    ['DeletePartition', { PartitionValues: ['y', '1'] }, 'EntityNotFoundException'],
    ['GetPartitions', { Segment: { SegmentNumber: 0, TotalSegments: 2 } }, 'InvalidInputException'],
    ['GetPartitions', { MaxResults: 1001 }, 'InvalidInputException'],
    ['GetPartitions', { NextToken: 'x' }, 'InvalidInputException'],
    [
      'BatchCreatePartition',
      { PartitionInputList: Array.from({ length: 101 }, () => partition(['x', '1'])) },
      'ValidationException',
    ],
    ['BatchGetPartition', {}, 'InvalidInputException'],
  ])('%s %j is refused with %s', async (action, input, code) => {
    await create('x', '1');
    await create('z', '1');
    await expect(call(action, input)).rejects.toMatchObject({ code });
    expect(await listed()).toEqual(['x/1', 'z/1']);
  });

  it('needs the right on catalog, database and table', async () => {
    const arn = 'arn:aws:glue:us-east-1:000000000000';
    const resources = [`${arn}:catalog`, `${arn}:database/games`, `${arn}:table/games/events`];
    const role = (name: string, Resource: readonly string[]) =>
      lake.role(name, [{ Effect: 'Allow', Action: 'glue:CreatePartition', Resource }]);
    const input = { PartitionInput: partition(['x', '1']) };
    for (const missing of resources) {
      const some = role(
        `without-${resources.indexOf(missing)}`,
        resources.filter((resource) => resource !== missing),
      );
      await expect(call('CreatePartition', input, some)).rejects.toThrow(missing);
    }
    await call('CreatePartition', input, role('all', resources));
  });

  it('goes with its table, and does not come back with one of the same name', async () => {
    await create('x', '1');
    await lake.call('glue', 'DeleteTable', { DatabaseName: 'games', Name: 'events' });
    await lake.glue.createTable('games', TableInput);
    expect(await listed()).toEqual([]);
    await create('x', '1');
    await lake.call('glue', 'DeleteDatabase', { Name: 'games' });
    await lake.glue.createDatabase({ Name: 'games' });
    await lake.glue.createTable('games', TableInput);
    expect(await listed()).toEqual([]);
  });

  it('stays when the template says something else of its table', async () => {
    await create('x', '1');
    await lake.glue.createTable('games', { ...TableInput, Parameters: { new: 'yes' } });
    expect(await listed()).toEqual(['x/1']);
  });
});

describe('many partitions', () => {
  it('are made, changed, read and removed in batches, each for itself', async () => {
    await create('x', '1');
    const made = await call('BatchCreatePartition', {
      PartitionInputList: [partition(['x', '1']), partition(['x', '2']), partition(['x', '2']), partition(['x'])],
    });
    const failure = (PartitionValues: string[], ErrorCode: string) => ({ PartitionValues, ErrorDetail: { ErrorCode } });
    expect(made).toMatchObject({
      Errors: [
        failure(['x', '1'], 'AlreadyExistsException'),
        failure(['x', '2'], 'AlreadyExistsException'),
        failure(['x'], 'InvalidInputException'),
      ],
    });
    expect(
      await call('BatchUpdatePartition', {
        Entries: [
          { PartitionValueList: ['x', '2'], PartitionInput: partition(['x', '2'], 's3://b/changed/') },
          { PartitionValueList: ['x', '9'], PartitionInput: partition(['x', '9']) },
        ],
      }),
    ).toMatchObject({
      Errors: [{ PartitionValueList: ['x', '9'], ErrorDetail: { ErrorCode: 'EntityNotFoundException' } }],
    });
    const read = await call('BatchGetPartition', {
      PartitionsToGet: [{ Values: ['x', '2'] }, { Values: ['x', '9'] }, { Values: ['x', '1'] }],
    });
    expect(read).toMatchObject({
      Partitions: [{ StorageDescriptor: { Location: 's3://b/changed/' } }, { Values: ['x', '1'] }],
      UnprocessedKeys: [],
    });
    expect(
      await call('BatchDeletePartition', { PartitionsToDelete: [{ Values: ['x', '1'] }, { Values: ['x', '9'] }] }),
    ).toMatchObject({ Errors: [failure(['x', '9'], 'EntityNotFoundException')] });
    expect(await listed()).toEqual(['x/2']);
  });

  it('are listed in pages that changes in between do not move', async () => {
    for (const n of ['1', '2', '3', '4']) await create('x', n);
    const first: { Partitions: { Values: string[] }[]; NextToken: string } = await call('GetPartitions', {
      MaxResults: 2,
    });
    await call('DeletePartition', { PartitionValues: ['x', '1'] });
    const { NextToken } = first;
    expect(first.Partitions.map(({ Values }) => Values[1])).toEqual(['1', '2']);
    expect(await listed({ NextToken })).toEqual(['x/3', 'x/4']);
    const all = await call('GetPartitions', { ExcludeColumnSchema: true });
    expect(all).not.toHaveProperty('Partitions.0.StorageDescriptor.Columns');
    expect(all).toHaveProperty('Partitions.0.StorageDescriptor.Location');
  });

  it.each([
    ["app = 'x'", ['x/1', 'x/10', 'x/9']],
    ["app = 'x' AND n > 2", ['x/10', 'x/9']],
    ["app = 'x' AND n > '2'", ['x/10', 'x/9']],
    ['n IN (1, 9)', ['x/1', 'x/9']],
    ["app NOT IN ('x')", ['y/2']],
    ['n BETWEEN 2 AND 9 AND app IS NOT NULL', ['x/9', 'y/2']],
    ['NOT (n <= 3 OR n >= 10)', ['x/9']],
    ["app LIKE '_' AND n <> 1", ['x/10', 'x/9', 'y/2']],
    ["app LIKE '%y%'", ['y/2']],
    ['n >= -1 AND app IS NOT NULL', ['x/1', 'x/10', 'x/9', 'y/2']],
    ['app IS NULL', ['__HIVE_DEFAULT_PARTITION__/3']],
    ["app <> 'x' OR n = 3", ['__HIVE_DEFAULT_PARTITION__/3', 'y/2']],
    ["app <> 'x'", ['y/2']],
  ])('are chosen by an expression: %s', async (Expression, expected) => {
    for (const [app, n] of [
      ['x', '1'],
      ['x', '10'],
      ['x', '9'],
      ['y', '2'],
      ['__HIVE_DEFAULT_PARTITION__', '3'],
    ]) {
      await create(app ?? '', n ?? '');
    }
    expect(await listed({ Expression })).toEqual(expected);
  });

  it.each([
    'a = 1',
    'app =',
    "lower(app) = 'x'",
    'app IN (SELECT 1)',
    'app',
    "app LIKE 'x' ESCAPE '!'",
    `app = '${'x'.repeat(2050)}'`,
  ])('are not chosen by %s', async (Expression) => {
    await expect(listed({ Expression })).rejects.toMatchObject({ code: 'InvalidInputException' });
  });

  it('cost what is changed, not what there is', async () => {
    for (let start = 0; start < 5000; start += 100) {
      const PartitionInputList = Array.from({ length: 100 }, (_, index) => partition(['x', String(start + index)]));
      await call('BatchCreatePartition', { PartitionInputList });
    }
    const before = (await stat(logFile())).size;
    await call('UpdatePartition', {
      PartitionValueList: ['x', '77'],
      PartitionInput: partition(['x', '77'], 's3://b/new/'),
    });
    expect((await stat(logFile())).size - before).toBeLessThan(1000);
    const again = await lakeRuntime(directory);
    expect((await listed({ MaxResults: 1000 }, again)).length).toBe(1000);
    await again.close();
  });
});

describe('a crash', () => {
  it('while a change was written leaves what was there before', async () => {
    await create('x', '1');
    await appendFile(logFile(), '[{"put":{"Values":["x","2"],"Datab');
    const again = await lakeRuntime(directory);
    expect(await listed({}, again)).toEqual(['x/1']);
    await again.call('glue', 'CreatePartition', { ...address, PartitionInput: partition(['x', '3']) });
    await again.close();
    const third = await lakeRuntime(directory);
    expect(await listed({}, third)).toEqual(['x/1', 'x/3']);
    await third.close();
  });

  it('is told from damage, which names the file', async () => {
    await create('x', '1');
    await appendFile(logFile(), 'not json\n');
    const again = await lakeRuntime(directory);
    await expect(listed({}, again)).rejects.toThrow(/events\.ndjson is damaged/);
    await again.close();
  });

  it('finds a log that holds little more than what there is', async () => {
    await create('x', '1');
    for (let n = 0; n < 1100; n++) {
      await call('UpdatePartition', {
        PartitionValueList: ['x', '1'],
        PartitionInput: partition(['x', '1'], `s3://b/${n}/`),
      });
    }
    expect((await readFile(logFile(), 'utf8')).split('\n').length).toBeLessThan(200);
    expect(await call('GetPartition', { PartitionValues: ['x', '1'] })).toMatchObject({
      Partition: { StorageDescriptor: { Location: 's3://b/1099/' } },
    });
  });
});
