import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Progress, writeProgress } from '../../scripts/gap/replay/checkpoint.ts';
import { changeTemplates } from '../support/change-templates.ts';
import { Checkout } from '../support/checkout.ts';
import {
  createGame,
  gapJson,
  ingestModes,
  makeJourneyDirectory,
  postBody,
  query,
  runGap,
  writeConfig,
} from '../support/pipeline.ts';
import { stopProcess } from '../support/pipeline-process.ts';
import { clientSettings, putOnStream } from '../support/put-on-stream.ts';
import { RestartingPipeline } from '../support/restarting-pipeline.ts';

const now = () => Math.floor(Date.now() / 1000);
/** What a test sends cannot be older, whenever midnight is. */
const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

const event = (more: object = {}) => ({
  event_id: randomUUID(),
  event_type: 'login',
  event_name: 'login',
  event_timestamp: now(),
  player_id: 'player-1',
  event_data: { platform: 'pc' },
  ...more,
});

/** The functions may do this no longer: what they are asked for fails. */
const without = (action: string) => (assembly: string) =>
  changeTemplates(assembly, `a policy that allows ${action}`, (template) => {
    const resources = JSON.stringify(template.Resources);
    const changed = resources.replaceAll(`"${action}"`, '"sts:GetCallerIdentity"');
    Object.assign(template, { Resources: JSON.parse(changed) });
    return changed !== resources;
  });

/** An application under an id that events have had before there was one: the API makes ids itself. */
async function register({ stack }: RestartingPipeline, id: string): Promise<void> {
  const client = new DynamoDBClient(clientSettings(stack.file));
  const Item = { ApplicationId: { S: id }, ApplicationName: { S: 'A late game' } };
  await client.send(new PutItemCommand({ TableName: stack.file.outputs.ApplicationsTable, Item }));
  client.destroy();
}

const gapScript = new URL('../../scripts/gap/main.ts', import.meta.url).pathname;

/** A `gap` command as a process of its own, so that it can be interrupted. */
function startGap({ state }: RestartingPipeline, ...args: string[]) {
  const options = ['--import', 'tsx', gapScript, ...args, '--state', state, '--json'];
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'pipe'] });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => {
      printed[name] += chunk.toString();
    });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...printed }));
  return { child, ended };
}

/** What the only replay of the state directory has noted. */
function progressIn(state: string): Progress | undefined {
  const directory = join(state, 'replays');
  const file = existsSync(directory) ? readdirSync(directory).find((name) => name.endsWith('.json')) : undefined;
  return file === undefined ? undefined : (JSON.parse(readFileSync(join(directory, file), 'utf8')) as Progress);
}

/** Answers of Athena are kept for a week: a replay that was interrupted longer ago cannot go on. */
async function refusesLostAnswer(pipeline: RestartingPipeline): Promise<void> {
  const checkpoint = join(pipeline.state, 'mine.json');
  const words = { from: 'failed', since: yesterday() };
  const times = { since: Date.now() - 1000, until: Date.now() };
  const counts = { found: 5, replayed: 5, failed: 0, skipped: 0 };
  const position = { execution: randomUUID(), rows: 5 };
  writeProgress(checkpoint, { arguments: words, ...times, finished: false, position, counts });
  const args = ['replay', '--from', 'failed', '--since', words.since, '--checkpoint', checkpoint];
  const lost = await runGap(pipeline, ...args);
  expect(lost).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('begin anew with --restart') });
  expect(await gapJson(pipeline, ...args, '--restart')).toMatchObject({ found: 3, replayed: 3 });
  await gapJson(pipeline, 'flush');
}

