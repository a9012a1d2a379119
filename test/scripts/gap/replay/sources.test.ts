import { describe, expect, test } from 'vitest';
import { objectTime, parseArchiveLocation } from '../../../../scripts/gap/replay/archive-objects.ts';
import { archivedRecord } from '../../../../scripts/gap/replay/archive-source.ts';
import { failedRecord, failedSql } from '../../../../scripts/gap/replay/failed-source.ts';
import { quarantinedRecord, quarantinedSql } from '../../../../scripts/gap/replay/quarantined-source.ts';

const receivedAt = Date.parse('2026-11-21T13:05:07.123Z');
const eventText =
  '{ "event_id":"e-1", "player_id":"p-1","event_type":"login","event_data":{"big":12345678901234567890,"price":1.10, "é":"\\u00e9\\n"}}';

describe('a quarantined event', () => {
  const row = {
    received_at: '2026-11-21 13:05:07.123',
    application_id: 'app "1"',
    reason: 'schema_mismatch',
    event: eventText,
    metadata: '{"processed_at":"2026-11-21T13:06:00.000Z","validated":true,"request_id":"request-1"}',
  };

  test('goes back as the API wrote it, its text to the letter', () => {
    const record = quarantinedRecord(row);
    expect(record?.data.toString()).toBe(
      `{"event":${eventText},"application_id":"app \\"1\\"","aws_ga_api_validated_flag":true,` +
        `"aws_ga_api_requestId":"request-1","aws_ga_api_requestTimeEpoch":${receivedAt},"replayed_from":"quarantined"}`,
    );
    expect(record).toMatchObject({ partitionKey: 'p-1', receivedAt, reason: 'schema_mismatch' });
  });

  test('of a producer of its own has no request', () => {
    const record = quarantinedRecord({ ...row, metadata: '{"validated":false}' });
    expect(JSON.parse(record?.data.toString() ?? '')).toEqual({
      event: JSON.parse(eventText),
      application_id: 'app "1"',
      aws_ga_api_requestTimeEpoch: receivedAt,
      replayed_from: 'quarantined',
    });
  });

  test.each([
    ['player_id', '{"player_id":"p","event_id":"e"}', 'p'],
    ['event_id without a player', '{"event_id":"e"}', 'e'],
    ['event_id where the player is no text', '{"player_id":7,"event_id":"e"}', 'e'],
    ['event_id where the player is empty', '{"player_id":"","event_id":"e"}', 'e'],
    ['event_id where the player is too long', `{"player_id":"${'p'.repeat(257)}","event_id":"e"}`, 'e'],
  ])('has %s as its partition key', (_, event, key) => {
    expect(quarantinedRecord({ ...row, event })?.partitionKey).toBe(key);
  });

  test('without either has a random one', () => {
    expect(quarantinedRecord({ ...row, event: '{}' })?.partitionKey).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    ['no event', { ...row, event: undefined }],
    ['a broken event', { ...row, event: '{"a":' }],
    ['no application', { ...row, application_id: undefined }],
    ['no time', { ...row, received_at: 'noon' }],
  ])('a row with %s is none', (_, damaged) => {
    expect(quarantinedRecord(damaged)).toBeUndefined();
  });

  test('is asked for by its day and time, application and reason', () => {
    const selection = { since: receivedAt, until: receivedAt + 86_400_000, applicationId: "it's", reason: 'x' };
    expect(quarantinedSql('quarantined', selection)).toBe(
      "SELECT received_at, application_id, reason, event, metadata FROM quarantined WHERE event_date BETWEEN '2026-11-21' AND '2026-11-22' " +
        "AND received_at >= TIMESTAMP '2026-11-21 13:05:07.123' AND received_at < TIMESTAMP '2026-11-22 13:05:07.123' " +
        "AND application_id = 'it''s' AND reason = 'x' ORDER BY received_at",
    );
  });
});

