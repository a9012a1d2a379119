import { expect, it } from 'vitest';
import { Payload } from '../../../src/services/api-gateway/call/payload.ts';

it.each([
  ['ASCII', '{"a": "b"}'],
  ['UTF-8', '{"a": "grün 😀"}'],
  ['nothing', ''],
])('a body of %s is its text', (_, text) => {
  const payload = new Payload(Buffer.from(text));
  expect(payload.problem).toBeUndefined();
  expect(payload.text).toBe(text);
});

it.each([
  [Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]), 'it begins with a byte order mark'],
  [Buffer.from([0x22, 0xff, 0x22]), 'it is not UTF-8'],
])('%o is refused: %s', (bytes, problem) => {
  expect(new Payload(bytes).problem).toBe(problem);
});

it('is read as JSON once, also where characters take several bytes, and again when that was forgotten', () => {
  const payload = new Payload(Buffer.from('{"ä": ["ö", 1.10]}'));
  const { json } = payload;
  expect(json?.slice(json.find(['ä', 1]) ?? 0)).toBe('1.10');
  expect(payload.json).toBe(json);
  payload.forget();
  expect(payload.json).not.toBe(json);
  expect(payload.json?.slice(0)).toBe('{"ä": ["ö", 1.10]}');
});

it('has no JSON where the text is none', () => {
  expect(new Payload(Buffer.from('{"a":')).json).toBeUndefined();
});