describe.each(ingestModes)('records that failed in %s', (INGEST_MODE) => {
  test('because their applications could not be looked up are accepted once that works; the others fail once', async () => {
    const pipeline = RestartingPipeline.of({ INGEST_MODE });
    await pipeline.start(without('dynamodb:BatchGetItem'));
    const game = await createGame(pipeline);
    const events = [event(), event({ event_data: { platform: 'pc', big: 1 } }), event({ event_timestamp: 1 })];
    expect((await postBody(pipeline, game, JSON.stringify({ events }))).status).toBe(200);
    const unreadable = ['no JSON \u0000 at all', JSON.stringify({ event: event() }), '["a list"]'];
    await putOnStream(pipeline.stack.file, unreadable);
    await gapJson(pipeline, 'flush');
    const failed = await query<{ rawdata: string; errorcode: string }>(
      pipeline,
      'SELECT rawdata, errorcode FROM failed_events',
    );
    expect(failed.map(({ errorcode }) => errorcode)).toEqual(Array(6).fill('Lambda.FunctionError'));
    const sent = failed
      .map(({ rawdata }) => Buffer.from(rawdata, 'base64').toString())
      .filter((text) => text.includes('aws_ga_api_requestId'))
      .map((text) => JSON.parse(text) as Record<string, unknown>);
    await pipeline.stop();

    await pipeline.start();
    const replayed = await gapJson(pipeline, 'replay', '--from', 'failed', '--since', yesterday());
    expect(replayed).toEqual({ from: 'failed', found: 6, replayed: 6, failed: 0, skipped: 0 });
    await gapJson(pipeline, 'flush');
    const rows = await query<Record<string, string>>(
      pipeline,
      'SELECT event_id, to_unixtime(received_at) AS received, metadata FROM events ORDER BY event_id',
    );
    expect(rows.map(({ event_id }) => event_id)).toEqual([events[0]?.event_id, events[1]?.event_id].sort());
    for (const { received, metadata = '' } of rows) {
      expect(sent.map((one) => Number(one.aws_ga_api_requestTimeEpoch) / 1000)).toContain(received);
      const { request_id, replayed_from } = JSON.parse(metadata) as Record<string, string>;
      expect([sent.map((one) => one.aws_ga_api_requestId).includes(request_id), replayed_from]).toEqual([
        true,
        'failed',
      ]);
    }
    expect(await query(pipeline, 'SELECT event_id, reason FROM quarantined_events')).toEqual([
      { event_id: events[2]?.event_id, reason: 'timestamp_out_of_range' },
    ]);
    const left = await query<{ rawdata: string }>(pipeline, 'SELECT rawdata FROM failed_events');
    expect(left.map(({ rawdata }) => Buffer.from(rawdata, 'base64').toString()).sort()).toEqual([...unreadable].sort());

    const again = await gapJson(pipeline, 'replay', '--from', 'failed', '--since', yesterday(), '--reason', 'not_json');
    expect(again).toEqual({ from: 'failed', found: 1, replayed: 1, failed: 0, skipped: 0 });
    await gapJson(pipeline, 'flush');
    expect(await query(pipeline, 'SELECT count(*) AS n FROM failed_events')).toEqual([{ n: 3 }]);
    await refusesLostAnswer(pipeline);
    const { stdout } = await runGap(pipeline, 'replay', '--from', 'failed', '--since', yesterday(), '--dry-run');
    expect(stdout).toContain('3 would be sent, 0 of them accepted now');
  });
});

/** What of an event no replay may change. */
const lasting = `SELECT event_id, to_unixtime(received_at) AS received, json_extract_scalar(metadata, '$.request_id') AS request`;

interface Lasting {
  event_id: string;
  received: number;
  request: string;
}

test('events of a type whose schema was missing are brought back by the schema, exactly they', async () => {
  const directory = makeJourneyDirectory();
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const state = join(directory, 'state');
  const config = writeConfig(directory, { UNKNOWN_EVENT_TYPES: 'QUARANTINE' });
  const checkout = new Checkout(join(directory, 'checkout'));
  const schema = join(checkout.directory, 'schemas/events/level_started');
  renameSync(schema, join(directory, 'level_started'));
  await checkout.run('scripts/generate.ts');
  const before = await checkout.start(state, config);
  onTestFinished(() => void before.child.kill('SIGKILL'));
  const pipeline = { state, stack: { file: before.file, close: async () => {} } };
  const game = await createGame(pipeline);
  const level = (level_id: string) =>
    event({ event_type: 'level_started', event_name: 'level_started', event_data: { level_id, level_version: '1.0' } });
  const levels = [level('1'), level('2'), level('3')];
  const others = [
    event(),
    event({ event_type: 'nothing_known', event_name: 'nothing_known' }),
    event({ colour: 'red' }),
  ];
  for (const events of [[...levels, ...others], [levels[0]]])
    expect((await postBody(pipeline, game, JSON.stringify({ events }))).status).toBe(200);
  await gapJson(pipeline, 'flush');
  const reasons = 'SELECT reason, count(*) AS n FROM quarantined_events GROUP BY 1 ORDER BY 1';
  expect(await query(pipeline, reasons)).toEqual([
    { reason: 'schema_mismatch', n: 1 },
    { reason: 'unknown_event_type', n: 4 },
  ]);
  const set = `${lasting} FROM quarantined_events WHERE event_type = 'level_started' ORDER BY 1`;
  const setAside = await query<Lasting>(pipeline, set);
  expect(setAside.map(({ event_id }) => event_id)).toEqual(levels.map(({ event_id }) => event_id).sort());
  const untouched = await query(pipeline, 'SELECT event_id, metadata FROM events');
  await stopProcess(before, 'SIGTERM');

  renameSync(join(directory, 'level_started'), schema);
  await checkout.run('scripts/generate.ts');
  const after = await checkout.start(state, config);
  onTestFinished(() => void after.child.kill('SIGKILL'));
  const replay = ['replay', '--from', 'quarantined', '--since', yesterday(), '--reason', 'unknown_event_type'];
  const preview = await gapJson<{ groups: object[] }>(pipeline, ...replay, '--dry-run', '--config', config);
  expect(preview.groups).toEqual([
    expect.objectContaining({ event_type: 'level_started', now: 'accepted', events: 3 }),
    expect.objectContaining({ event_type: 'nothing_known', now: 'unknown_event_type', events: 1 }),
  ]);
  expect(await gapJson(pipeline, ...replay)).toEqual({
    from: 'quarantined',
    found: 4,
    replayed: 4,
    failed: 0,
    skipped: 0,
  });
  await gapJson(pipeline, 'flush');
  expect(await query(pipeline, `${lasting} FROM events WHERE event_type = 'level_started' ORDER BY 1`)).toEqual(
    setAside,
  );
  expect(await query(pipeline, 'SELECT level_id FROM level_started ORDER BY 1')).toEqual(
    ['1', '2', '3'].map((level_id) => ({ level_id })),
  );
  expect(await query(pipeline, reasons)).toEqual([
    { reason: 'schema_mismatch', n: 1 },
    { reason: 'unknown_event_type', n: 1 },
  ]);
  expect(await query(pipeline, `SELECT event_id, metadata FROM events WHERE event_type = 'login'`)).toEqual(untouched);
  expect(await gapJson(pipeline, ...replay)).toMatchObject({ found: 1, replayed: 1 });
  await stopProcess(after, 'SIGTERM');
});

