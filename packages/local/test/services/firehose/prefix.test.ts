import { describe, expect, test } from 'vitest';
import { compileTimePattern } from '../../../src/services/firehose/java-time.ts';
import { deliveryPrefix, errorPrefix, objectName } from '../../../src/services/firehose/prefix.ts';

const oldestArrival = Date.UTC(2018, 7, 27, 10, 30, 5, 7);
const naming = { oldestArrival, partitionKeys: { customer: 'c1', day: '2018-08-27' }, errorType: 'processing-failed' };

describe('delivered objects have the prefix', () => {
  test.each([
    ['', '2018/08/27/10/'],
    ['plain/', 'plain/2018/08/27/10/'],
    ['plain', 'plain2018/08/27/10/'],
    ['y=!{timestamp:yyyy}/m=!{timestamp:MM}/', 'y=2018/m=08/'],
    ["!{timestamp:'year='yyyy'/month='MM'/day='dd'/hour='HH}/", 'year=2018/month=08/day=27/hour=10/'],
    ['!{partitionKeyFromLambda:customer}/event_date=!{partitionKeyFromLambda:day}/', 'c1/event_date=2018-08-27/'],
  ])('%s', (text, expected) => {
    expect(deliveryPrefix(text, 'UTC').evaluate(naming)).toBe(expected);
  });

  test('with random strings, each another one of 11 characters', () => {
    const prefix = deliveryPrefix('!{firehose:random-string}/!{firehose:random-string}/!{timestamp:yyyy}', 'UTC');
    const [one, other, year] = prefix.evaluate(naming).split('/');
    expect([one?.length, other?.length, year]).toEqual([11, 11, '2018']);
    expect(one).not.toBe(other);
  });

  test('in the time zone of the stream', () => {
    expect(deliveryPrefix('!{timestamp:dd HH}', 'Asia/Tokyo').evaluate(naming)).toBe('27 19');
  });
});

describe('the error output has the prefix', () => {
  test.each([
    [undefined, '', 'processing-failed/2018/08/27/10/'],
    [undefined, 'plain/', 'plain/processing-failed/2018/08/27/10/'],
    ['failed/', 'x/', 'failed/processing-failed/2018/08/27/10/'],
    ['failed/!{firehose:error-output-type}/', '', 'failed/processing-failed/'],
    ['f/!{timestamp:yyyy/MM/dd}/!{firehose:error-output-type}', '!{timestamp:yyyy}', 'f/2018/08/27/processing-failed'],
  ])('%s where the other is %s', (text, prefix, expected) => {
    expect(errorPrefix(text, prefix, 'UTC').evaluate(naming)).toBe(expected);
  });
});

describe('is refused:', () => {
  test.each([
    ['!{firehose:error-output-type}/', 'ErrorOutputPrefix'],
    ['!{partitionKeyFromQuery:x}/', '!{partitionKeyFromQuery:x}'],
    ['!{firehose:else}/', '!{firehose:else}'],
    ['!{timestamp}/', '!{'],
    ['!{timestamp:EEE}/', 'EEE'],
    ['!{timestamp:MMM}/', 'MMM'],
    ["!{timestamp:yyyy'}/", 'quote'],
    ['!{timestamp:SSSS}/', 'milliseconds'],
  ])('Prefix %s', (text, named) => {
    expect(() => deliveryPrefix(text, 'UTC')).toThrow(named);
  });

  test.each([
    ['!{timestamp:yyyy}/', '', 'error-output-type'],
    [undefined, '!{timestamp:yyyy}/', 'ErrorOutputPrefix is required'],
    ['!{partitionKeyFromLambda:x}/', '', 'partition keys'],
  ])('ErrorOutputPrefix %s where Prefix is %s', (text, prefix, named) => {
    expect(() => errorPrefix(text, prefix, 'UTC')).toThrow(named);
  });
});

test.each([
  ['yyyy-MM-dd HH:mm:ss.SSS', '2018-08-27 10:30:05.007'],
  ['yy M d H m s', '18 8 27 10 30 5'],
  ['uuuu.DDD', '2018.239'],
  ["'it''s' ''yyyy''", "it's '2018'"],
])('the pattern %s writes %s', (pattern, expected) => {
  expect(compileTimePattern(pattern, 'UTC')(oldestArrival)).toBe(expected);
});

test('an object is named by stream, version, time and UUID', () => {
  const name = objectName('clicks', oldestArrival, 'UTC', '.gz');
  expect(name).toMatch(/^clicks-1-2018-08-27-10-30-05-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.gz$/);
});
