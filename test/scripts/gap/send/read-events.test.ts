import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { expect, test } from 'vitest';
import { openEvents } from '../../../../scripts/gap/send/read-events.ts';

async function read(content: string | Buffer): Promise<(string | number)[][]> {
  const file = join(temporaryDirectory(), 'events');
  writeFileSync(file, content);
  const found: (string | number)[][] = [];
  for await (const { position, text } of (await openEvents(file)).events()) found.push([position, text]);
  return found;
}

const separators = '{"text":"one\u2028two\u2029three\u0085four"}';
const long = `{"text":"${'é'.repeat(100_000)}"}`;

test.each([
  [
    'NDJSON',
    '{"a":1}\n{"a":2}\n',
    [
      [1, '{"a":1}'],
      [2, '{"a":2}'],
    ],
  ],
  [
    'NDJSON without a newline at its end',
    '{"a":1}\n{"a":2}',
    [
      [1, '{"a":1}'],
      [2, '{"a":2}'],
    ],
  ],
  [
    'lines that end as on Windows',
    '{"a":1}\r\n{"a":2}\r\n',
    [
      [1, '{"a":1}'],
      [2, '{"a":2}'],
    ],
  ],
  ['a byte order mark', '\ufeff{"a":1}\n', [[1, '{"a":1}']]],
  [
    'empty lines, which count',
    '\n{"a":1}\n \n{"a":2}\n\n',
    [
      [2, '{"a":1}'],
      [4, '{"a":2}'],
    ],
  ],
  ['what other texts take for the end of a line', `${separators}\n`, [[1, separators]]],
  [
    'lines longer than what is read at once',
    `${long}\n${long}\n`,
    [
      [1, long],
      [2, long],
    ],
  ],
  [
    'an array',
    ' [ {"a": 1.0} , {"a":2} ]',
    [
      [1, '{"a": 1.0}'],
      [2, '{"a":2}'],
    ],
  ],
  ['an array after a byte order mark', '\ufeff[{"a":1}]', [[1, '{"a":1}']]],
  [
    'the body of a request',
    '{\n  "events": [\n {"a": 1.0},\n {"a":2}\n]\n}',
    [
      [1, '{"a": 1.0}'],
      [2, '{"a":2}'],
    ],
  ],
  ['an event with events of its own', '{"events":1}\n', [[1, '{"events":1}']]],
  ['an empty array', '[]', []],
  ['nothing', '', []],
])('%s is read event by event, each to the letter', async (_, content, expected) => {
  expect(await read(content)).toEqual(expected);
});

test('a broken array says what is wrong', async () => {
  await expect(read('[{"a":1},')).rejects.toThrow();
});

test.each([
  ['that is not there', 'nothing', 'ENOENT'],
  ['that is a folder', '.', 'it is a folder'],
])('a file %s is wrong usage', async (_, name, reason) => {
  const source = await openEvents(join(temporaryDirectory(), name));
  await expect(async () => {
    for await (const event of source.events()) expect(event).toBeUndefined();
  }).rejects.toThrow(reason);
});

const twoEvents = '{"a":"ü😀"}\n{"a":2}\n';
const both = [
  [1, '{"a":"ü😀"}'],
  [2, '{"a":2}'],
];

test.each([
  ['UTF-16 with a byte order mark, as PowerShell writes it', Buffer.from(`\uFEFF${twoEvents}`, 'utf16le')],
  ['UTF-16 without one', Buffer.from(twoEvents, 'utf16le')],
  ['UTF-16 of the other order', Buffer.from(`\uFEFF${twoEvents}`, 'utf16le').swap16()],
  ['UTF-8 in gzip', gzipSync(twoEvents)],
  ['UTF-16 in gzip', gzipSync(Buffer.from(`\uFEFF${twoEvents}`, 'utf16le'))],
])('%s is read', async (_, content) => {
  expect(await read(content)).toEqual(both);
});

test.each([
  ['Latin-1', Buffer.from('{"a":1}\n{"a":"café"}\n', 'latin1'), /is not UTF-8 .*Latin-1/],
  ['damaged gzip', gzipSync(twoEvents).subarray(0, 25), /is damaged/],
])('a file in %s is named as such', async (_, content, words) => {
  await expect(read(content)).rejects.toThrow(words);
});

test.each([
  ['on one line', '{"sent_by":"sdk 1.4","events":[{"a":"ü😀"},{"a":2}]}'],
  ['on many lines', '{\n  "sent_by": "sdk 1.4",\n  "events": [\n{"a":"ü😀"},\n {"a":2} ]\n}\n'],
])('the body of a request with further members, %s, is read as the API reads it', async (_, content) => {
  expect(await read(content)).toEqual(both);
});