describe.each(ingestModes)('a replay in %s', (INGEST_MODE) => {
  test('that Ctrl-C, then a kill, ends in the middle goes on, and every event is there once', async () => {
    const pipeline = RestartingPipeline.of({ INGEST_MODE });
    await pipeline.start();
    const id = randomUUID();
    const events = Array.from({ length: 1500 }, () => event());
    for (let start = 0; start < events.length; start += 500) {
      const some = events.slice(start, start + 500);
      await putOnStream(
        pipeline.stack.file,
        some.map((one) => JSON.stringify({ event: one, application_id: id })),
      );
    }
    await gapJson(pipeline, 'flush');
    await register(pipeline, id);
    const args = ['replay', '--from', 'quarantined', '--since', yesterday(), '--rate', '200'];
    const replayed = () => progressIn(pipeline.state)?.counts.replayed ?? 0;

    const first = startGap(pipeline, ...args);
    await expect.poll(replayed, { timeout: 30_000 }).toBeGreaterThan(0);
    first.child.kill('SIGINT');
    const stopped = await first.ended;
    expect([stopped.code, JSON.parse(stopped.stdout).replayed]).toEqual([130, replayed()]);
    const atStop = replayed();
    expect(atStop).toBeLessThan(events.length);

    const second = startGap(pipeline, ...args);
    await expect.poll(replayed, { timeout: 30_000 }).toBeGreaterThan(atStop);
    second.child.kill('SIGKILL');
    await second.ended;
    const atKill = replayed();
    expect(atKill).toBeLessThan(events.length);

    const third = await startGap(pipeline, ...args.slice(0, -1), '10000').ended;
    expect(third).toMatchObject({ code: 0, stderr: expect.stringContaining(`going on after ${atKill} events`) });
    expect(JSON.parse(third.stdout)).toEqual({
      from: 'quarantined',
      found: 1500,
      replayed: 1500,
      failed: 0,
      skipped: 0,
      resumedAt: atKill,
    });
    await gapJson(pipeline, 'flush');
    const counts = `SELECT (SELECT count(*) FROM events) AS rows, (SELECT count(DISTINCT event_id) FROM events) AS ids,
      (SELECT count(*) FROM quarantined_events) AS aside, (SELECT count(*) FROM raw_events) AS delivered`;
    const [found] = await query<Record<string, number>>(pipeline, counts);
    expect(found).toMatchObject({ rows: 1500, ids: 1500, aside: 0 });
    // The kill may have come between the stream's answer and the note of it: no more than that one batch is there twice.
    expect(found?.delivered).toBeGreaterThanOrEqual(1500);
    expect(found?.delivered).toBeLessThanOrEqual(1700);
    expect(await gapJson(pipeline, ...args)).toEqual({
      from: 'quarantined',
      found: 0,
      replayed: 0,
      failed: 0,
      skipped: 0,
    });
  });
});
