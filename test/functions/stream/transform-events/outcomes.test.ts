import { describe, expect, it } from 'vitest';
import { quarantinedEventColumns, rawEventColumns } from '../../../../schemas/generated/columns.ts';
import {
  anEvent,
  apiRecord,
  application,
  now,
  requestId,
  stranger,
  transform,
  transformOne,
  transformRecords,
} from './records.ts';

const one = (change: Readonly<Record<string, unknown>>) => apiRecord(JSON.stringify(anEvent(change)));
const day = 86_400;

describe('a good event', () => {
  const full = anEvent({
    event_timestamp: 1769463950.5,
    event_version: '1.0.0',
    app_version: '2.3.1',
    player_id: 'player@1',
    session_id: 's:1',
    platform: 'Nintendo Switch™ "OLED"',
    country: 'DE',
    sent_at: 1769463951,
    event_data: { level: 3 },
  });

  it('becomes a row of all columns', async () => {
    const { row, keys, reason } = await transformOne(apiRecord(JSON.stringify(full)));
    expect(row).toEqual({
      event_id: '0b5c1f6e-3f52-4d6e-8f0b-000000000001',
      event_type: 'login',
      event_name: 'login',
      event_version: '1.0.0',
      event_timestamp: 1769463950.5,
      occurred_at: '2026-01-26 21:45:49.750',
      received_at: '2026-01-26 21:45:49.750',
      app_version: '2.3.1',
      player_id: 'player@1',
      session_id: 's:1',
      platform: 'Nintendo Switch™ "OLED"',
      country: 'DE',
      application_id: application,
      application_name: 'My game',
      event_data: '{"level":3}',
      metadata: JSON.stringify({
        processed_at: '2026-01-26T21:45:50.000Z',
        validated: true,
        request_id: requestId,
        schema: '1.0',
        sent_at: 1769463951,
      }),
    });
    expect(new Set(Object.keys(row))).toEqual(new Set(rawEventColumns.map(({ name }) => name)));
    expect(keys).toEqual({ outcome: 'accepted', event_date: '2026-01-26', delivered_hour: '2026-01-26-21' });
    expect(reason).toBe('ok');
  });

  it('may be all ASCII, with an application that is not', async () => {
    const { row } = await transformOne(one({ event_data: { level: 3 } }), { name: 'Spiel "Ω"\n' });
    expect(row).toMatchObject({ application_name: 'Spiel "Ω"\n', event_data: '{"level":3}' });
  });

  it('leaves columns without a value out', async () => {
    const { row } = await transformOne(one({}));
    for (const column of ['event_version', 'player_id', 'event_data']) expect(row).not.toHaveProperty(column);
  });

  it('goes to the day on which it happened', async () => {
    const { keys } = await transformOne(one({ event_timestamp: Date.UTC(2026, 0, 20, 23, 59, 59) / 1000 }));
    expect(keys).toEqual({ outcome: 'accepted', event_date: '2026-01-20', delivered_hour: '2026-01-26-21' });
    const rounded = await transformOne(one({ event_timestamp: Date.UTC(2026, 0, 21) / 1000 - 0.0001 }));
    expect(rounded.keys?.event_date).toBe('2026-01-21');
    expect(rounded.row.occurred_at).toBe('2026-01-21 00:00:00.000');
  });

  it('from a Kinesis stream says where it stood there', async () => {
    const kinesisRecordMetadata = {
      sequenceNumber: '49546986683135544286507457936321625675700192471156785154',
      subsequenceNumber: '0',
      partitionKey: 'secret "key"',
      shardId: 'shardId-000000000003',
      approximateArrivalTimestamp: now,
    };
    const data = Buffer.from(one({})).toString('base64');
    const record = { recordId: '1', approximateArrivalTimestamp: now, data, kinesisRecordMetadata };
    const { answers } = await transformRecords([record]);
    expect(JSON.parse(answers[0]?.row.metadata)).toMatchObject({
      sequence_number: kinesisRecordMetadata.sequenceNumber,
      shard_id: 'shardId-000000000003',
    });
  });
});

