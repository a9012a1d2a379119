import { describe, expect, it } from 'vitest';
import { handle } from '../../../../functions/endpoint/validate-events/handle.ts';
import type { Judging } from '../../../../functions/event/environment.ts';
import { anEvent, now } from '../../stream/transform-events/records.ts';

const judging: Judging = { maxEventAgeDays: 30, unknownEventTypes: 'ACCEPT' };

const json = { 'content-type': 'application/json' };

async function post(
  body: string | null,
  isBase64Encoded = false,
  rules = judging,
  headers: Record<string, string> = json,
) {
  const request = {
    body,
    headers,
    isBase64Encoded,
    httpMethod: 'POST',
    resource: '/',
    requestContext: { requestTimeEpoch: now },
  };
  const answer = await handle(request, rules, () => {});
  return { ...answer, body: JSON.parse(answer.body) };
}

describe('the verdicts', () => {
  const { event_id } = anEvent();
  const events = [
    anEvent({ event_data: { platform: 'pc' } }),
    anEvent({ event_data: { platform: 7 } }),
    anEvent({ event_type: 'dragon_tamed' }),
    anEvent({ event_timestamp: now }),
    anEvent({ event_id: undefined }),
    anEvent({ event_id: 5 }),
  ];

  it('come in the order sent, one for each event', async () => {
    const { statusCode, body } = await post(JSON.stringify({ events }));
    expect(statusCode).toBe(200);
    expect(body).toEqual({
      Total: 6,
      FailedRecordCount: 4,
      Events: [
        { event_id, Outcome: 'accepted' },
        {
          event_id,
          Outcome: 'quarantined',
          Reason: 'schema_mismatch',
          ErrorPath: '/event_data/platform',
          ErrorDetail: 'platform must be a string, not a number',
        },
        { event_id, Outcome: 'accepted' },
        {
          event_id,
          Outcome: 'quarantined',
          Reason: 'timestamp_out_of_range',
          ErrorPath: '/event_timestamp',
          ErrorDetail: 'is more than 1 hour after the event was received: milliseconds instead of seconds?',
        },
        {
          Outcome: 'quarantined',
          Reason: 'schema_mismatch',
          ErrorPath: '/event_id',
          ErrorDetail: 'event_id is missing',
        },
        {
          Outcome: 'quarantined',
          Reason: 'schema_mismatch',
          ErrorPath: '/event_id',
          ErrorDetail: 'event_id must be a string, not a number',
        },
      ],
    });
  });

  it('are those of the config', async () => {
    const { body } = await post(JSON.stringify({ events }), false, { ...judging, unknownEventTypes: 'QUARANTINE' });
    expect(body.Events[2]).toMatchObject({ Reason: 'unknown_event_type', ErrorPath: '/event_type' });
  });

  it('are the same for a body in base64', async () => {
    const { body } = await post(Buffer.from(JSON.stringify({ events })).toString('base64'), true);
    expect(body.Total).toBe(6);
  });

  it('can be read from a browser', async () => {
    expect((await post(JSON.stringify({ events }))).headers).toMatchObject({ 'Access-Control-Allow-Origin': '*' });
    expect((await post('')).headers).toMatchObject({ 'Access-Control-Allow-Origin': '*' });
  });
});

describe('a request that cannot be judged is refused', () => {
  it.each([
    ['nothing', null, 'The body must be a JSON object'],
    ['text', 'hello', 'The body must be a JSON object'],
    ['a list', '[]', 'The body must be a JSON object'],
    ['no events', '{}', 'events: must be an array'],
    ['events that are no list', '{"events": {"length": 1}}', 'events: must be an array'],
    ['no event', '{"events": []}', 'events: must have 1 to 500 items'],
    ['501 events', JSON.stringify({ events: Array(501).fill({}) }), 'events: must have 1 to 500 items'],
    ['an event that is none', '{"events": [{}, []]}', 'events[1]: must be an object'],
  ])('%s', async (_, body, error_detail) => {
    expect(await post(body)).toMatchObject({ statusCode: 400, body: { error: 'BadRequest', error_detail } });
  });
});

describe('of content types', () => {
  const send = (headers: Record<string, string>) => post('{"events": [{}]}', false, judging, headers);

  it.each([
    ['JSON', { 'Content-Type': 'application/json' }],
    ['JSON with a charset', { 'CONTENT-TYPE': 'Application/JSON; charset=utf-8' }],
    ['none, which API Gateway takes for JSON', {}],
  ])('%s is taken', async (_, headers) => {
    expect((await send(headers)).statusCode).toBe(200);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded'])('%j is refused as on the events route', async (type) => {
    expect(await send({ 'Content-Type': type })).toMatchObject({
      statusCode: 415,
      body: { error: 'UnsupportedMediaType', error_detail: 'Send the body as application/json' },
    });
  });
});
