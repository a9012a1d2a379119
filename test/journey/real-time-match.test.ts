import { readFileSync } from 'node:fs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  createGame,
  type Game,
  gapJson,
  type Pipeline,
  query,
  startPipeline,
  stopPipeline,
} from '../support/pipeline.ts';
import {
  askClickHouse,
  comparableMetrics,
  playersBy,
  realTimeKeys,
  uncorrectedMetrics,
  untilClickHouseHas,
  untilCounted,
  untilCountedAsStored,
} from '../support/real-time.ts';

const match = new URL('../data/dota2-match.ndjson', import.meta.url).pathname;
const answers = JSON.parse(readFileSync(new URL('../data/dota2-match.answers.json', import.meta.url), 'utf8'));
/** MATCH_PACE=60 plays it as an evening's spectator would see it, in a minute. */
const pace = process.env.MATCH_PACE ?? '240';

const columns =
  'event_id, event_type, event_name, event_version, event_timestamp, player_id, session_id, platform, country, ' +
  'app_version, application_id, application_name, event_data';

describe('a real match, live', () => {
  let pipeline: Pipeline;
  let game: Game;
  let shift = 0;

  beforeAll(async () => {
    pipeline = await startPipeline(realTimeKeys, { keep: true });
    game = await createGame(pipeline);
    // One request after another, so that none overtakes an earlier one by minutes of the match.
    const ordered = ['--recent', '--pace', pace, '--concurrency', '1'];
    const sent = ['send', match, '--app', game.id, '--key', game.key, ...ordered];
    const { shiftedDays } = await gapJson<{ shiftedDays: number }>(pipeline, ...sent);
    shift = shiftedDays * 86_400;
  });
  afterAll(() => stopPipeline(pipeline));

  test('is in ClickHouse event by event', async () => {
    await untilClickHouseHas(pipeline, 'events', answers.events);
    const rows = await askClickHouse<{ event_type: string; n: number }>(
      pipeline,
      'SELECT event_type, count() AS n FROM events GROUP BY event_type',
    );
    expect(Object.fromEntries(rows.map(({ event_type, n }) => [event_type, n]))).toEqual(answers.events_by_type);
  });

  test('has the right windows once the last minute is closed', async () => {
    await untilCounted(pipeline, answers.events);
    const windows = await askClickHouse<{ minute: number; n: number }>(
      pipeline,
      `SELECT toUnixTimestamp(window_start) AS minute, sum(events) AS n FROM metric_totals
       WHERE metric = 'events_per_minute' GROUP BY minute ORDER BY n DESC, minute`,
    );
    expect(windows).toHaveLength(answers.one_minute_windows);
    const [minute, events] = answers.busiest_minute;
    expect(windows[0]).toEqual({ minute: Number(minute) + shift, n: events });
  });

  test('is in time, though it was played long ago', async () => {
    const [late] = await askClickHouse<{ n: number | null }>(
      pipeline,
      "SELECT sum(events) AS n FROM metric_totals WHERE metric = 'late_events_per_minute'",
    );
    expect(late?.n ?? 0).toBe(0);
  });

  test.each(uncorrectedMetrics)('%s counts live the players that its query counts in stored events', async (metric) => {
    // Both have windows that end every five minutes.
    const lastEvent = answers.last_timestamp + shift;
    const end = new Date((lastEvent - (lastEvent % 300)) * 1000).toISOString().slice(0, 16).replace('T', ' ');
    // Windows come on several shards, so that a later one may be there before an earlier one.
    const compared = async () => {
      const { live, stored, closedUntil } = await playersBy(pipeline, metric);
      expect(closedUntil >= end, `closed until ${closedUntil}, not ${end}`).toBe(true);
      expect(live).not.toEqual([]);
      expect(live).toEqual(stored);
    };
    await vi.waitFor(compared, { timeout: 120_000, interval: 500 });
  });

  test('is the same in the lake, row for row', async () => {
    await gapJson(pipeline, 'flush');
    const rowsOf = (text: (time: string) => string) =>
      `SELECT ${columns}, ${text('occurred_at')} AS occurred, ${text('received_at')} AS received FROM events ORDER BY event_id`;
    const stored = await query(
      pipeline,
      rowsOf((time) => `substr(date_format(${time}, '%Y-%m-%d %H:%i:%s.%f'), 1, 23)`),
    );
    expect(stored).toHaveLength(answers.events);
    expect(
      await askClickHouse(
        pipeline,
        rowsOf((time) => `toString(${time})`),
      ),
    ).toEqual(stored);
  });

  test.each(comparableMetrics)('%s counts live what its query counts in stored events', async (metric) => {
    for (const engine of ['clickhouse', 'athena'] as const) {
      await untilCountedAsStored(pipeline, metric, engine);
    }
  });

  test('has a table that was dropped made again by the function that makes them', async () => {
    const { aws: endpoint, region, accessKeyId, secretAccessKey, outputs, clickhouse = '' } = pipeline.stack.file;
    const { origin, username, password } = new URL(clickhouse);
    const headers = { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password };
    const failed = `${outputs.ClickHouseDatabase}.raw_failed_events`;
    expect((await fetch(origin, { method: 'POST', headers, body: `DROP TABLE ${failed}` })).status).toBe(200);
    const lambda = new LambdaClient({ endpoint, region, credentials: { accessKeyId, secretAccessKey } });
    const call = new InvokeCommand({ FunctionName: outputs.PrepareFunction });
    const { Payload, FunctionError } = await lambda.send(call);
    lambda.destroy();
    const prepared = expect.stringMatching(new RegExp(`/${outputs.ClickHouseDatabase}$`));
    expect([FunctionError, JSON.parse(Payload?.transformToString() ?? '')]).toEqual([undefined, { prepared }]);
    expect(await askClickHouse(pipeline, 'SELECT count() AS n FROM failed_events')).toEqual([{ n: 0 }]);
  });
});