describe('an event that is not good is quarantined', () => {
  it.each([
    ['event_id is missing', { event_id: undefined }, '/event_id', 'event_id is missing'],
    ['event_id that is no UUID', { event_id: '0b5c1f6e' }, '/event_id', 'must be a UUID'],
    ['event_type with a space', { event_type: 'log in' }, '/event_type', 'must have 1 to 128 letters'],
    ['event_type of 129 characters', { event_type: 'a'.repeat(129) }, '/event_type', 'must have 1 to 128 letters'],
    ['event_name is missing', { event_name: undefined }, '/event_name', 'event_name is missing'],
    [
      'event_version of 33 characters',
      { event_version: '1'.repeat(33) },
      '/event_version',
      'must have 1 to 32 letters',
    ],
    ['event_timestamp is missing', { event_timestamp: undefined }, '/event_timestamp', 'event_timestamp is missing'],
    [
      'event_timestamp is a string',
      { event_timestamp: '1769463950' },
      '/event_timestamp',
      'must be a number, not a string',
    ],
    ['event_data is a string', { event_data: '{}' }, '/event_data', 'must be an object, not a string'],
    ['event_data is a list', { event_data: [] }, '/event_data', 'must be an object, not a list'],
    ['event_id is null', { event_id: null }, '/event_id', 'must be a string, not null'],
    ['player_id is a number', { player_id: 1 }, '/player_id', 'must be a string, not a number'],
    ['event_version of no schema', { event_version: '9.0' }, '/event_version', 'login has 1.0'],
    ['event_data that is not of its schema', { event_data: { platform: 7 } }, '/event_data/platform', 'not a number'],
    ['platform is a number', { platform: 5 }, '/platform', 'must be a string, not a number'],
    ['an unknown property', { level: 3 }, '/level', 'unknown property'],
    ['an unknown property with a path', { 'a/b~c': 3 }, '/a~1b~0c', 'unknown property'],
  ])('as schema_mismatch: %s', async (_, change, path, detail) => {
    const text = JSON.stringify(anEvent(change));
    const { row, keys, reason } = await transformOne(apiRecord(text));
    expect(reason).toBe('schema_mismatch');
    expect(row).toMatchObject({ reason: 'schema_mismatch', error_path: path, event: text });
    expect(row.error_detail).toContain(detail);
    expect(keys).toEqual({ outcome: 'quarantined', event_date: '2026-01-26', delivered_hour: '2026-01-26-21' });
    for (const column of Object.keys(row)) expect(quarantinedEventColumns.map(({ name }) => name)).toContain(column);
  });

  const tooOld = 'is more than 30 days before the event was received';
  const tooNew = 'is more than 1 hour after the event was received';

  it.each([
    ['milliseconds', now, `${tooNew}: milliseconds instead of seconds?`],
    ['negative', -1, tooOld],
    ['zero', 0, tooOld],
    ['a second too old', now / 1000 - 0.25 - 30 * day - 1, tooOld],
    ['a second too far ahead', now / 1000 - 0.25 + 3601, tooNew],
    ['far ahead', 1e300, `${tooNew}: milliseconds instead of seconds?`],
  ])('as timestamp_out_of_range: %s', async (_, event_timestamp, error_detail) => {
    const { row, keys } = await transformOne(one({ event_timestamp, event_data: { a: 1 } }));
    expect(row).toMatchObject({ reason: 'timestamp_out_of_range', error_path: '/event_timestamp', event_timestamp });
    expect(row).toMatchObject({ application_name: 'My game', event_type: 'login', event_data: '{"a":1}' });
    expect(row.error_detail).toBe(error_detail);
    expect(keys).toEqual({ outcome: 'quarantined', event_date: '2026-01-26', delivered_hour: '2026-01-26-21' });
  });

  it.each([['1e999'], ['-1e999']])('as timestamp_out_of_range: %s', async (number) => {
    const text = JSON.stringify(anEvent()).replace(/"event_timestamp":[\d.]+/, `"event_timestamp":${number}`);
    const { row } = await transformOne(apiRecord(text));
    expect(row).toMatchObject({ reason: 'timestamp_out_of_range', event: text });
    expect(row).not.toHaveProperty('event_timestamp');
  });

  it.each([
    ['the oldest', now / 1000 - 0.25 - 30 * day],
    ['the furthest ahead', now / 1000 - 0.25 + 3600],
  ])('but not %s that is allowed', async (_, event_timestamp) => {
    expect((await transformOne(one({ event_timestamp }))).reason).toBe('ok');
  });

  it.each([
    ['nobody has registered', stranger],
    ['is no UUID', 'my-game'],
    ['holds quotes and half a character', '"}\ud800'],
    ['is __proto__', '__proto__'],
    ['is ours in upper case', 'AAAAAAAA-2222-4333-8444-555555555555'],
  ])('as unregistered_application when the id %s, whatever else is wrong', async (_, id) => {
    const { row } = await transformOne(apiRecord('{"x": 1.10}', id));
    expect(row).toMatchObject({ reason: 'unregistered_application', event: '{"x": 1.10}' });
    expect(row.application_id).toBe(id.replace('\ud800', '\ufffd'));
    expect(row).not.toHaveProperty('application_name');
  });

  it('with a path and detail of bounded length', async () => {
    const { row } = await transformOne(one({ [`${'~'.repeat(100_000)}`]: 1 }));
    expect(row.error_path.length).toBeLessThanOrEqual(256);
    expect(row.error_detail.length).toBeLessThanOrEqual(512);
  });
});

