import { describe, expect, it } from 'vitest';
import { compileFilter } from '../../../../src/services/lambda/event-source-mapping/filter-pattern.ts';

const event = {
  data: { city: 'Seattle', temperature: 46, day: null, note: '', tags: ['a', 'b'], raining: true },
  partitionKey: '1',
};
const fits = (data: object) => compileFilter(JSON.stringify({ data }))(event);

// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax
describe('a filter rule', () => {
  it.each<[string, object, boolean]>([
    ['Null', { day: [null] }, true],
    ['Null', { city: [null] }, false],
    ['Empty', { note: [''] }, true],
    ['Empty', { city: [''] }, false],
    ['Equals', { city: ['Seattle'] }, true],
    ['Equals', { city: ['seattle'] }, false],
    ['Equals (boolean)', { raining: [true] }, true],
    ['Equals (ignore case)', { city: [{ 'equals-ignore-case': 'sEATTLE' }] }, true],
    ['And', { city: ['Seattle'], day: [null] }, true],
    ['And', { city: ['Seattle'], note: ['x'] }, false],
    ['Or', { city: ['Paris', 'Seattle'] }, true],
    ['Or (multiple fields)', { $or: [{ city: ['Paris'] }, { temperature: [46] }] }, true],
    ['Or (multiple fields)', { $or: [{ city: ['Paris'] }, { temperature: [47] }] }, false],
    ['Not', { city: [{ 'anything-but': ['Paris'] }] }, true],
    ['Not', { city: [{ 'anything-but': ['Paris', 'Seattle'] }] }, false],
    ['Not', { city: [{ 'anything-but': { prefix: 'Sea' } }] }, false],
    ['Not, of a member that is absent', { wind: [{ 'anything-but': ['x'] }] }, false],
    ['Numeric (equals)', { temperature: [{ numeric: ['=', 46] }] }, true],
    ['Numeric (range)', { temperature: [{ numeric: ['>', 10, '<=', 46] }] }, true],
    ['Numeric (range)', { temperature: [{ numeric: ['>', 46] }] }, false],
    ['Exists', { city: [{ exists: true }] }, true],
    ['Exists', { wind: [{ exists: true }] }, false],
    ['Does not exist', { wind: [{ exists: false }] }, true],
    ['Begins with', { city: [{ prefix: 'Sea' }] }, true],
    ['Ends with', { city: [{ suffix: 'tle' }] }, true],
    ['Ends with', { city: [{ suffix: 'Sea' }] }, false],
    ['one of a list', { tags: ['b'] }, true],
    ['none of a list', { tags: ['c'] }, false],
    ['a member of what is no object', { city: { name: ['x'] } }, false],
  ])('%s: %j', (_, data, expected) => {
    expect(fits(data)).toBe(expected);
  });

  it.each<[string, string]>([
    ['is not JSON', '{'],
    ['must be an object with members', '[]'],
    ['data.city must be an object', '{"data":{"city":"Seattle"}}'],
    ['data.city needs a rule', '{"data":{"city":[]}}'],
    ['wildcard is no filter rule', '{"data":{"city":[{"wildcard":"S*"}]}}'],
    ['__proto__ is no filter rule', '{"data":{"city":[{"__proto__":"S*"}]}}'],
    ['numeric must be like', '{"data":{"t":[{"numeric":["~",1]}]}}'],
    ['exists must be true or false', '{"data":{"t":[{"exists":"yes"}]}}'],
    ['prefix must be text', '{"data":{"t":[{"prefix":1}]}}'],
    ['$or must be a list', '{"$or":{"t":[1]}}'],
  ])('that is wrong is refused: %s', (message, pattern) => {
    expect(() => compileFilter(pattern)).toThrow(message);
  });
});
