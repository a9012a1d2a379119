import { cpuMilliseconds } from 'assembly-runtime/testing/cpu-time.ts';
import { describe, expect, it } from 'vitest';
import { randomJson, seededRandom } from '../../support/random-json.ts';
import { anEvent, apiRecord, application, now, transform, transformOne } from './records.ts';

/** The text of a good event whose `event_data` is this text. */
const withData = (data: string) => `${JSON.stringify(anEvent()).slice(0, -1)},"event_data":${data}}`;

describe('event_data is stored exactly as sent', () => {
  it.each([
    ['many digits', '{"a":12345678901234567890,"b":1.10,"c":-0,"d":1e999,"e":1E5}'],
    ['white space', '{ "a" :\t1 ,\r\n"b":[ ] }'],
    ['escapes', '{"a\\u0022":"\\u00e9\\n\\/\\ud83d\\ude00\\\\","b":"\\""}'],
    ['what looks like a lone surrogate', '{"a":"\\\\ud800","b":"\\\\\\\\udfff"}'],
    ['__proto__', '{"__proto__":{"x":1},"constructor":null}'],
    ['names of its own parent', '{"event_data":{"event":{"event_data":1}},"event":2}'],
    ['braces in strings', '{"a":"}","b":"{\\"","c":"\\\\"}'],
    ['other alphabets', '{"ключ":"値😀\u2028","é":"\u007f"}'],
    ['template syntax', '{"a":"$util.escapeJavaScript($input.body) #set($x=1) {{x}} ${y}"}'],
    ['nothing', '{}'],
  ])('%s', async (_, data) => {
    const { row, reason } = await transformOne(apiRecord(withData(data)));
    expect(reason).toBe('ok');
    expect(row.event_data).toBe(data);
  });

  it.each([
    ['{"a":"cut \\ud83d","b":1.10}', '{"a":"cut \\ufffd","b":1.10}'],
    [
      '{"a":"\\uD83D\\ud83d\\uDE00\\ude00","\\udfff":"\\\\\\ud800"}',
      '{"a":"\\ufffd\\ud83d\\uDE00\\ufffd","\\ufffd":"\\\\\\ufffd"}',
    ],
  ])('but for lone surrogates, which readers refuse: %s', async (data, stored) => {
    expect((await transformOne(apiRecord(withData(data)))).row.event_data).toBe(stored);
  });

  it.each([[30], [31], [100_000]])('%i levels deep', async (depth) => {
    const data = `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    expect((await transformOne(apiRecord(withData(data)))).row.event_data).toBe(data);
    const objects = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    expect((await transformOne(apiRecord(withData(objects)))).row.event_data).toBe(objects);
  });

  it('with a megabyte in it', async () => {
    const texts = ['x'.repeat(1_000_000), '\\"'.repeat(500_000), '"},{"'.replaceAll('"', '\\"').repeat(100_000)];
    for (const text of texts) {
      const data = `{"a":"${text}"}`;
      expect((await transformOne(apiRecord(withData(data)))).row.event_data).toBe(data);
    }
  });

  it.each([
    ['the last of two', `${withData('{"a":1}').slice(0, -1)},"event_data":{"a":2}}`],
    ['an escaped one after a plain one', `${withData('{"a":1}').slice(0, -1)},"event_d\\u0061ta":{"a":2}}`],
    ['a plain one after an escaped one', `{"event_d\\u0061ta":{"a":1},${withData('{"a":2}').slice(1)}`],
  ])('%s, as JSON.parse takes it, of an event that has two and is a mismatch', async (_, event) => {
    const { row } = await transformOne(apiRecord(event));
    expect(row).toMatchObject({ reason: 'schema_mismatch', error_path: '/event_data', event_data: '{"a":2}', event });
  });

  it('under an escaped name', async () => {
    const { row, reason } = await transformOne(
      apiRecord(withData('{"a":1}').replace('event_data', 'event_d\\u0061ta')),
    );
    expect(reason).toBe('ok');
    expect(row.event_data).toBe('{"a":1}');
  });

  it('of the last event of two', async () => {
    const record = apiRecord(withData('{"a":1}'));
    const twice = record.replace('{"event"', `{"event": ${withData('{"a":0}')}, "event"`);
    expect((await transformOne(twice)).row.event_data).toBe('{"a":1}');
    const lastHasNone = record.replace('"application_id"', `"event": ${JSON.stringify(anEvent())}, "application_id"`);
    const { row, reason } = await transformOne(lastHasNone);
    expect(reason).toBe('ok');
    expect(row).not.toHaveProperty('event_data');
  });

  it('and not one that stands beside the event', async () => {
    const record = apiRecord(JSON.stringify(anEvent())).replace('{"event"', '{"event_data": {"a": 1}, "event"');
    const { row, reason } = await transformOne(record);
    expect(reason).toBe('ok');
    expect(row).not.toHaveProperty('event_data');
  });
});

describe('records of one request', () => {
  const event = withData('{"a":1.10}');
  const good = apiRecord(event);
  const ending = good.slice(good.indexOf(', "application_id"'));
  const texts = (rows: readonly { row: { event_data?: string; event?: string } }[]) =>
    rows.map(({ row }) => row?.event_data);

  it('are read as each by itself', async () => {
    const { answers, counts } = await transform([good, good, good, apiRecord(withData('{"b":2}')), good]);
    expect(texts(answers)).toEqual(['{"a":1.10}', '{"a":1.10}', '{"a":1.10}', '{"b":2}', '{"a":1.10}']);
    expect(counts).toEqual({ ok: 5 });
  });

  it.each([
    ['a second document', `{"event": ${event}}${good}`, 'not_json'],
    ['an event that is cut off', `{"event": ${event.slice(0, -1)}${ending}`, 'not_json'],
    ['no event', `{"event": ${ending}`, 'not_json'],
    ['an event that is no object', `{"event": 7${ending}`, 'no_event'],
    ['another event behind it', `{"event": ${event}, "event": []${ending}`, 'no_event'],
    ['an ending inside a string', `{"event": "${ending.replaceAll('"', "'")}"${ending}`, 'no_event'],
  ])('do not hide %s', async (_, record, reason) => {
    const { answers, counts } = await transform([good, good, record, good]);
    expect(counts).toEqual({ ok: 3, [reason]: 1 });
    expect(answers[2]?.result).toBe('ProcessingFailed');
  });

  it('do not lend each other what stands before their ending', async () => {
    const replayed = good.replace(', "application_id"', ', "replayed_from": "archive", "application_id"');
    const { answers } = await transform([replayed, replayed, good, replayed]);
    const sources = answers.map(({ row }) => JSON.parse(row.metadata).replayed_from);
    expect(sources).toEqual(['archive', 'archive', undefined, 'archive']);
  });

  it('that end alike may belong to another application all the same', async () => {
    const stolen = `{"event": ${event}, "application_id": "${application}"${ending.replace('"application_id": "1', '"application_id": "2')}`;
    const { answers } = await transform([good, good, stolen, good]);
    expect(answers.map(({ row }) => row.reason)).toEqual([undefined, undefined, 'unregistered_application', undefined]);
  });
});

describe('hostile events', () => {
  it.each([['__proto__'], ['constructor'], ['toString'], ['hasOwnProperty']])('of the type %s', async (event_type) => {
    const { reason, row } = await transformOne(apiRecord(JSON.stringify(anEvent({ event_type }))));
    expect(reason).toBe('ok');
    expect(JSON.parse(row.metadata)).not.toHaveProperty('schema');
  });

  it.each([
    ['__proto__', '{"__proto__": {"event_id": "x"}}', '/event_id'],
    ['a thousand bad members', `{${Array.from({ length: 1000 }, (_, i) => `"${i}":1`).join()}}`, '/event_id'],
    ['an unknown __proto__', `{"__proto__": 1, ${JSON.stringify(anEvent()).slice(1)}`, '/__proto__'],
    ['half a character for a name', `{"\\ud800": 1, ${JSON.stringify(anEvent()).slice(1)}`, '/\ufffd'],
  ])('%s', async (_, event, path) => {
    const { row } = await transformOne(apiRecord(event));
    expect(row).toMatchObject({ reason: 'schema_mismatch', error_path: path, event });
  });

  it('text that UTF-8 has no form for becomes U+FFFD in columns of their own', async () => {
    const event = JSON.stringify(anEvent({ platform: 'P' })).replace('"P"', '"\\ud800\\u0000é"');
    const { row } = await transformOne(apiRecord(event));
    expect(row.platform).toBe('\ufffd\u0000é');
  });

  it('with a request id that would break out of its string lose it', async () => {
    const record = apiRecord(JSON.stringify(anEvent())).replace(
      /"aws_ga_api_requestId": "[^"]*"/,
      '"aws_ga_api_requestId": "\\"},x"',
    );
    expect(JSON.parse((await transformOne(record)).row.metadata)).not.toHaveProperty('request_id');
  });

  it('do not slow it down', async () => {
    const many = `{${Array.from({ length: 60_000 }, (_, i) => `"event_dat${i}":"_data\\""`).join()}}`;
    const start = cpuMilliseconds();
    await transform([apiRecord(many), apiRecord(withData(`{"a":"${'_data'.repeat(200_000)}"}`))]);
    expect(cpuMilliseconds() - start).toBeLessThan(3000);
  });
});

describe.each([
  ['without escapes', false, 7],
  ['with escapes', true, 8],
])('3,000 random records %s', (_, escapes, seed) => {
  it('keep the text of the event and of event_data, whatever stands around it', async () => {
    const random = seededRandom(seed);
    const json = randomJson(random, escapes);
    const cases = Array.from({ length: 3000 }, () => {
      const data = json.object(4);
      const members = Object.entries(anEvent({ event_timestamp: now / 1000 })).map(
        ([name, value]) => `"${name}"${json.space()}:${json.space()}${JSON.stringify(value)}`,
      );
      members.splice(Math.floor(random() * 5), 0, `"event_data"${json.space()}:${json.space()}${data}`);
      if (random() < 0.2) members.push(`${json.name()}:${json.value(2)}`);
      const event = `{${members.map((member) => json.space() + member + json.space()).join(',')}}`;
      const others = [`"application_id":"${application}"`, ...(random() < 0.3 ? [`"x":${json.value(3)}`] : [])];
      const record = json.pick([
        `{"event":${json.space()}${event},${others.join()}}`,
        `{${others.join()},"event":${event}}`,
        `{"event":${json.object(2)},${others.join()},"event":${event}}`,
      ]);
      return { record, event };
    });
    const { answers } = await transform(cases.map(({ record }) => record));
    for (const [index, { record, event }] of cases.entries()) {
      const { row } = answers[index] ?? {};
      const [storedRecord, storedEvent] = [record, event].map((text) => text.replaceAll('\\ud800', '\\ufffd'));
      const { event_data: sent } = JSON.parse(storedRecord ?? '').event;
      if (sent === null || sent === '') expect(row.event_data).toBeUndefined();
      else {
        expect(JSON.parse(row.event_data)).toEqual(sent);
        expect(storedRecord).toContain(row.event_data);
      }
      if (row.reason === undefined) expect(storedEvent).toContain(row.event_data ?? '');
      else expect(row.event).toBe(event);
    }
  });
});