describe('a record without an event that could be judged fails, byte for byte as it came', () => {
  const event = JSON.stringify(anEvent());
  it.each([
    ['not_json', 'empty', ''],
    ['not_json', 'text', 'hello'],
    ['not_json', 'cut off', apiRecord(event).slice(0, -1)],
    ['not_json', 'two documents', `${apiRecord(event)}${apiRecord(event)}`],
    ['not_json', 'a byte order mark', `\ufeff${apiRecord(event)}`],
    ['not_json', 'invalid UTF-8', Buffer.from([...Buffer.from('{"application_id":"'), 0xff, 0x22, 0x7d])],
    ['not_json', 'an encoded surrogate', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['not_json', 'event_data that is cut off', apiRecord('{"event_data": {"a": 1}')],
    ['not_json', 'event_data that is broken', apiRecord('{"event_data": {"a": 01}}')],
    ['no_application_id', 'null', 'null'],
    ['no_application_id', 'a number', '1'],
    ['no_application_id', 'a list', `[${apiRecord(event)}]`],
    ['no_application_id', 'none', `{"event": ${event}}`],
    ['no_application_id', 'an empty one', apiRecord(event, '')],
    ['no_application_id', 'a number for one', `{"application_id": 1, "event": ${event}}`],
    ['no_application_id', 'one in __proto__', `{"__proto__": {"application_id": "${application}"}, "event": ${event}}`],
    ['no_event', 'none', `{"application_id": "${application}"}`],
    ['no_event', 'null', apiRecord('null')],
    ['no_event', 'a list', apiRecord('[]')],
    ['no_event', 'a string', apiRecord('"{}"')],
    ['no_event', 'a number', apiRecord('5')],
  ])('as %s: %s', async (reason, _, bytes) => {
    const answer = await transformOne(bytes);
    expect(answer).toMatchObject({ reason, result: 'ProcessingFailed', row: undefined, keys: undefined });
    expect(Buffer.from(answer.data, 'base64')).toEqual(Buffer.from(bytes));
  });
});

describe('the time of receipt', () => {
  const received = async (requestTime: unknown) =>
    (await transformOne(apiRecord(JSON.stringify(anEvent()), application, requestTime))).row.received_at;
  const arrival = '2026-01-26 21:45:50.000';

  it.each([
    ["is the API's", now - 250, '2026-01-26 21:45:49.750'],
    [
      "is the API's, of a record that is replayed within the age of an event",
      now - 5 * day * 1000,
      '2026-01-21 21:45:50.000',
    ],
    ["is the API's, whose clock may be a little ahead", now + 1000, '2026-01-26 21:45:51.000'],
    ['is that of the arrival, where there is none', null, arrival],
    ['is that of the arrival, where it is text', String(now), arrival],
    ['is that of the arrival, where it is in seconds', now / 1000, arrival],
    ['is that of the arrival, where it lies ahead', now + 61_000, arrival],
    ['is that of the arrival, where it lies too far back', now - 31 * day * 1000, arrival],
    ['is that of the arrival, where it is negative', -1, arrival],
  ])('%s', async (_, requestTime, expected) => {
    expect(await received(requestTime)).toBe(expected);
  });

  it('that is forged opens no partition', async () => {
    const forged = Date.UTC(2001, 1, 1);
    const event = JSON.stringify(anEvent({ event_timestamp: forged / 1000 }));
    const { row, keys } = await transformOne(apiRecord(event, application, forged));
    expect(row.reason).toBe('timestamp_out_of_range');
    expect(keys).toEqual({ outcome: 'quarantined', event_date: '2026-01-26', delivered_hour: '2026-01-26-21' });
  });

  it('is the present where Firehose gives none', async () => {
    const data = Buffer.from(`{"application_id":"${application}","event":${JSON.stringify(anEvent())}}`).toString(
      'base64',
    );
    const { answers } = await transformRecords([{ recordId: '1', approximateArrivalTimestamp: Number.NaN, data }]);
    expect(answers[0]?.row.received_at).toBe(arrival);
    expect(JSON.parse(answers[0]?.row.metadata)).toEqual({
      processed_at: '2026-01-26T21:45:50.000Z',
      validated: false,
      schema: '1.0',
    });
  });
});

describe('a record that is replayed', () => {
  const replayed = (source: unknown, requestTime: unknown, change: Readonly<Record<string, unknown>> = {}) =>
    transformOne(
      apiRecord(JSON.stringify(anEvent(change)), application, requestTime).replace(
        /}$/,
        `,"replayed_from":${JSON.stringify(source)}}`,
      ),
    );
  const longAgo = Date.UTC(2025, 2, 1, 12);

  it.each([['quarantined'], ['failed'], ['archive']])(
    'from %s keeps its time of receipt, and says so',
    async (source) => {
      const { row, keys } = await replayed(source, longAgo, { event_timestamp: longAgo / 1000 - day });
      expect(row.received_at).toBe('2025-03-01 12:00:00.000');
      expect(JSON.parse(row.metadata)).toMatchObject({ replayed_from: source, request_id: requestId });
      expect(keys).toEqual({ outcome: 'accepted', event_date: '2025-02-28', delivered_hour: '2026-01-26-21' });
    },
  );

  it('is judged by the time at which it was received then', async () => {
    const { row, keys } = await replayed('quarantined', longAgo);
    expect(row).toMatchObject({ reason: 'timestamp_out_of_range', error_path: '/event_timestamp' });
    expect(keys).toEqual({ outcome: 'quarantined', event_date: '2025-03-01', delivered_hour: '2026-01-26-21' });
  });

  it.each([
    ['of before the first deployment', 'archive', Date.UTC(2024, 11, 31)],
    ['of the future', 'archive', now + 61_000],
    ['from nowhere we know', 'backup', longAgo],
    ['from a list', ['archive'], longAgo],
    ['from __proto__', '__proto__', longAgo],
  ])('%s has the time of its arrival', async (_, source, requestTime) => {
    const { row } = await replayed(source, requestTime);
    expect(row.received_at).toBe('2026-01-26 21:45:50.000');
  });

  it('from nowhere we know does not say so', async () => {
    const { row } = await replayed('backup', now);
    expect(JSON.parse(row.metadata)).not.toHaveProperty('replayed_from');
  });
});

