import { describe, expect, it } from 'vitest';
import { JsonPathError, parseJsonPath } from '../../src/json-text/json-path.ts';
import { JsonText } from '../../src/json-text/json-text.ts';
import { JsonTextError } from '../../src/json-text/json-text-error.ts';

function sliceAt(text: string, path: string): string | undefined {
  const json = new JsonText(text);
  const node = json.find(parseJsonPath(path));
  return node === undefined ? undefined : json.slice(node);
}

describe('a path gives back the original text of its value', () => {
  const body = `{ "big": 12345678901234567890, "price":1.10, "exp" : 1E+2,
    "text": "a\\u00e9\\"b", "a b": [ 1 , [2,3] ], "nested": {"z":1,"a":2,"z":3}, "empty": {}, "none": null, "no": false,
    "quo'te": 5, "x\\u0041": 6 }`;

  it.each([
    ['$.big', '12345678901234567890'],
    ['$.price', '1.10'],
    ['$.exp', '1E+2'],
    ['$.text', '"a\\u00e9\\"b"'],
    ["$['a b']", '[ 1 , [2,3] ]'],
    ['$["a b"][1][0]', '2'],
    ["$['a b'][-1]", '[2,3]'],
    ['$.nested', '{"z":1,"a":2,"z":3}'],
    ['$.nested.z', '3'],
    ['$.empty', '{}'],
    ['$.none', 'null'],
    ['$.no', 'false'],
    ["$['quo\\'te']", '5'],
    ['$.xA', '6'],
    ['price', '1.10'],
    ['$', body],
    ['$.missing', undefined],
    ['$.price.deeper', undefined],
    ['$.big[0]', undefined],
    ["$['a b'][2]", undefined],
    ["$['a b'][-3]", undefined],
    ["$['a b'].length", undefined],
  ])('%s', (path, expected) => {
    expect(sliceAt(body, path)).toBe(expected);
  });
});

describe('a path that is not definite is refused by name', () => {
  it.each([
    ['$..event_id', 'the deep scan ".."'],
    ['$.events[*]', 'the wildcard "*"'],
    ['$.*', 'the wildcard "*"'],
    ['$.events[?(@.id)]', 'the filter "[?…]"'],
    ['$.events[0:2]', 'the slice "[from:to]"'],
    ["$['a','b']", 'the union "[a,b]"'],
    ['$.events.length()', 'a function'],
    ['$.events[', 'cannot read "["'],
    ['$.events[$i]', 'references are replaced in double quotes only'],
  ])('%s', (path, reason) => {
    expect(() => parseJsonPath(path)).toThrow(JsonPathError);
    expect(() => parseJsonPath(path)).toThrow(reason);
  });
});

describe('a text that is not JSON is refused with its place', () => {
  it.each([
    ['', 'the text ends too early at line 1 column 1'],
    ['{"a":1', 'the text ends too early at line 1 column 7'],
    ['{"a":1,}', 'unexpected "}" at line 1 column 8'],
    ['[1,]', 'unexpected "]" at line 1 column 4'],
    ['{"a"\n 1}', 'unexpected "1" at line 2 column 2'],
    ['{a:1}', 'unexpected "a"'],
    ['[1}', 'unexpected "}"'],
    ['01', 'unexpected "1"'],
    ['-', 'ends too early'],
    ['1.', 'ends too early'],
    ['1e+', 'ends too early'],
    ['.5', 'unexpected "."'],
    ['+1', 'unexpected "+"'],
    ['tru', 'ends too early'],
    ['nulL', 'unexpected "L"'],
    ['NaN', 'unexpected "N"'],
    ['"a', 'ends too early'],
    ['"a\\', 'ends too early'],
    ['"a\nb"', 'unexpected character U+000A'],
    ['"\\n\tb"', 'unexpected character U+0009'],
    ['"\\x"', 'unexpected "x"'],
    ['"\\u12g4"', 'unexpected "g"'],
    ['1 2', 'unexpected "2"'],
    ['\ufeff{}', 'unexpected character U+FEFF at line 1 column 1'],
    ['[1\u00a0]', 'unexpected character U+00A0'],
  ])('%j', (text, reason) => {
    expect(() => new JsonText(text)).toThrow(JsonTextError);
    expect(() => new JsonText(text)).toThrow(reason);
  });

  it('agrees with JSON.parse on every text that a small alphabet makes', () => {
    const alphabet = ['{', '}', '[', ']', ',', ':', '"a"', '1', '-', '0', '.', 'e', ' ', 'null'];
    const texts = alphabet.flatMap((a) =>
      alphabet.flatMap((b) => alphabet.flatMap((c) => alphabet.map((d) => a + b + c + d))),
    );
    const isJson = (read: () => unknown) => {
      try {
        read();
        return true;
      } catch {
        return false;
      }
    };
    const different = texts.filter((text) => isJson(() => new JsonText(text)) !== isJson(() => JSON.parse(text)));
    expect(different).toEqual([]);
  });
});

describe('hostile texts', () => {
  it('nests a hundred thousand levels deep without a call stack', () => {
    const depth = 100_000;
    const lists = new JsonText('['.repeat(depth) + ']'.repeat(depth));
    expect(lists.slice(lists.root)).toHaveLength(2 * depth);
    const objects = new JsonText(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
    expect(objects.slice(objects.find(new Array(depth).fill('a')) ?? 0)).toBe('1');
    expect(() => new JsonText('['.repeat(depth))).toThrow(JsonTextError);
  });

  it('treats __proto__ and constructor as names like any other', () => {
    const text = '{"__proto__":{"polluted":1},"constructor":2}';
    expect(sliceAt(text, '$.__proto__.polluted')).toBe('1');
    expect(sliceAt(text, '$.constructor')).toBe('2');
    expect(sliceAt('{}', '$.__proto__')).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('keeps lone surrogates, escaped or not', () => {
    const json = new JsonText('["\\ud800", "\udc00"]');
    expect([...json.elements(json.root)].map((node) => json.string(node))).toEqual(['\ud800', '\udc00']);
    expect(json.slice(1)).toBe('"\\ud800"');
  });

  it('finds a name among thousands, the last of its kind', () => {
    const members = Array.from({ length: 5000 }, (_, index) => `"k${index}":${index}`);
    const json = new JsonText(`{${members.join()},"k7":"again"}`);
    for (let index = 0; index < 5000; index++) {
      expect(json.slice(json.member(json.root, `k${index}`) ?? 0)).toBe(index === 7 ? '"again"' : String(index));
    }
    expect(json.member(json.root, 'k5000')).toBeUndefined();
  });

  it('reads an array once however many elements are asked for', () => {
    const count = 200_000;
    const json = new JsonText(`{"events":[${new Array(count).fill('{"id":"x"}').join()}]}`);
    const started = process.hrtime.bigint();
    let length = 0;
    for (let index = 0; index < count; index++) length += json.slice(json.find(['events', index]) ?? 0).length;
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    expect(length).toBe(count * 10);
    // From the start each time this would be 20 billion steps.
    expect(seconds).toBeLessThan(5);
  });
});
