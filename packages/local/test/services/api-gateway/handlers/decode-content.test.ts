import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { api, serve, World } from '../gateway.ts';

const body = { events: [{ name: 'grün 😀' }] };
const json = Buffer.from(JSON.stringify(body));

const echo = {
  'x-amazon-apigateway-integration': {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200, "body": $input.json("$")}' },
    responses: { default: { statusCode: '200', responseTemplates: { 'application/json': '$input.json("$.body")' } } },
  },
};

/** Answers the body as the mapping template gets it. */
async function send(sent: Buffer, coding: string) {
  const { send } = await serve(new World(), api({ 'POST /x': echo }));
  return send('POST', '/x', { body: new Uint8Array(sent), headers: { 'content-encoding': coding } });
}

test.each([
  ['gzip', gzipSync(json)],
  ['GZIP', gzipSync(json)],
  ['deflate', deflateSync(json)],
  ['identity', json],
])('a body in %s is decompressed before its template is applied', async (coding, sent) => {
  const answer = await send(sent, coding);
  expect([answer.status, answer.json]).toEqual([200, body]);
});

test.each([
  ['br', brotliCompressSync(json)],
  ['gzip, gzip', gzipSync(gzipSync(json))],
  ['compress', json],
  ['gzip', json],
  ['deflate', deflateRawSync(json)],
  ['gzip', gzipSync(json).subarray(0, 20)],
])('a body in %s that API Gateway cannot decompress is a 415', async (coding, sent) => {
  const answer = await send(sent, coding);
  expect([answer.status, answer.json]).toEqual([415, { message: 'Unsupported Media Type' }]);
});

test('a body that grows beyond the limit of a request ends there', async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
  const before = process.memoryUsage().rss;
  expect((await send(bomb, 'gzip')).status).toBe(413);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
});
