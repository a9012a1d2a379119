import { jsonObjectEnd } from 'assembly-runtime/json';
import { cpuMilliseconds } from 'assembly-runtime/testing/cpu-time.ts';
import { describe, expect, test } from 'vitest';
import { recordsOf } from '../../../../scripts/gap/replay/archive-source.ts';
import { RecordSplitter } from '../../../../scripts/gap/replay/record-splitter.ts';
import { randomJson, seededRandom } from '../../../functions/support/random-json.ts';

function split(bytes: Buffer, chunkBytes = bytes.length): Buffer[] {
  const splitter = new RecordSplitter();
  const records: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += chunkBytes)
    records.push(...splitter.add(bytes.subarray(start, start + chunkBytes)));
  return [...records, ...splitter.end()];
}

const texts = (records: readonly Buffer[]) => records.map((record) => record.toString());
const event = '{"event":{"event_id":"1","event_data":{"a":[1,{"b":"}{\\"é\\\\"}]}},"application_id":"x"}';

describe('records that were written with nothing between them come apart', () => {
  test.each<[string, string[]]>([
    ['two events', [event, event]],
    ['an empty object', ['{}', event]],
    ['objects that are no records', ['{"a":1}', '{"b":{}}', event]],
    ['numbers of every form', ['{"a":[-0,1.10,1e-7,12345678901234567890,2E+3]}', event]],
    ['words', ['{"a":[true,false,null]}', event]],
    ['escapes', ['{"a\\u00e9\\n\\/":"\\ud800\\b\\f\\r\\t"}', event]],
    ['deep nesting', [`{"a":${'['.repeat(1500)}${']'.repeat(1500)}}`, event]],
    ['text before an event', ['no JSON \u0000 at all', event]],
    ['text after an event', [event, 'no JSON at all']],
    ['a number before an event', ['42', event]],
    ['a list before an event', ['[1,{"a":2}]', event]],
    ['an object inside of text', ['hello {"a":1} world', event]],
    ['an event that ends too early', ['{"event":{"event_id":"1","event_data":{', event]],
    ['an event that ends within a text', ['{"event":{"event_id":"1","player', event, event]],
    ['an event that ends behind a name', ['{"event":{"a":{"b":', event, event]],
    ['one bracket too many', [event, '}', event]],
    ['a line break in a text', ['{"a":"b\nc"}', event]],
    ['a wrong escape', ['{"a":"\\x"}', event]],
    ['half an escape', ['{"a":"\\u12"}', event]],
    ['a number that is none', ['{"a":01}', event]],
    ['a comma too many', ['{"a":1,}', event]],
    ['no colon', ['{"a" 1}', event]],
    ['a word that is none', ['{"a":nul}', event]],
    ['a byte order mark', ['\uFEFF', event]],
  ])('%s', (_, records) => {
    const bytes = Buffer.from(records.join(''));
    expect(texts(split(bytes))).toEqual(records);
    expect(texts(split(bytes, 7))).toEqual(records);
    expect(texts(split(bytes, 1))).toEqual(records);
  });

  test('what a producer put between its records belongs to none of them', () => {
    expect(texts(split(Buffer.from(`${event}\n${event}\r\n\t ${event}\n`)))).toEqual([event, event, event]);
  });

  test('bytes that are no UTF-8 stay what they are', () => {
    const broken = Buffer.from([0xff, 0xfe, 0x7b, 0x80, 0x22]);
    const object = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3]), Buffer.from('"}')]);
    expect(split(Buffer.concat([broken, Buffer.from(event), object]))).toEqual([broken, Buffer.from(event), object]);
  });

  test('nothing gives nothing', async () => {
    expect(split(Buffer.from(' \n'))).toEqual([]);
    async function* chunks() {
      yield Buffer.from(event.slice(0, 20));
      yield Buffer.from(event.slice(20));
    }
    const found: string[] = [];
    for await (const record of recordsOf(chunks())) found.push(record.toString());
    expect(found).toEqual([event]);
  });

  test('random objects in random chunks', () => {
    const random = seededRandom(20_261_121);
    const json = randomJson(random, true);
    for (let round = 0; round < 200; round++) {
      const records = Array.from({ length: 20 }, () => json.object(4));
      const bytes = Buffer.from(records.join(random() < 0.5 ? '' : '\n'));
      expect(texts(split(bytes, 1 + Math.floor(random() * 200)))).toEqual(records);
    }
  });
});

describe('hostile archives', () => {
  const quickly = (bytes: Buffer, most = 2000) => {
    const start = cpuMilliseconds();
    const records = split(bytes, 256 << 10);
    expect(cpuMilliseconds() - start).toBeLessThan(most);
    expect(Buffer.concat(records).length).toBe(bytes.length);
    return records;
  };

  test.each<[string, string]>([
    ['brackets that open only', '{'.repeat(1_000_000)],
    ['objects that open only', '{"a":'.repeat(200_000)],
    ['events that open only', '{"event":'.repeat(100_000)],
    ['texts that open only', '{"'.repeat(500_000)],
    ['empty objects in a list that does not end', `{"a":[${'{},'.repeat(300_000)}`],
    ['one text that does not end', `{"a":"${'x'.repeat(3_000_000)}`],
    ['no bracket at all', 'x'.repeat(1_000_000)],
  ])('%s do not hide the event behind them, nor take long', (_, text) => {
    const records = quickly(Buffer.from(`${text}\u0000${event}`), 4000);
    expect(records.at(-1)?.toString()).toBe(event);
    expect(Math.max(...records.map(({ length }) => length))).toBeLessThanOrEqual(1000 << 10);
  });

  test('what no stream would take as one record is not held until it ends', () => {
    const splitter = new RecordSplitter();
    const chunk = Buffer.alloc(1 << 20, 0x78);
    let bytes = 0;
    for (const record of splitter.add(Buffer.from('{"a":"'))) bytes += record.length;
    for (let chunks = 0; chunks < 40; chunks++) for (const record of splitter.add(chunk)) bytes += record.length;
    expect(bytes).toBeGreaterThan(28 << 20);
  });
});

test('a large archive is read fast, and held chunk by chunk', () => {
  const splitter = new RecordSplitter();
  const chunk = Buffer.from(event.repeat(3000));
  const before = process.memoryUsage().arrayBuffers;
  let records = 0;
  const start = cpuMilliseconds();
  for (let bytes = 0; bytes < 128 << 20; bytes += chunk.length) {
    for (const record of splitter.add(chunk.subarray(0, chunk.length - 40))) records += record.length > 0 ? 1 : 0;
    for (const record of splitter.add(chunk.subarray(chunk.length - 40))) records += record.length > 0 ? 1 : 0;
  }
  expect(records % 3000).toBe(0);
  expect(cpuMilliseconds() - start).toBeLessThan(15_000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20);
});

test.each<[string, string, ReturnType<typeof jsonObjectEnd>]>([
  ['a whole one', '{"a":1}{', { kind: 'whole', end: 7 }],
  ['one that is cut off', '{"a":[1', { kind: 'cut' }],
  ['one that is cut off behind its bracket', '{', { kind: 'cut' }],
  [
    'one that is broken, with the places of those in it that were open',
    '{"a":{"b":!',
    { kind: 'broken', open: [0, 5] },
  ],
])('%s is told', (_, text, end) => {
  expect(jsonObjectEnd(Buffer.from(text), 0)).toEqual(end);
});
