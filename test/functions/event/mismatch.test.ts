import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { describeMismatch } from '../../../functions/event/mismatch.ts';
import type { Mismatch } from '../../../schemas/generated/validate-game-event.ts';

const schema = {
  type: 'object',
  required: ['level'],
  properties: {
    level: { type: 'integer', minimum: 1, exclusiveMaximum: 100 },
    price: { type: 'number', exclusiveMinimum: 0, maximum: 9.5 },
    name: { type: 'string', pattern: '^[a-z]+$' },
    first: { type: 'boolean' },
    mode: { type: 'string', enum: ['solo', 'team'] },
    place: { type: 'object', required: ['x'], properties: { x: { type: 'number' } } },
    items: { type: 'array', items: { type: 'object', properties: { kind: { type: 'string' } } } },
    version: { type: ['string', 'integer'] },
    note: { type: ['string', 'null'] },
  },
};
const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

function told(data: unknown) {
  expect(validate(data)).toBe(false);
  const [mismatch] = (validate.errors ?? []) as Mismatch[]; // ajv's own type of the same members
  return describeMismatch(mismatch, '/event_data', data);
}

describe('what is wrong is told in words', () => {
  it.each<[string, unknown, string, string]>([
    ['missing', {}, '/level', 'level is missing'],
    ['text', { level: 'secret' }, '/level', 'level must be a whole number, not a string'],
    ['a fraction', { level: 1.5 }, '/level', 'level must be a whole number, not a number with a fraction'],
    ['too little', { level: 0 }, '/level', 'level must be 1 or more'],
    ['too much', { level: 100 }, '/level', 'level must be less than 100'],
    ['nothing', { level: 1, price: 0 }, '/price', 'price must be more than 0'],
    ['much', { level: 1, price: 10 }, '/price', 'price must be 9.5 or less'],
    ['null', { level: 1, price: null }, '/price', 'price must be a number, not null'],
    [
      'infinite',
      { level: 1, price: Number.POSITIVE_INFINITY },
      '/price',
      'price must be a number, not one too large to keep',
    ],
    ['a pattern', { level: 1, name: 'Ada Lovelace' }, '/name', 'name must match pattern ^[a-z]+$'],
    ['a number', { level: 1, first: 1 }, '/first', 'first must be true or false, not a number'],
    ['another', { level: 1, mode: 'secret' }, '/mode', 'mode must be one of solo, team'],
    ['a list', { level: 1, place: [] }, '/place', 'place must be an object, not a list'],
    ['missing inside', { level: 1, place: {} }, '/place/x', 'place.x is missing'],
    ['an object', { level: 1, items: {} }, '/items', 'items must be a list, not an object'],
    [
      'in a list',
      { level: 1, items: [{}, { kind: false }] },
      '/items/1/kind',
      'items[1].kind must be a string, not true or false',
    ],
    [
      'of several',
      { level: 1, version: 1.5 },
      '/version',
      'version must be a string or a whole number, not a number with a fraction',
    ],
    ['or null', { level: 1, note: 1 }, '/note', 'note must be a string or null, not a number'],
  ])('%s', (_, data, path, detail) => {
    expect(told(data)).toEqual({ path: `/event_data${path}`, detail });
  });

  it('whatever the validator says', () => {
    const unknown = { instancePath: '/x', keyword: 'oneOf', params: {}, message: 'must match exactly one' };
    expect(describeMismatch(unknown, '', { x: 1 })).toEqual({ path: '/x', detail: 'x must match exactly one' });
    expect(describeMismatch(undefined, '', {})).toEqual({ path: '', detail: 'does not match the schema' });
  });

  it('of bounded length', () => {
    const allowedValues = Array.from({ length: 1000 }, (_, index) => `value${index}`);
    const mismatch = { instancePath: '/x', keyword: 'enum', params: { allowedValues } };
    expect(describeMismatch(mismatch, '', { x: 1 }).detail.length).toBe(512);
  });
});
