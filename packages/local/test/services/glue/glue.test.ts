import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { awsAthenaNamedQuery } from '../../../src/services/athena/resources/named-query.ts';
import { awsAthenaPreparedStatement } from '../../../src/services/athena/resources/prepared-statement.ts';
import { awsAthenaWorkGroup } from '../../../src/services/athena/resources/work-group.ts';
import { awsGlueDatabase } from '../../../src/services/glue/resources/database.ts';
import { awsGlueTable } from '../../../src/services/glue/resources/table.ts';
import { type LakeRuntime, lakeRuntime } from '../../../testing/lake-runtime.ts';

let directory: string;
let lake: LakeRuntime;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'glue-'));
  lake = await lakeRuntime(directory);
});

afterEach(async () => {
  await lake.close();
  await rm(directory, { recursive: true });
});

const call = (action: string, input: object, caller = lake.admin) =>
  lake.call('glue', action, input, caller) as Promise<never>;
const TableInput = {
  Name: 'Events',
  StorageDescriptor: { Columns: [{ Name: 'a', Type: 'string' }], Location: 's3://b/e/' },
};

describe('the catalog', () => {
  it('keeps databases and tables over a restart, names in lower case', async () => {
    await call('CreateDatabase', { DatabaseInput: { Name: 'Games', Description: 'all' } });
    await call('CreateTable', { DatabaseName: 'games', TableInput });
    lake.now += 60_000;
    await call('UpdateTable', { DatabaseName: 'games', TableInput: { ...TableInput, Parameters: { x: '1' } } });
    const again = await lakeRuntime(directory);
    const read = (action: string, input: object) => again.call('glue', action, input) as Promise<unknown>;
    expect(await read('GetDatabase', { Name: 'GAMES' })).toMatchObject({
      Database: { Name: 'games', Description: 'all' },
    });
    expect(await read('GetTable', { DatabaseName: 'games', Name: 'EVENTS' })).toMatchObject({
      Table: {
        Name: 'events',
        DatabaseName: 'games',
        Parameters: { x: '1' },
        VersionId: '1',
        UpdateTime: lake.now / 1000,
      },
    });
    await again.close();
  });

  it('lists in pages and by pattern', async () => {
    await lake.glue.createDatabase({ Name: 'games' });
    for (const Name of ['events', 'events_late', 'players'])
      await lake.glue.createTable('games', { ...TableInput, Name });
    expect(await call('GetTables', { DatabaseName: 'games', Expression: 'events.*' })).toMatchObject({
      TableList: [{ Name: 'events' }, { Name: 'events_late' }],
    });
    const page: { TableList: unknown[]; NextToken: string } = await call('GetTables', {
      DatabaseName: 'games',
      MaxResults: 2,
    });
    expect(page.TableList.length).toBe(2);
    const last = await call('GetTables', { DatabaseName: 'games', NextToken: page.NextToken });
    expect(last).toMatchObject({ TableList: [{ Name: 'players' }], NextToken: undefined });
    expect(await call('GetDatabases', {})).toMatchObject({ DatabaseList: [{ Name: 'games' }] });
    for (const wrong of [{ NextToken: 'x' }, { Expression: '(' }]) {
      await expect(call('GetTables', { DatabaseName: 'games', ...wrong })).rejects.toMatchObject({
        code: 'InvalidInputException',
      });
    }
  });

  it('keeps the versions of a table, unless it is told not to', async () => {
    await lake.glue.createDatabase({ Name: 'games' });
    await lake.glue.createTable('games', TableInput);
    const table = { DatabaseName: 'games', TableName: 'events' };
    const update = (Parameters: object, more: object = {}) =>
      call('UpdateTable', { DatabaseName: 'games', TableInput: { ...TableInput, Parameters }, ...more });
    await update({ n: '1' });
    await update({ n: '2' }, { SkipArchive: true });
    await update({ n: '3' }, { VersionId: '2' });
    const { TableVersions }: { TableVersions: { VersionId: string }[] } = await call('GetTableVersions', table);
    expect(TableVersions.map(({ VersionId }) => VersionId)).toEqual(['3', '2', '0']);
    expect(await call('GetTableVersion', table)).toMatchObject({ TableVersion: { Table: { Parameters: { n: '3' } } } });
    expect(await call('GetTableVersion', { ...table, VersionId: '2' })).toMatchObject({
      TableVersion: { VersionId: '2', Table: { Parameters: { n: '2' } } },
    });
    await expect(call('GetTableVersion', { ...table, VersionId: '9' })).rejects.toMatchObject({
      code: 'EntityNotFoundException',
    });
    await call('DeleteTable', { DatabaseName: 'games', Name: 'events' });
    await lake.glue.createTable('games', TableInput);
    expect(await call('GetTableVersions', table)).toMatchObject({ TableVersions: [{ VersionId: '0' }] });
  });

  it('changes a table only in the version that the caller has read', async () => {
    await lake.glue.createDatabase({ Name: 'games' });
    await lake.glue.createTable('games', TableInput);
    const update = () => call('UpdateTable', { DatabaseName: 'games', TableInput, VersionId: '0' });
    const outcomes = await Promise.allSettled([update(), update(), update()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(update()).rejects.toMatchObject({ code: 'ConcurrentModificationException' });
    expect(await call('GetTable', { DatabaseName: 'games', Name: 'events' })).toMatchObject({
      Table: { VersionId: '1' },
    });
  });

  it('leaves a table alone of which the template says what it said before', async () => {
    await lake.glue.createDatabase({ Name: 'games' });
    await lake.glue.createTable('games', TableInput);
    const changed = { ...TableInput, Parameters: { from: 'a call' } };
    await call('UpdateTable', { DatabaseName: 'games', TableInput: changed });
    const again = await lakeRuntime(directory);
    const parameters = async () => {
      const { Table }: { Table: { Parameters?: object } } = await again.call('glue', 'GetTable', {
        DatabaseName: 'games',
        Name: 'events',
      });
      return Table.Parameters;
    };
    await again.glue.createTable('games', TableInput);
    expect(await parameters()).toEqual({ from: 'a call' });
    await again.glue.createTable('games', { ...TableInput, Parameters: { from: 'a new template' } });
    expect(await parameters()).toEqual({ from: 'a new template' });
    await again.close();
  });

  it('refuses what exists and what does not', async () => {
    await lake.glue.createDatabase({ Name: 'games' });
    await call('CreateTable', { DatabaseName: 'games', TableInput });
    for (const [action, input, code] of [
      ['CreateDatabase', { DatabaseInput: { Name: 'games' } }, 'AlreadyExistsException'],
      ['CreateTable', { DatabaseName: 'games', TableInput }, 'AlreadyExistsException'],
      ['UpdateTable', { DatabaseName: 'games', TableInput: { Name: 'absent' } }, 'EntityNotFoundException'],
      ['GetTable', { DatabaseName: 'absent', Name: 'events' }, 'EntityNotFoundException'],
    ] as const) {
      await expect(call(action, input)).rejects.toMatchObject({ code });
    }
    await call('DeleteTable', { DatabaseName: 'games', Name: 'events' });
    await call('DeleteDatabase', { Name: 'games' });
    await expect(call('GetDatabase', { Name: 'games' })).rejects.toMatchObject({ code: 'EntityNotFoundException' });
  });

  it('asks for rights on catalog, database and table', async () => {
    await lake.glue.createDatabase({ Name: 'games' });
    await lake.glue.createTable('games', TableInput);
    const arn = 'arn:aws:glue:us-east-1:000000000000';
    const resources = [`${arn}:catalog`, `${arn}:database/games`, `${arn}:table/games/events`];
    const role = (name: string, Resource: readonly string[]) =>
      lake.role(name, [{ Effect: 'Allow', Action: 'glue:GetTable', Resource }]);
    const input = { DatabaseName: 'games', Name: 'events' };
    await call('GetTable', input, role('all', resources));
    for (const missing of resources) {
      const some = role(
        `without-${resources.indexOf(missing)}`,
        resources.filter((resource) => resource !== missing),
      );
      await expect(call('GetTable', input, some)).rejects.toMatchObject({ message: expect.stringContaining(missing) });
    }
  });
});

describe('resources', () => {
  const context = (logicalId: string, properties: object) => ({
    ...{
      logicalId,
      properties: properties as Record<string, unknown>,
      physicalName: `stack-${logicalId.toLowerCase()}`,
    },
    ...{ stack: { name: 's', id: 's' }, assets: new Map<string, string>() },
    runtime: lake.runtime,
    engines: { glue: lake.glue, athena: lake.athena } as never,
  });

  it('a database and a table, whose parameters become texts', async () => {
    expect(await awsGlueDatabase.create(context('Database', { DatabaseInput: { Name: 'games' } }))).toMatchObject({
      ref: 'games',
    });
    expect(await awsGlueDatabase.create(context('Other', { DatabaseInput: {} }))).toMatchObject({ ref: 'stack_other' });
    const input = { ...TableInput, Parameters: { 'projection.enabled': true } };
    const table = context('Events', { DatabaseName: 'games', TableInput: input });
    expect(await awsGlueTable.create(table)).toMatchObject({ ref: 'events' });
    expect(await call('GetTable', { DatabaseName: 'games', Name: 'events' })).toMatchObject({
      Table: { Parameters: { 'projection.enabled': 'true' } },
    });
    await expect(async () => awsGlueTable.create(context('Bad', { DatabaseName: 'games' }))).rejects.toThrow(
      /TableInput is missing/,
    );
    const unknown = context('Bad', { DatabaseName: 'games', TableInput: { ...input, TargetTable: {} } });
    await expect(async () => awsGlueTable.create(unknown)).rejects.toThrow(/TargetTable not supported/);
  });

  it('a workgroup with a named query and a prepared statement', async () => {
    const configuration = {
      ResultConfiguration: { OutputLocation: 's3://b/r/', EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
      BytesScannedCutoffPerQuery: 10_000_000,
      EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
      PublishCloudWatchMetricsEnabled: true,
    };
    const group = context('Group', {
      Name: 'analysts',
      WorkGroupConfiguration: configuration,
      RecursiveDeleteOption: true,
    });
    expect(await awsAthenaWorkGroup.create(group)).toMatchObject({ ref: 'analysts' });
    const described = await lake.call('athena', 'GetWorkGroup', { WorkGroup: 'analysts' });
    expect(described).toMatchObject({ WorkGroup: { Configuration: { BytesScannedCutoffPerQuery: 10_000_000 } } });
    const small = context('Group', { Name: 'g', WorkGroupConfiguration: { BytesScannedCutoffPerQuery: 5 } });
    expect(() => awsAthenaWorkGroup.create(small)).toThrow(/at least 10000000/);
    const query = context('Query', { Database: 'games', QueryString: 'SELECT 1', WorkGroup: 'analysts' });
    const { ref } = await awsAthenaNamedQuery.create(query);
    expect(await lake.call('athena', 'GetNamedQuery', { NamedQueryId: ref })).toMatchObject({
      NamedQuery: { Name: 'stack-query' },
    });
    const statement = { StatementName: 'one', WorkGroup: 'analysts', QueryStatement: 'SELECT ?' };
    expect(await awsAthenaPreparedStatement.create(context('Statement', statement))).toMatchObject({ ref: 'one' });
  });
});