describe("the client's clock", () => {
  const received = now / 1000 - 0.25;
  it.each([
    [
      'that runs 90 days behind',
      { event_timestamp: received - 90 * day - 60, sent_at: received - 90 * day },
      '21:44:49.750',
    ],
    ['that has begun in 1970', { event_timestamp: 120, sent_at: 130.5 }, '21:45:39.250'],
    ['that runs two hours ahead', { event_timestamp: received + 7200, sent_at: received + 7210 }, '21:45:39.750'],
    ['that is 5 seconds off', { event_timestamp: received - 60, sent_at: received - 5 }, '21:44:49.750'],
  ])('%s is put right by sent_at', async (_, times, expected) => {
    const { row, reason } = await transformOne(one(times));
    expect(reason).toBe('ok');
    expect(row).toMatchObject({ occurred_at: `2026-01-26 ${expected}`, event_timestamp: times.event_timestamp });
    expect(JSON.parse(row.metadata).sent_at).toBe(times.sent_at);
  });

  it('decides the day that an event lies in', async () => {
    const { keys } = await transformOne(one({ event_timestamp: received, sent_at: received + 2 * day }));
    expect(keys?.event_date).toBe('2026-01-24');
  });

  it('is put right in quarantine too', async () => {
    const { row } = await transformOne(one({ event_type: 'log in', event_timestamp: 120, sent_at: 130 }));
    expect(row).toMatchObject({ event_timestamp: 120, occurred_at: '2026-01-26 21:45:39.750' });
  });
});

