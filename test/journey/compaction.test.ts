import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  DeleteItemCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { GetPartitionsCommand, GlueClient } from '@aws-sdk/client-glue';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { RunFile } from 'assembly-runtime';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { compactLake } from '../../scripts/gap/compact-lake.ts';
import { connect } from '../../scripts/gap/connect.ts';
import { changeTemplates } from '../support/change-templates.ts';
import {
  createGame,
  type Game,
  gapJson,
  makeJourneyDirectory,
  type Pipeline,
  postBody,
  query,
  runGap,
  startPipeline,
  stopPipeline,
  writeConfig,
} from '../support/pipeline.ts';
import { startProcess, stopProcess } from '../support/pipeline-process.ts';

interface Summary {
  readonly partitions: number;
  readonly rows: number;
  readonly duplicates: number;
  readonly duplicated: readonly { readonly eventDate: string; readonly duplicates: number }[];
}

const compact = (pipeline: Pick<Pipeline, 'state'>) => gapJson<Summary>(pipeline, 'compact');
/** Days are counted from here, so that midnight may come meanwhile. */
const begun = Date.now();
const day = (daysAgo: number) => new Date(begun - daysAgo * 86_400_000).toISOString().slice(0, 10);

/** Noon of a day, so that nothing here depends on the hour at which it runs; for today the time at which it began. */
const timeOf = (daysAgo: number) => (daysAgo === 0 ? begun : Date.parse(`${day(daysAgo)}T12:00:00Z`)) / 1000;

function anEvent(daysAgo: number, player: string) {
  return {
    event_id: randomUUID(),
    event_type: 'something_of_ours',
    event_name: 'something',
    event_timestamp: timeOf(daysAgo),
    player_id: player,
  };
}

async function send(pipeline: Pick<Pipeline, 'stack' | 'state'>, game: Game, events: readonly object[]): Promise<void> {
  for (let start = 0; start < events.length; start += 500) {
    const response = await postBody(pipeline, game, JSON.stringify({ events: events.slice(start, start + 500) }));
    expect(response.status).toBe(200);
  }
  await gapJson(pipeline, 'flush');
}

/** Leaves the compaction to `gap compact`. */
function withoutSchedule(assembly: string): void {
  changeTemplates(assembly, 'a schedule', ({ Resources }) => {
    const schedules = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Scheduler::Schedule');
    for (const { Properties } of schedules) Object.assign(Properties ?? {}, { State: 'DISABLED' });
    return schedules.length > 0;
  });
}

function clientSettings({ aws, region, accessKeyId, secretAccessKey }: RunFile) {
  return { endpoint: aws, region, credentials: { accessKeyId, secretAccessKey } };
}

async function rawFiles({ stack: { file } }: Pipeline): Promise<string[]> {
  const client = new S3Client(clientSettings(file));
  const { Contents = [] } = await client.send(
    new ListObjectsV2Command({ Bucket: file.outputs.Bucket, Prefix: 'events/accepted/' }),
  );
  client.destroy();
  return Contents.map(({ Key, ETag }) => `${Key} ${ETag}`);
}

/** Resolves when a compaction has begun a statement. */
async function isWriting(file: RunFile): Promise<void> {
  const client = new DynamoDBClient(clientSettings(file));
  const TableName = await memoryTable(client);
  const KeyConditionExpression = 'Kind = :kind';
  const ExpressionAttributeValues = { ':kind': { S: 'attempt' } };
  const command = new QueryCommand({ TableName, KeyConditionExpression, ExpressionAttributeValues });
  const attempts = async () => (await client.send(command)).Items?.length;
  await expect.poll(attempts, { interval: 5, timeout: 120_000 }).toBeGreaterThan(0);
  client.destroy();
}

