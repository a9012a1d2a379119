import { describe, expect, test } from 'vitest';
import { jsonDocuments } from '../../../src/services/firehose/json-documents.ts';

describe('the documents of', () => {
  test.each<[string, string[] | undefined]>([
    ['{"a":1}', ['{"a":1}']],
    ['{"a":1}{"b":[{}]} {"c":"}{"}', ['{"a":1}', '{"b":[{}]}', '{"c":"}{"}']],
    ['{\n"a":\r\n1}', ['{ "a":  1}']],
    ['{"a":"\\"}{"}', ['{"a":"\\"}{"}']],
    ['[{"a":1}]', undefined],
    ['{"a":1', undefined],
    ['{"a', undefined],
    ['{"a":1} x', undefined],
    ['"a"', undefined],
    ['  ', undefined],
  ])('%j are %j', (text, documents) => {
    expect(jsonDocuments(text, false)).toEqual(documents);
  });

  test.each([
    ['{"Ab":1, "C" : {"D":1},"e":"F"}', ['{"ab":1, "c" : {"D":1},"e":"F"}']],
    ['{"A":1.10}{"É":"X:"}', ['{"a":1.10}', '{"é":"X:"}']],
    ['{"a":["B:",{"C":1}]}', ['{"a":["B:",{"C":1}]}']],
  ])('%j with keys in lower case are %j', (text, documents) => {
    expect(jsonDocuments(text, true)).toEqual(documents);
  });
});
