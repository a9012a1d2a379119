import { describe, expect, it } from 'vitest';
import { plainObjectEnd } from '../../../../functions/stream/transform-events/plain-object.ts';
import { randomJson, seededRandom } from '../../support/random-json.ts';

/** Where the object that is the whole text ends, by JSON.parse; -1: JSON.parse refuses it. */
function endByParse(text: string): number {
  try {
    JSON.parse(text);
    return text.replace(/[ \n\r\t]+$/, '').length;
  } catch {
    return -1;
  }
}

/** An object that is followed by something else ends where it ends; JSON.parse would say nothing about it. */
function endOfWhole(text: string): number {
  const end = plainObjectEnd(text, 0);
  return end === -1 || /[^ \n\r\t]/.test(text.slice(end)) ? -1 : end;
}

describe('the end of an object without escapes', () => {
  it.each([
    ['{}', 2],
    ['{ }', 3],
    ['{"a":[{},[]]} ,', 13],
    ['{"a":"}"}', 9],
    ['', -1],
    ['[]', -1],
    ['{', -1],
    ['{"a"', -1],
    ['{"a":', -1],
    ['{"a":"', -1],
    ['{"a":1', -1],
    ['{"a":1,}', -1],
    ['{"a":[1,]}', -1],
    ['{"a":[}', -1],
    ['{"a":{]}', -1],
    ['{"a":01}', -1],
    ['{"a":-}', -1],
    ['{"a":1.}', -1],
    ['{"a":.5}', -1],
    ['{"a":1e}', -1],
    ['{"a":+1}', -1],
    ['{"a":tru}', -1],
    ['{"a":NaN}', -1],
    ['{a:1}', -1],
    ["{'a':1}", -1],
    ['{"a":"\n"}', -1],
    ['{"a" "b"}', -1],
    ['{"a":1 "b":2}', -1],
    ['{"a":1}}', 7],
    ['{\u00a0}', -1],
  ])('of %j is %i', (text, end) => {
    expect(plainObjectEnd(text, 0)).toBe(end);
  });

  it('is left to JSON.parse beyond 30 levels', () => {
    const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
    expect(plainObjectEnd(nested(30), 0)).toBe(nested(30).length);
    expect(plainObjectEnd(nested(31), 0)).toBe(-1);
  });

  it('is what JSON.parse says, for 20,000 valid and broken texts', () => {
    const random = seededRandom(1);
    const json = randomJson(random, false);
    const noise = ['{', '}', '[', ']', ',', ':', '"', ' ', '0', '-', '.', 'e', 't', '\n', 'x', '\u0001'];
    for (let turn = 0; turn < 20_000; turn++) {
      let text = json.object(4);
      for (let change = Math.floor(random() * 3); change > 0; change--) {
        const at = 1 + Math.floor(random() * (text.length - 1));
        text = text.slice(0, at) + (random() < 0.5 ? '' : json.pick(noise)) + text.slice(at + (random() < 0.5 ? 0 : 1));
      }
      if (endOfWhole(text) !== endByParse(text)) expect([text, endOfWhole(text)]).toEqual([text, endByParse(text)]);
    }
  });
});