/** Resolves when a compaction has swapped a partition. */
async function isSwapping(file: RunFile): Promise<void> {
  const client = new GlueClient(clientSettings(file));
  const command = new GetPartitionsCommand({
    DatabaseName: file.outputs.EventsDatabase,
    TableName: 'compacted_events',
  });
  const locations = async () => {
    const { Partitions = [] } = await client.send(command);
    return Partitions.map(({ StorageDescriptor }) => StorageDescriptor?.Location).sort();
  };
  const before = await locations();
  await expect.poll(locations, { interval: 5, timeout: 120_000 }).not.toEqual(before);
  client.destroy();
}

async function memoryTable(client: DynamoDBClient): Promise<string | undefined> {
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  return TableNames.find((name) => name.includes('compaction'));
}

/** What the function itself answers. */
async function invokeOnce({ stack: { file } }: Pipeline): Promise<unknown> {
  const client = new LambdaClient(clientSettings(file));
  const { Payload } = await client.send(
    new InvokeCommand({ FunctionName: file.outputs.CompactFunction, Payload: '{}' }),
  );
  client.destroy();
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

describe('gap compact', () => {
  let pipeline: Pipeline;
  let game: Game;
  const answers = () =>
    Promise.all([
      query(pipeline, 'SELECT event_date, count(*) AS events FROM events GROUP BY 1 ORDER BY 1'),
      query(pipeline, 'SELECT player_id, count(DISTINCT event_id) AS events FROM events GROUP BY 1 ORDER BY 1'),
    ]);

  beforeAll(async () => {
    pipeline = await startPipeline({}, { keep: true, changeTemplate: withoutSchedule });
    game = await createGame(pipeline);
  });
  afterAll(() => stopPipeline(pipeline));

  test('keeps every answer, each event once and sorted, and the delivered files', async () => {
    const events = [0, 1, 5].flatMap((daysAgo) =>
      Array.from({ length: 200 }, (_, index) => anEvent(daysAgo, `player-${(index * 7) % 10}`)),
    );
    const twice = events.filter((_, index) => index % 20 === 0);
    await send(pipeline, game, events);
    await send(pipeline, game, twice);
    const [before, files] = [await answers(), await rawFiles(pipeline)];
    expect(before[0]).toEqual([5, 1, 0].map((daysAgo) => ({ event_date: day(daysAgo), events: 200 })));

    const duplicated = [5, 1, 0].map((daysAgo) => ({
      ...{ applicationId: game.id, eventDate: day(daysAgo), duplicates: 10 },
    }));
    const summary = await compact(pipeline);
    expect(summary).toMatchObject({ partitions: 3, rows: 600, duplicates: 30 });
    expect([...summary.duplicated].sort((a, b) => (a.eventDate < b.eventDate ? -1 : 1))).toEqual(duplicated);
    expect(await answers()).toEqual(before);
    expect(await rawFiles(pipeline)).toEqual(files);

    const rows = await query<{ event_id: string; player_id: string }>(
      pipeline,
      `SELECT event_id, player_id FROM compacted_events WHERE event_date = '${day(1)}'`,
    );
    expect(new Set(rows.map((row) => row.event_id)).size).toBe(200);
    const players = rows.map((row) => row.player_id);
    expect(players).toEqual([...players].sort());
  });

  test('rewrites nothing when nothing came', async () => {
    expect(await compact(pipeline)).toMatchObject({ partitions: 0, rows: 0, duplicates: 0 });
    expect((await runGap(pipeline, 'compact')).stdout).toBe('0 partitions rewritten: 0 rows, 0 duplicates left out\n');
  });

  test('rewrites only the day of a late event', async () => {
    await send(pipeline, game, [anEvent(5, 'offline')]);
    expect(await compact(pipeline)).toMatchObject({ partitions: 1, rows: 201, duplicates: 0 });
    const [row] = await query<{ events: number }>(
      pipeline,
      "SELECT count(*) AS events FROM events WHERE player_id = 'offline'",
    );
    expect(row?.events).toBe(1);
  });

  test('waits while another compaction has the lease, and says who', async () => {
    const client = new DynamoDBClient(clientSettings(pipeline.stack.file));
    onTestFinished(() => client.destroy());
    const TableName = await memoryTable(client);
    const Key = { Kind: { S: 'lease' }, Id: { S: 'lease' } };
    const [now, until] = [String(Date.now()), String(Date.now() + 3_600_000)];
    const Item = { ...Key, Holder: { S: 'somebody' }, TakenAt: { N: now }, EndsAt: { N: until } };
    await client.send(new PutItemCommand({ TableName, Item }));
    await send(pipeline, game, [anEvent(0, 'patient')]);
    const busy = await invokeOnce(pipeline);
    expect(busy).toEqual({ busy: true, holder: 'somebody', since: Number(now), until: Number(until) });
    const connection = await connect({ state: pipeline.state });
    const impatient = compactLake(connection, { onProgress: () => {}, maxWaitSeconds: 0 });
    await expect(impatient).rejects.toThrow('another compaction is under way: somebody, since 20');

    const said: string[] = [];
    const onProgress = (line: string) => {
      if (said.push(line) === 1) void client.send(new DeleteItemCommand({ TableName, Key }));
    };
    const summary = await compactLake(connection, { onProgress, pauseMilliseconds: 10 });
    expect(summary).toMatchObject({ partitions: 1, rows: 201 });
    expect(said[0]).toContain('waiting for another compaction: somebody, since 20');
  });

  test('two at once exclude each other', async () => {
    await send(pipeline, game, [anEvent(0, 'one'), anEvent(1, 'two')]);
    const both = await Promise.all([compact(pipeline), compact(pipeline)]);
    expect(both.map(({ partitions }) => partitions).sort()).toEqual([0, 2]);
  });
});

test('the schedule compacts by itself', async () => {
  const pipeline = await startPipeline({});
  const game = await createGame(pipeline);
  await send(pipeline, game, [anEvent(0, 'one'), anEvent(1, 'two')]);
  const count = async () => {
    const [row] = await query<{ events: number }>(pipeline, 'SELECT count(*) AS events FROM compacted_events');
    return row?.events;
  };
  await expect.poll(count, { timeout: 60_000, interval: 200 }).toBe(2);
  expect(pipeline.log.filter((line) => line.startsWith('schedule'))).toEqual([]);
});

test('killed in the middle of compactions, it gives the same answers', { timeout: 480_000 }, async () => {
  const directory = makeJourneyDirectory();
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const state = join(directory, 'state');
  const config = writeConfig(directory, {});
  let pipeline = await startProcess(state, config);
  const game = await createGame({ state });
  const sent = new Set<string>();
  const load = async () => {
    const stack = { file: pipeline.file, close: async () => {} };
    const events = [0, 1, 2, 3].flatMap((daysAgo) => Array.from({ length: 500 }, () => anEvent(daysAgo, 'p')));
    for (const { event_id } of events) sent.add(event_id);
    await send({ stack, state }, game, [...events, ...events.slice(0, 100)]);
  };
  // Killed when it has begun to write, and when it has swapped a partition.
  for (const hasComeSoFar of [isWriting, isSwapping]) {
    await load();
    const compaction = runGap({ state }, 'compact');
    await Promise.race([compaction, hasComeSoFar(pipeline.file)]);
    await stopProcess(pipeline, 'SIGKILL');
    expect((await compaction).exitCode).not.toBe(2);
    pipeline = await startProcess(state, config);
    const rows = await query<{ event_id: string }>({ state }, 'SELECT event_id FROM events');
    expect(rows.length).toBe(sent.size);
    expect(new Set(rows.map((row) => row.event_id))).toEqual(sent);
  }
  await compact({ state });
  const [row] = await query<{ events: number; ids: number }>(
    { state },
    'SELECT count(*) AS events, count(DISTINCT event_id) AS ids FROM compacted_events',
  );
  expect(row).toEqual({ events: sent.size, ids: sent.size });
  await stopProcess(pipeline, 'SIGTERM');
});
