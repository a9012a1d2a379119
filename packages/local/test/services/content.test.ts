import { expect, test } from 'vitest';
import { Utf8Content } from '../../src/services/content.ts';

test.each([
  ['nothing', ''],
  ['ASCII', 'player-1'],
  ['what Latin-1 has in one byte', 'é'],
  ['other scripts', '日本 €'],
  ['a surrogate pair', '😀'],
  ['a lone surrogate', 'a\ud83db'],
])('%s is written as Buffer encodes it, and nothing around it', (_, text) => {
  const wanted = Buffer.from(text);
  const content = new Utf8Content(text);
  expect(content.length).toBe(wanted.length);
  const target = Buffer.alloc(wanted.length + 4, 7);
  expect(content.copy(target, 2)).toBe(wanted.length);
  expect(target).toEqual(Buffer.concat([Buffer.from([7, 7]), wanted, Buffer.from([7, 7])]));
});
