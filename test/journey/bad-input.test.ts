import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createGame,
  type Game,
  gapJson,
  ingestModes,
  type Pipeline,
  postBody,
  query,
  startPipeline,
  stopPipeline,
} from '../support/pipeline.ts';

interface Refusal {
  error: string;
  error_detail: string;
}

interface Quarantined {
  reason: string;
  error_path: string;
  event: string;
}

const now = () => Math.floor(Date.now() / 1000);

/** An event that is right, as JSON text with `more` members before its end. */
function eventText(event_id: string, more = ''): string {
  return `{"event_id":"${event_id}","event_type":"login","event_name":"login","event_timestamp":${now()}${more}}`;
}

const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;

describe.each(ingestModes)('bad input to %s', (INGEST_MODE) => {
  let pipeline: Pipeline;
  let game: Game;

  beforeAll(async () => {
    pipeline = await startPipeline({ INGEST_MODE }, { keep: true });
    game = await createGame(pipeline);
  });
  afterAll(() => stopPipeline(pipeline));

  const manyEvents = (count: number) =>
    `{"events":[${Array.from({ length: count }, () => eventText(randomUUID())).join(',')}]}`;

  test.each<[string, () => string | Uint8Array, number, RegExp]>([
    ['no JSON', () => 'hello', 400, /body/i],
    ['truncated JSON', () => manyEvents(2).slice(0, -30), 400, /body/i],
    ['an empty body', () => '', 400, /body/i],
    ['no list of events', () => '{"event":[]}', 400, /events/],
    ['an empty list', () => '{"events":[]}', 400, /events/],
    ['501 events', () => manyEvents(501), 400, /events/],
    ['an item that is no object', () => `{"events":[${eventText(randomUUID())},7]}`, 400, /\/events\/1|events\[1\]/],
    ['a list nested too deep to print', () => `{"events":[${'['.repeat(200_000)}${']'.repeat(200_000)}]}`, 400, /./],
    ['a byte order mark', () => `\uFEFF${manyEvents(1)}`, 400, /./],
    [
      'invalid UTF-8',
      () => Buffer.concat([Buffer.from('{"events":[{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}]}')]),
      400,
      /UTF-8/i,
    ],
    ['more than 10 MB', () => `{"events":["${'x'.repeat(10_500_000)}"]}`, 413, /./],
  ])('%s gets a 4xx that says what is wrong', async (_, body, status, detail) => {
    const response = await postBody(pipeline, game, body());
    const text = await response.text();
    expect(response.status, text).toBe(status);
    const { error, error_detail } = JSON.parse(text) as Refusal;
    expect(error).toMatch(/^[A-Z][A-Za-z]+$/);
    expect(error_detail).toMatch(detail);
    expect(text).not.toMatch(/at .*\.[tj]s:\d+/);
  });

  test('another content type gets 415', async () => {
    const response = await postBody(pipeline, game, manyEvents(1), { 'content-type': 'text/plain' });
    expect([response.status, ((await response.json()) as Refusal).error]).toEqual([415, 'UnsupportedMediaType']);
  });

  test.each([
    ['a quote in the path', '/applications/%22%7D/events', 403],
    ['a template in the path', '/applications/$context.accountId/events', 403],
  ])('%s is refused', async (_, path, status) => {
    const response = await fetch(pipeline.stack.file.api + path, {
      method: 'POST',
      headers: { authorization: game.key, 'content-type': 'application/json' },
      body: manyEvents(1),
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toHaveProperty('error');
  });

  test('no key gets 401, another one 403', async () => {
    const without = await fetch(`${pipeline.stack.file.api}/applications/${game.id}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: manyEvents(1),
    });
    expect([without.status, ((await without.json()) as Refusal).error]).toEqual([401, 'Unauthorized']);
    const wrong = await postBody(pipeline, { ...game, key: 'wrong' }, manyEvents(1));
    expect([wrong.status, ((await wrong.json()) as Refusal).error]).toEqual([403, 'Forbidden']);
  });

  test('every digit, quote and template of an event is in the table as it was sent', async () => {
    const data =
      '{"big":12345678901234567890,"price":1.10, "tiny":1e-7,"text":"$util.x #foreach(${a}) \\"quoted\\" \\u00e9 é","__proto__":{"a":1}}';
    const id = randomUUID();
    const response = await postBody(pipeline, game, `{"events":[${eventText(id, `,"event_data":${data}`)}]}`);
    expect(await response.json()).toEqual({ Total: 1, FailedRecordCount: 0, Events: [{ Result: 'Ok' }] });
    await gapJson(pipeline, 'flush');
    expect(await query(pipeline, `SELECT event_data FROM events WHERE event_id = '${id}'`)).toEqual([
      { event_data: data },
    ]);
  });

  test.each<[string, (id: string) => string, string]>([
    ['no type', (id) => `{"event_id":"${id}","event_name":"x","event_timestamp":${now()}}`, 'schema_mismatch'],
    ['an unknown member', (id) => eventText(id, ',"colour":"red"'), 'schema_mismatch'],
    ['event_data that is a list, deeply nested', (id) => eventText(id, `,"event_data":${deep}`), 'schema_mismatch'],
    ['an event_id that is no UUID', (id) => eventText(id).replace(id, `${id}-x`), 'schema_mismatch'],
    ['a player_id with a control character', (id) => eventText(id, ',"player_id":"a\\u0007b"'), 'schema_mismatch'],
    ['a member that appears twice', (id) => eventText(id, ',"event_data":{"a":[{"b":1,"b":2}]}'), 'schema_mismatch'],
    ['a __proto__ member', (id) => eventText(id, ',"__proto__":{"polluted":1}'), 'schema_mismatch'],
    ['milliseconds', (id) => eventText(id).replace(/(\d{10})}/, '$1000}'), 'timestamp_out_of_range'],
    ['a negative time', (id) => eventText(id).replace(/:(\d{10})}/, ':-$1}'), 'timestamp_out_of_range'],
    ['a time long ago', (id) => eventText(id).replace(/\d{10}}/, '86400}'), 'timestamp_out_of_range'],
  ])('an event with %s is quarantined byte for byte, its neighbours are accepted', async (_, bad, reason) => {
    const [before, id, after] = [randomUUID(), randomUUID(), randomUUID()];
    const text = bad(id);
    const response = await postBody(pipeline, game, `{"events":[${eventText(before)},${text},${eventText(after)}]}`);
    expect(await response.json()).toMatchObject({ Total: 3, FailedRecordCount: 0 });
    await gapJson(pipeline, 'flush');
    const found = await query<Quarantined>(
      pipeline,
      `SELECT reason, error_path, event FROM quarantined_events WHERE event_id LIKE '${id}%'`,
    );
    expect(found).toEqual([{ reason, error_path: expect.any(String), event: text }]);
    const accepted = await query(
      pipeline,
      `SELECT event_id FROM events WHERE event_id IN ('${before}', '${id}', '${after}') ORDER BY 1`,
    );
    expect(accepted).toEqual([before, after].sort().map((event_id) => ({ event_id })));
  });
});
