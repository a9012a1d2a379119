import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createGame,
  type Game,
  gapJson,
  type Pipeline,
  postBody,
  query,
  runGap,
  startPipeline,
  stopPipeline,
} from '../support/pipeline.ts';
import { askClickHouse, realTimeKeys, untilClickHouseHas } from '../support/real-time.ts';

const file = (name: string) => new URL(`../data/cases/${name}`, import.meta.url).pathname;
const seconds = () => Math.floor(Date.now() / 1000);

/** A request's body of the folder, its times a minute ago. */
function body(name: string): string {
  const recent = seconds() - 60;
  return readFileSync(file(name), 'utf8').replaceAll(/\b1796\d{6}\b/g, (time) =>
    String(Number(time) - 1796130000 + recent),
  );
}

function login(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const event_id = randomUUID();
  return {
    event_id,
    event_type: 'login',
    event_name: 'login',
    event_timestamp: seconds() - 60,
    event_data: {},
    ...change,
  };
}

interface Sent {
  readonly sent: number;
  readonly accepted: number;
  readonly failed: number;
  readonly quarantined: number;
  readonly reasons: Readonly<Record<string, number>>;
}

interface Quarantined {
  readonly reason: string;
  readonly error_path: string;
  readonly error_detail: string;
}

describe('what real clients send', () => {
  let pipeline: Pipeline;
  let game: Game;

  beforeAll(async () => {
    pipeline = await startPipeline(realTimeKeys, { keep: true });
    game = await createGame(pipeline);
  });
  afterAll(() => stopPipeline(pipeline));

  async function post(text: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}, path = '/events') {
    const response = await fetch(`${pipeline.stack.file.api}/applications/${game.id}${path}`, {
      method: 'POST',
      headers: { authorization: game.key, 'content-type': 'application/json', ...headers },
      body: text,
    });
    return { status: response.status, answer: await response.json(), headers: response.headers };
  }
  const send = (name: string) =>
    gapJson<Sent>(pipeline, 'send', file(name), '--app', game.id, '--key', game.key, '--recent', '--wait');
  const stored = async <Row>(columns: string, ids: readonly string[]) => {
    await gapJson(pipeline, 'flush');
    const list = ids.map((id) => `'${id}'`).join(', ');
    return query<Row>(pipeline, `SELECT ${columns} FROM events WHERE event_id IN (${list}) ORDER BY event_id`);
  };

  test.each(['one-null-player-id.json', 'uppercase-event-id.json', 'body-with-more-members.json'])(
    'a request such as %s is stored whole, its ids in one spelling',
    async (name) => {
      const text = body(name);
      const ids = (JSON.parse(text).events as { event_id: string }[]).map(({ event_id }) => event_id.toLowerCase());
      const { status, answer } = await post(text);
      expect([status, answer]).toMatchObject([200, { Total: ids.length, FailedRecordCount: 0 }]);
      expect(await stored('event_id', ids)).toEqual(ids.sort().map((event_id) => ({ event_id })));
    },
  );

  test('an event whose id is none is quarantined by itself', async () => {
    const players = ['auth0|5f7c8ec7c33c6c004bbafe82', 'Ädam#1234', '', null, "O'Neil", '🎮'.repeat(64)];
    const good = players.map((player_id) => login({ player_id }));
    const id = randomUUID();
    const spelled = [id.replaceAll('-', '').toUpperCase(), `{${id}}`].map((event_id) => login({ event_id }));
    const bad = [login({ event_id: 'no-uuid' }), login({ player_id: 7 }), login({ player_id: 'a\u0000b' })];
    const { status, answer } = await post(JSON.stringify({ events: [...good, ...bad, ...spelled] }));
    expect([status, answer]).toMatchObject([200, { Total: 11, FailedRecordCount: 0 }]);
    const ids = [...good.map(({ event_id }) => String(event_id)), id];
    const rows = await stored<{ event_id: string; player_id: string | null }>('event_id, player_id', ids);
    expect(new Set(rows.map(({ event_id }) => event_id))).toEqual(new Set(ids));
    for (const { event_id, player_id } of good) {
      expect(rows.find((row) => row.event_id === event_id)?.player_id).toBe(player_id || null);
    }
    const aside = await query<Quarantined>(
      pipeline,
      'SELECT reason, error_path, error_detail FROM quarantined_events ORDER BY error_path, error_detail',
    );
    expect(aside).toEqual([
      { reason: 'schema_mismatch', error_path: '/event_id', error_detail: 'event_id must be a UUID' },
      {
        reason: 'schema_mismatch',
        error_path: '/player_id',
        error_detail: 'player_id must be a string, not a number',
      },
      {
        reason: 'schema_mismatch',
        error_path: '/player_id',
        error_detail: 'player_id must have 1 to 128 characters, none of them a control character',
      },
    ]);
  });

  test('an event that is too large is named, by the API, its validation and gap validate', async () => {
    const events = [login(), login({ event_data: { platform: 'x'.repeat(1_100_000) } })];
    const refused = await post(JSON.stringify({ events }));
    expect([refused.status, refused.answer]).toMatchObject([413, { error: 'RequestTooLarge' }]);
    const validated = await post(JSON.stringify({ events }), {}, '/events/validate');
    expect([validated.status, validated.answer]).toMatchObject([
      413,
      { error: 'RequestTooLarge', error_detail: expect.stringMatching(/^events\[1\]: is larger than/) },
    ]);
  });

  test('a time of sending before the event corrects nothing, and metadata says so', async () => {
    const text = body('sent-at-before-event.json');
    const [{ event_id, event_timestamp }] = JSON.parse(text).events;
    await post(text);
    const [row] = await stored<{ late: boolean; moved: number; clock: string }>(
      `occurred_at > received_at AS late, to_unixtime(occurred_at) - event_timestamp AS moved, json_extract_scalar(metadata, '$.clock') AS clock`,
      [event_id],
    );
    expect(row).toEqual({ late: false, moved: 0, clock: 'contradictory' });
    expect(event_timestamp).toBeLessThan(seconds());
  });

  test('a stale time of sending, repeated with the same bytes, moves no event past its receipt', async () => {
    const event = login({ event_timestamp: seconds() - 610, sent_at: seconds() - 600 });
    for (const _try of [1, 2]) expect((await post(JSON.stringify({ events: [event] }))).status).toBe(200);
    const rows = await stored<{ late: boolean }>('occurred_at > received_at AS late', [String(event.event_id)]);
    expect(rows).toEqual([{ late: false }]);
  });

  test('a recording with times of sending keeps its hours', async () => {
    const lines = readFileSync(file('recorded-with-sent-at.ndjson'), 'utf8').trim().split('\n');
    expect(await send('recorded-with-sent-at.ndjson')).toMatchObject({ accepted: lines.length, quarantined: 0 });
    const [row] = await query<{ hours: number }>(
      pipeline,
      `SELECT count(DISTINCT date_trunc('hour', occurred_at)) AS hours FROM events WHERE player_id LIKE 'rec%'`,
    );
    expect(row?.hours).toBe(lines.length);
  });

  test('a member that appears twice is named', async () => {
    expect(await send('duplicate-keys.ndjson')).toMatchObject({ accepted: 0, quarantined: 2 });
    const aside = await query<Quarantined>(
      pipeline,
      "SELECT DISTINCT reason, error_path, error_detail FROM quarantined_events WHERE event_type = 'iap_transaction'",
    );
    expect(aside).toEqual([
      {
        reason: 'schema_mismatch',
        error_path: '/event_data/currency_amount',
        error_detail: 'currency_amount appears twice',
      },
    ]);
  });

  test('bodies in gzip are read, another coding is a 415 that names it', async () => {
    const event = login();
    const zipped = gzipSync(JSON.stringify({ events: [event] }));
    expect((await post(new Uint8Array(zipped), { 'content-encoding': 'gzip' })).status).toBe(200);
    expect(await stored('event_id', [String(event.event_id)])).toHaveLength(1);
    const { status, answer } = await post(new Uint8Array(zipped), { 'content-encoding': 'br' });
    expect([status, answer]).toMatchObject([415, { error_detail: expect.stringContaining('Content-Encoding "br"') }]);
  });

  test('a final slash is a 404 that names method and path, readable by a browser', async () => {
    const { status, answer, headers } = await post('{"events":[{}]}', {}, '/events/');
    expect([status, answer]).toMatchObject([
      404,
      { error: 'NotFound', error_detail: expect.stringMatching(/POST .*\/events\/$/) },
    ]);
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  test('a text/plain body, as navigator.sendBeacon sends it, is a 415 that says what to send', async () => {
    const { status, answer } = await post('{"events":[{}]}', { 'content-type': 'text/plain;charset=UTF-8' });
    expect([status, answer]).toMatchObject([415, { error_detail: expect.stringContaining('application/json') }]);
  });

  test('a key with Bearer before it is told so', async () => {
    const { status, answer } = await post('{"events":[{}]}', { authorization: `Bearer ${game.key}` });
    expect([status, answer]).toMatchObject([403, { error_detail: expect.stringContaining('without Bearer') }]);
  });

  test.each([
    ['int64-max.ndjson', 1],
    ['type-names-of-other-games.ndjson', 4],
    ['generic-names-taken-by-dota.ndjson', 3],
    ['field-name-of-65-characters.ndjson', 3],
    ['null-for-optional-field.ndjson', 3],
    ['app-version-with-build.ndjson', 2],
    ['utf16-from-powershell.ndjson', 1],
    ['number-beyond-64-bits.ndjson', 7],
    ['nested-deeper-than-1024.ndjson', 1],
  ])('%s is accepted', async (name, accepted) => {
    expect(await send(name)).toMatchObject({ sent: accepted, accepted, quarantined: 0, failed: 0 });
  });

  test('an event without an id is waited for, and counted as quarantined', async () => {
    expect(await send('no-event-id.ndjson')).toMatchObject({
      accepted: 0,
      quarantined: 1,
      reasons: { schema_mismatch: 1 },
    });
  });

  test('gap send --wait tells its own events from those sent just before', async () => {
    expect(await send('five-bad.ndjson')).toMatchObject({ accepted: 0, quarantined: 5 });
    expect(await send('two-good.ndjson')).toMatchObject({ accepted: 2, quarantined: 0 });
  });

  test('gap validate names a file in Latin-1', async () => {
    const { exitCode, stderr } = await runGap(pipeline, 'validate', file('latin1.ndjson'));
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('it looks like Latin-1')]);
  });

  test('optional members that are null or empty are absent, in columns and typed views', async () => {
    const events = [login({ platform: null, country: '', app_version: '', event_data: { platform: '' } })];
    expect((await postBody(pipeline, game, JSON.stringify({ events }))).status).toBe(200);
    const id = String(events[0]?.event_id);
    expect(await stored('platform, country, app_version', [id])).toEqual([
      { platform: null, country: null, app_version: null },
    ]);
    expect(await query(pipeline, `SELECT data_platform FROM login WHERE event_id = '${id}'`)).toEqual([
      { data_platform: null },
    ]);
  });

  test('a query of a type without a schema says so, and how many such events there are', async () => {
    const { exitCode, stderr } = await runGap(pipeline, 'query', 'SELECT * FROM champion_kill');
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/the event type CHAMPION_KILL has no schema yet, .* there are 1 such events/),
    ]);
    const { stderr: unknown } = await runGap(pipeline, 'query', 'SELECT * FROM nothing_like_it');
    expect(unknown).toContain('does not exist');
  });

  test('ClickHouse has the same rows', async () => {
    const columns = 'event_id, event_type, player_id, session_id, platform, country, app_version';
    const lake = await query(pipeline, `SELECT ${columns} FROM events ORDER BY event_id`);
    await untilClickHouseHas(pipeline, 'events', lake.length);
    expect(await askClickHouse(pipeline, `SELECT ${columns} FROM events ORDER BY event_id`)).toEqual(lake);
    const reasons =
      'SELECT reason, error_path, error_detail, count(*) AS n FROM quarantined_events GROUP BY 1, 2, 3 ORDER BY 1, 2, 3';
    expect(await askClickHouse(pipeline, reasons)).toEqual(await query(pipeline, reasons));
  });

  test.each([
    ['iap_transaction', 'currency_amount, currency_type, transaction_id, item_id', 4],
    ['level_completed', 'level_id, duration_seconds, stars', 3],
    ['client_latency', 'latency', 1],
  ])(
    '%s has all its columns in both stores beside numbers beyond 64 bits and deep lists',
    async (view, columns, count) => {
      const sql = `SELECT event_id, ${columns} FROM ${view} ORDER BY event_id`;
      const lake = await query<Record<string, unknown>>(pipeline, sql);
      expect(lake.filter((row) => Object.values(row).includes(null))).toEqual([]);
      expect(lake.length).toBeGreaterThanOrEqual(count);
      expect(await askClickHouse(pipeline, sql)).toEqual(lake);
    },
  );
});