describe('a failed record', () => {
  const row = (record: string | Buffer) => ({
    rawdata: Buffer.from(record).toString('base64'),
    arrivaltimestamp: String(receivedAt),
    error_code: 'Lambda.FunctionError',
  });
  const text = (record: string) => failedRecord(row(record))?.data.toString();

  test('of the API is marked and keeps all that it has', () => {
    const sent = `{"event": ${eventText}, "application_id": "app", "aws_ga_api_requestId": "r", "aws_ga_api_requestTimeEpoch": ${receivedAt - 5}}`;
    expect(text(sent)).toBe(`${sent.slice(0, -1)},"replayed_from":"failed"}`);
    expect(failedRecord(row(sent))).toMatchObject({
      reason: 'Lambda.FunctionError',
      receivedAt: receivedAt - 5,
      applicationId: 'app',
      partitionKey: 'p-1',
    });
  });

  test('of a producer of its own gets the time of its arrival', () => {
    expect(text('{"event":{},"application_id":"app"}\n')).toBe(
      `{"event":{},"application_id":"app","aws_ga_api_requestTimeEpoch":${receivedAt},"replayed_from":"failed"}\n`,
    );
  });

  test.each([5, receivedAt + 86_400_000, '"noon"'])('with %j for its time gets that of its arrival', (time) => {
    const sent = `{"event":{},"application_id":"app","aws_ga_api_requestTimeEpoch":${time}}`;
    expect(JSON.parse(text(sent) ?? '')).toMatchObject({ aws_ga_api_requestTimeEpoch: receivedAt });
  });

  test('that was replayed already stays as it is', () => {
    const sent = '{"event":{},"application_id":"app","replayed_from":"archive"}';
    expect(text(sent)).toBe(sent);
  });

  test.each<[string, Buffer, string]>([
    ['is no JSON', Buffer.from('no JSON \u0000 at all'), 'not_json'],
    ['is no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'not_json'],
    ['begins with a byte order mark', Buffer.from('\uFEFF{}'), 'not_json'],
    ['is a list', Buffer.from('[1]'), 'no_application_id'],
    ['belongs to nobody', Buffer.from('{"event":{}} '), 'no_application_id'],
    ['has an empty owner', Buffer.from('{"event":{},"application_id":""}'), 'no_application_id'],
    ['holds no event', Buffer.from('{"application_id":"app"}'), 'no_event'],
    ['holds a list for an event', Buffer.from('{"application_id":"app","event":[]}'), 'no_event'],
  ])('that %s goes back byte for byte, for the reason that it has', (_, bytes, reason) => {
    expect(failedRecord(row(bytes))).toMatchObject({ data: bytes, reason, event: undefined });
  });

  test('that is a row already is none', () => {
    expect(text('{"event_id":"e","application_id":"a","received_at":"2026-11-21 13:00:00.000","metadata":"{}"}')).toBe(
      undefined,
    );
  });

  test('is asked for by its arrival, a day more of folders before it', () => {
    expect(failedSql('failed', { since: receivedAt, until: receivedAt + 1000 })).toBe(
      'SELECT arrivaltimestamp, coalesce(errorcode, lasterrorcode) AS error_code, rawdata FROM failed ' +
        "WHERE failed_date BETWEEN '2026-11-20' AND '2026-11-21' " +
        `AND arrivaltimestamp >= ${receivedAt} AND arrivaltimestamp < ${receivedAt + 1000} AND rawdata IS NOT NULL ` +
        'ORDER BY arrivaltimestamp',
    );
  });
});

describe('an archived record', () => {
  const selection = { since: receivedAt - 1000, until: receivedAt + 1000 };
  const found = (record: string, more = {}) =>
    archivedRecord(Buffer.from(record), { time: receivedAt }, { ...selection, ...more });
  const sentAt = (time: number) => `{"event":${eventText},"application_id":"a","aws_ga_api_requestTimeEpoch":${time}}`;

  test('is marked, its text to the letter', () => {
    expect(found(sentAt(receivedAt + 7))).toMatchObject({
      data: Buffer.from(`${sentAt(receivedAt + 7).slice(0, -1)},"replayed_from":"archive"}`),
      receivedAt: receivedAt + 7,
      partitionKey: 'p-1',
      applicationId: 'a',
    });
  });

  test('of a producer of its own gets the time of its object', () => {
    expect(found('{"event":{},"application_id":"a"}')).toMatchObject({
      data: Buffer.from(
        `{"event":{},"application_id":"a","aws_ga_api_requestTimeEpoch":${receivedAt},"replayed_from":"archive"}`,
      ),
    });
  });

  test.each(['quarantined', 'failed', 'archive'])('that was replayed from %s is skipped', (from) => {
    expect(found(`{"event":{},"application_id":"a","replayed_from":"${from}"}`)).toBe('skipped');
  });

  test('with another word there is not', () => {
    expect(found('{"event":{},"application_id":"a","replayed_from":"elsewhere"}')).toMatchObject({
      applicationId: 'a',
    });
  });

  test('that holds no event goes back byte for byte', () => {
    expect(found('no JSON')).toMatchObject({ data: Buffer.from('no JSON'), reason: 'not_json' });
  });

  test.each<[string, string, object]>([
    ['received before', sentAt(receivedAt - 1001), {}],
    ['received at the end', sentAt(receivedAt + 1000), {}],
    ['of another application', sentAt(receivedAt), { applicationId: 'b' }],
    ['of nobody, when one application is asked for,', 'no JSON', { applicationId: 'a' }],
    ['without a time, in an object of another time,', 'no JSON', { since: receivedAt + 1 }],
  ])('%s is not asked for', (_, record, more) => {
    expect(found(record, more)).toBe('other');
  });
});

test.each([
  [
    'archive/2026/11/21/13/stream-1-2026-11-21-13-05-07-0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0.gz',
    '2026-11-21T13:05:07.000Z',
  ],
  ['a/s-2026-12-2026-11-21-13-05-07-0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0', '2026-11-21T13:05:07.000Z'],
  ['archive/2026/11/21/13/notes.txt', undefined],
  ['archive/s-1-2026-13-21-13-05-07-0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0.gz', undefined],
])('the time of %s', (key, time) => {
  const found = objectTime(key);
  expect(found === undefined ? undefined : new Date(found).toISOString()).toBe(time);
});

test('the archive is where the stack says', () => {
  expect(parseArchiveLocation('s3://lake/archive/')).toEqual({ bucket: 'lake', prefix: 'archive/' });
  expect(() => parseArchiveLocation(undefined)).toThrow('archive');
});