describe('a type without a schema', () => {
  const unknown = one({ event_type: 'dragon_tamed', event_version: 'x', event_data: { any: ['thing'] } });

  it('is accepted, and says that no schema judged it', async () => {
    const { row, reason } = await transformOne(unknown);
    expect(reason).toBe('ok');
    expect(row).toMatchObject({ event_type: 'dragon_tamed', event_data: '{"any":["thing"]}' });
    expect(JSON.parse(row.metadata)).not.toHaveProperty('schema');
  });

  it('is quarantined where the config says so', async () => {
    const judging = { maxEventAgeDays: 30, unknownEventTypes: 'QUARANTINE' } as const;
    const { row } = await transformOne(unknown, { judging });
    expect(row).toMatchObject({ reason: 'unknown_event_type', error_path: '/event_type' });
    expect((await transformOne(one({}), { judging })).reason).toBe('ok');
  });
});

describe('a batch', () => {
  it('of none is answered by none', async () => {
    expect((await transform([])).answers).toEqual([]);
  });

  it('is answered in its order, whoever the events belong to', async () => {
    const texts = [one({}), 'x', apiRecord('{}', stranger), one({}), apiRecord('{}'), one({})];
    const { answers, counts } = await transform(texts);
    expect(answers.map(({ recordId }) => recordId)).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(answers.map(({ keys }) => keys?.outcome ?? 'failed')).toEqual([
      ...['accepted', 'failed', 'quarantined', 'accepted', 'quarantined', 'accepted'],
    ]);
    expect(counts).toEqual({ ok: 3, not_json: 1, unregistered_application: 1, schema_mismatch: 1 });
  });

  it('that runs while another waits does not touch it', async () => {
    const texts = Array.from({ length: 300 }, (_, index) => one({ event_data: { index } }));
    const batches = await Promise.all([transform(texts), transform(texts), transform(texts)]);
    for (const { answers } of batches) {
      expect(answers.map(({ row }) => JSON.parse(row.event_data).index)).toEqual(texts.map((_, index) => index));
    }
  });
});

describe('the limit of an answer', () => {
  const size = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

  it('is kept: what does not fit fails, byte for byte, and the rest is answered', async () => {
    const texts = Array.from({ length: 200 }, () => apiRecord(`{"x": "${'\\"'.repeat(100)}"}`));
    const { answers, counts } = await transform(texts, { responseLimitBytes: 200_000 });
    const records = answers.map(({ recordId, result, data, keys }) => ({
      recordId,
      result,
      data,
      metadata: keys && { partitionKeys: keys },
    }));
    expect(size({ records })).toBeLessThanOrEqual(200_000);
    expect(counts.schema_mismatch).toBeGreaterThan(10);
    expect(counts.response_full).toBeGreaterThan(10);
    for (const [index, { result, data }] of answers.entries()) {
      if (result === 'ProcessingFailed') expect(Buffer.from(data, 'base64').toString()).toBe(texts[index]);
    }
  });

  it('is 6 MB, which thousands of tiny bad records do not pass', async () => {
    const texts = Array.from({ length: 20_000 }, () => `{"application_id":"x","event":{}}`);
    const { answers, counts } = await transform(texts);
    expect(size(answers.map(({ row: _, ...answer }) => answer))).toBeLessThan(6 * 1024 * 1024);
    expect((counts.response_full ?? 0) + (counts.unregistered_application ?? 0)).toBe(20_000);
  });
});
