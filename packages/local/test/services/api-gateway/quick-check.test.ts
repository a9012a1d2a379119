import draft04 from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import { JsonText } from '../../../src/json-text/json-text.ts';
import { compileQuickCheck } from '../../../src/services/api-gateway/validation/quick-check.ts';

type Schema = Readonly<Record<string, unknown>>;

const definitions: Schema = {
  Id: { type: 'string', pattern: '^[0-9a-f]{2}$', description: 'two digits' },
  Tree: { type: 'object', properties: { left: { $ref: '#/definitions/Tree' } } },
};

function certainlyGood(schema: Schema, text: string): boolean | undefined {
  const json = new JsonText(text);
  return compileQuickCheck(schema, definitions)?.(json, json.root);
}

function ajvOf(schema: Schema): (body: unknown) => boolean {
  const ajv = new draft04.default({ strict: false, unicodeRegExp: false, logger: false });
  return ajv.compile({ ...schema, definitions });
}

const schemas: readonly Schema[] = [
  {},
  { type: 'object' },
  { type: 'integer' },
  { type: 'number' },
  { type: 'null' },
  { type: 'boolean', title: 'a switch' },
  { type: 'string', minLength: 2, maxLength: 3 },
  { enum: ['a', 'ab'] },
  { required: ['a'] },
  { minItems: 1, maxItems: 2, items: { $ref: '#/definitions/Id' } },
  { properties: { a: { $ref: '#/definitions/Id' }, b: { type: 'array', items: {} } }, required: ['a'] },
  { type: 'object', properties: { a: { type: 'object', required: ['b'] } } },
];

describe('a body that passes at once', () => {
  it.each([
    [{ type: 'string', minLength: 2, maxLength: 3 }, '"abc"'],
    [{ type: 'string', minLength: 2, maxLength: 4 }, '"\\ud83d\\ude00x"'],
    [{ type: 'integer' }, '-12'],
    [{ enum: ['a', 'ab'] }, '"\\u0061b"'],
    [{ required: ['a'], properties: { a: { $ref: '#/definitions/Id' } } }, '{"a": "zz", "b": 1, "a": "0f"}'],
    [{ minItems: 1, items: { $ref: '#/definitions/Id' } }, '["00", "ff"]'],
  ] as const)('%j %s', (schema, text) => {
    expect(certainlyGood(schema, text)).toBe(true);
  });

  const unknown: readonly Schema[] = [
    { type: ['string', 'null'] },
    { minimum: 1 },
    { anyOf: [{}] },
    { additionalProperties: false },
    { format: 'date-time' },
    { items: [{}] },
    { properties: { toString: {} } },
    { $ref: '#/definitions/Tree' },
    { properties: { a: { not: {} } } },
  ];
  it.each(unknown.map((schema) => [schema]))('is not looked for by a model with %j', (schema) => {
    expect(compileQuickCheck(schema, definitions)).toBeUndefined();
  });
});

describe('what passes at once', () => {
  const leaves = [
    '1',
    '-0',
    '1.0',
    '1e400',
    '2.5',
    '"a"',
    '"0f"',
    '"😀"',
    '"😀a"',
    '"abcd"',
    'true',
    'null',
    '[]',
    '{}',
  ];
  const nested = leaves.flatMap((leaf) => [
    `[${leaf}]`,
    `[${leaf},"ff"]`,
    `["ff",${leaf},1]`,
    `{"a":${leaf}}`,
    `{"b":${leaf},"a":"0f"}`,
    `{"a":${leaf},"a":"0f"}`,
    `{"a":"0f","a":${leaf}}`,
    `{"a":{"b":${leaf}}}`,
    `{"\\u0061":${leaf},"__proto__":${leaf}}`,
  ]);

  it.each(schemas.map((schema) => [schema]))('is good by the whole validator too: %j', (schema) => {
    const ajv = ajvOf(schema);
    const passed = [...leaves, ...nested].filter((text) => certainlyGood(schema, text));
    expect(passed.filter((text) => !ajv(JSON.parse(text)))).toEqual([]);
    expect(passed.length).toBeGreaterThan(0);
  });

  it.each(schemas.filter((schema) => !('enum' in schema)).map((schema) => [schema]))(
    'is all that is good, but for numbers that are too large for a double: %j',
    (schema) => {
      const ajv = ajvOf(schema);
      const texts = [...leaves, ...nested].filter((text) => !text.includes('1e400'));
      expect(texts.filter((text) => ajv(JSON.parse(text)) && !certainlyGood(schema, text))).toEqual([]);
    },
  );
});
