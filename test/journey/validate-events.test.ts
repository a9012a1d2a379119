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

const seconds = () => Math.floor(Date.now() / 1000);

function login(change: Readonly<Record<string, unknown>> = {}) {
  return { event_id: randomUUID(), event_type: 'login', event_name: 'login', event_timestamp: seconds(), ...change };
}

describe.each(ingestModes)('events that are only validated, with %s', (INGEST_MODE) => {
  let pipeline: Pipeline;
  let game: Game;

  beforeAll(async () => {
    pipeline = await startPipeline({ INGEST_MODE, UNKNOWN_EVENT_TYPES: 'QUARANTINE' }, { keep: true });
    game = await createGame(pipeline);
  });
  afterAll(() => stopPipeline(pipeline));

  const validate = (body: string | Uint8Array, headers: Record<string, string> = {}, { id, key } = game) =>
    fetch(`${pipeline.stack.file.api}/applications/${id}/events/validate`, {
      method: 'POST',
      headers: { authorization: key, 'content-type': 'application/json', ...headers },
      body,
    });
  const errorOf = async (response: Response) => [response.status, ((await response.json()) as { error: string }).error];

  test('get the verdicts that they get when they are sent, and leave no trace', async () => {
    const events = [
      login({ event_data: { platform: 'pc' } }),
      login({ event_data: { platform: 7 } }),
      login({ event_type: 'dragon_tamed' }),
      login({ event_timestamp: 120, sent_at: seconds() - 90 * 86_400 }),
      login({ event_timestamp: 120, sent_at: 125 }),
    ];
    const response = await validate(JSON.stringify({ events }));
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    const { Total, FailedRecordCount, Events } = (await response.json()) as {
      Total: number;
      FailedRecordCount: number;
      Events: { event_id: string; Outcome: string; Reason?: string; ErrorPath?: string; ErrorDetail?: string }[];
    };
    expect([Total, FailedRecordCount]).toEqual([5, 3]);
    expect(Events.map(({ event_id }) => event_id)).toEqual(events.map(({ event_id }) => event_id));
    expect(Events.map(({ Outcome, Reason }) => Reason ?? Outcome)).toEqual([
      'accepted',
      'schema_mismatch',
      'unknown_event_type',
      'timestamp_out_of_range',
      'accepted',
    ]);

    const [first] = events;
    await postBody(pipeline, game, JSON.stringify({ events: events.slice(1) }));
    await gapJson(pipeline, 'flush');
    expect(await query(pipeline, `SELECT event_id FROM events WHERE event_id = '${first?.event_id}'`)).toEqual([]);
    const quarantined = await query<Record<string, string>>(
      pipeline,
      'SELECT event_id, reason, error_path, error_detail FROM quarantined_events',
    );
    const told = Events.filter(({ Outcome }) => Outcome === 'quarantined').map((event) => ({
      event_id: event.event_id,
      reason: event.Reason,
      error_path: event.ErrorPath,
      error_detail: event.ErrorDetail,
    }));
    const byId = (one: { event_id?: string | undefined }, other: { event_id?: string | undefined }) =>
      String(one.event_id) < String(other.event_id) ? -1 : 1;
    expect(quarantined.sort(byId)).toEqual(told.sort(byId));
  });

  test.each<[string, () => string, number, string, RegExp]>([
    ['no JSON', () => 'hello', 400, 'BadRequest', /body/i],
    ['no events', () => '{"events":[]}', 400, 'BadRequest', /events/],
    ['501 events', () => JSON.stringify({ events: Array(501).fill(login()) }), 400, 'BadRequest', /events/],
    ['an item that is no object', () => '{"events":[1]}', 400, 'BadRequest', /events/],
    [
      'more than 6 MB',
      () => JSON.stringify({ events: [login({ x: 'x'.repeat(6_500_000) })] }),
      413,
      'RequestTooLarge',
      /6 MB/,
    ],
  ])('%s is refused as everywhere', async (_, body, status, error, detail) => {
    const response = await validate(body());
    const answer = (await response.json()) as { error: string; error_detail: string };
    expect([response.status, answer.error]).toEqual([status, error]);
    expect(answer.error_detail).toMatch(detail);
  });

  test('an event_id that is none costs only its event', async () => {
    const response = await validate(JSON.stringify({ events: [login({ event_id: 'x' }), login()] }));
    const { Events } = (await response.json()) as {
      Events: { Outcome: string; Reason?: string; ErrorPath?: string }[];
    };
    expect(response.status).toBe(200);
    expect(Events).toMatchObject([
      { Outcome: 'quarantined', Reason: 'schema_mismatch', ErrorPath: '/event_id' },
      { Outcome: 'accepted' },
    ]);
  });

  test('need the key of their application', async () => {
    const body = JSON.stringify({ events: [login()] });
    const other = await createGame(pipeline, 'Another game');
    expect(await errorOf(await validate(body, { authorization: '' }))).toEqual([401, 'Unauthorized']);
    expect(await errorOf(await validate(body, {}, { id: game.id, key: other.key }))).toEqual([403, 'Forbidden']);
  });

  test('can be asked about from a browser', async () => {
    const url = `${pipeline.stack.file.api}/applications/${game.id}/events/validate`;
    const { status, headers } = await fetch(url, {
      method: 'OPTIONS',
      headers: { 'content-type': 'application/json' },
    });
    expect([status, headers.get('access-control-allow-methods')]).toEqual([200, 'OPTIONS,POST']);
  });
});
