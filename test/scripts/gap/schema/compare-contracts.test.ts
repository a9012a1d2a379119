import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { EventDataSchema, PropertySchema } from '../../../../schemas/registry/event-registry.ts';
import { judgedSchema } from '../../../../schemas/registry/judged-schema.ts';
import { compareContracts } from '../../../../scripts/gap/schema/compare-contracts.ts';
import { contractChooser } from '../../../../scripts/gap/schema/registry-chooser.ts';
import type { Contract } from '../../../../scripts/gap/schema/released-registry.ts';
import { Random } from '../../../../scripts/simulate/random.ts';
import { changedSchema, randomSchema, randomValue } from './random-schemas.ts';

type Properties = Record<string, PropertySchema>;

function schemaOf(properties: Properties, required: string[] = []): EventDataSchema {
  return { title: 'T', description: 'D', type: 'object', properties, required };
}

function contract(versions: Record<string, EventDataSchema>): Contract {
  return new Map([['boss_killed', new Map(Object.entries(versions))]]);
}

function compare(before: Properties, after: Properties, required: [string[], string[]] = [[], []]) {
  return compareContracts(
    contract({ '1.0': schemaOf(before, required[0]) }),
    contract({ '1.0': schemaOf(after, required[1]) }),
  ).breaking.map(({ file, path, reason }) => `${file} ${path} ${reason}`);
}

const file = 'boss_killed/1.0/schema.json';

describe('a change of a released version is refused when', () => {
  test.each<[string, Properties, Properties, string]>([
    [
      'a type is another',
      { a: { type: 'string' } },
      { a: { type: 'boolean' } },
      '/event_data/a the type was string, now it is boolean',
    ],
    [
      'a type loses one of several',
      { a: { type: ['string', 'boolean'] } },
      { a: { type: 'string' } },
      'the type was string or boolean, now it is string',
    ],
    [
      'a number must be whole',
      { a: { type: 'number' } },
      { a: { type: 'integer' } },
      'the type was number, now it is integer',
    ],
    [
      'null was allowed',
      { a: { type: ['string', 'null'] } },
      { a: { type: 'string' } },
      'the type was string or null, now it is string',
    ],
    [
      'an enum is added',
      { a: { type: 'string' } },
      { a: { type: 'string', enum: ['x'] } },
      'any value was accepted, now only those of an enum are',
    ],
    [
      'an enum loses a value',
      { a: { type: 'string', enum: ['x', 'y'] } },
      { a: { type: 'string', enum: ['x'] } },
      '"y" was accepted, now it is not',
    ],
    [
      'a pattern refuses an enum’s value',
      { a: { type: 'string', enum: ['x', 'y'] } },
      { a: { type: 'string', pattern: '^x' } },
      '"y" was accepted, now it is not',
    ],
    [
      'a pattern is added',
      { a: { type: 'string' } },
      { a: { type: 'string', pattern: '^x' } },
      'there was no pattern, now it is ^x',
    ],
    [
      'a pattern is another',
      { a: { type: 'string', pattern: '^x' } },
      { a: { type: 'string', pattern: '^y' } },
      'the pattern was ^x, now it is ^y',
    ],
    [
      'a minimum is added',
      { a: { type: 'number' } },
      { a: { type: 'number', minimum: 0 } },
      'the lowest number was none, now it is 0',
    ],
    [
      'a minimum is higher',
      { a: { type: 'number', minimum: 0 } },
      { a: { type: 'number', minimum: 1 } },
      'the lowest number was 0, now it is 1',
    ],
    [
      'a minimum excludes itself',
      { a: { type: 'number', minimum: 0 } },
      { a: { type: 'number', exclusiveMinimum: 0 } },
      'the lowest number was 0, now it is above 0',
    ],
    [
      'a maximum is lower',
      { a: { type: 'integer', maximum: 5 } },
      { a: { type: 'integer', maximum: 4 } },
      'the highest number was 5, now it is 4',
    ],
    [
      'a maximum is 0',
      { a: { type: 'integer', maximum: 5 } },
      { a: { type: 'integer', maximum: 0 } },
      'the highest number was 5, now it is 0',
    ],
    [
      'an optional field gets a type',
      {},
      { a: { type: 'string' } },
      '/event_data/a any value was accepted, now it has a type: make a new minor',
    ],
    [
      'items get a type',
      { a: { type: 'array' } },
      { a: { type: 'array', items: { type: 'string' } } },
      '/event_data/a/* the type was any, now it is string',
    ],
    [
      'items change',
      { a: { type: 'array', items: { type: 'number' } } },
      { a: { type: 'array', items: { type: 'integer' } } },
      '/event_data/a/* the type was number, now it is integer',
    ],
    [
      'an inner field gets a type',
      { a: { type: 'object' } },
      { a: { type: 'object', properties: { b: { type: 'string' } } } },
      '/event_data/a/b any value was accepted',
    ],
    [
      'an inner field becomes required',
      { a: { type: 'object', properties: { b: { type: 'string' } } } },
      { a: { type: 'object', properties: { b: { type: 'string' } }, required: ['b'] } },
      '/event_data/a/b was optional, now it is required',
    ],
    [
      'a column is whole no longer',
      { a: { type: 'integer' } },
      { a: { type: 'number' } },
      'the column a was bigint, now it is double',
    ],
    [
      'a column becomes text',
      { a: { type: 'boolean' } },
      { a: { type: ['boolean', 'string'] } },
      'the column a was boolean, now it is text',
    ],
    [
      'a column keeps more decimals',
      { a: { type: 'number', decimals: 2, minimum: 0, maximum: 9 } },
      { a: { type: 'number', decimals: 4, minimum: 0, maximum: 9 } },
      'the column a was decimal(18,2), now it is decimal(18,4)',
    ],
    [
      'a column has less room',
      { a: { type: 'number', decimals: 2 } },
      { a: { type: 'number', decimals: 4 } },
      'the highest number was',
    ],
    ['a column is lost', { a: { type: 'string' } }, {}, '/event_data/a the column a would be lost'],
    [
      'a column is named anew',
      { levelId: { type: 'string' } },
      { level_id: { type: 'string' } },
      'the column levelid would be lost',
    ],
  ])('%s', (_, before, after, reason) => {
    const found = compare(before, after);
    expect(found.join('\n')).toContain(reason);
    expect(found.every((change) => change.startsWith(`${file} `))).toBe(true);
  });

  test('a field becomes required', () => {
    const properties: Properties = { a: { type: 'string' } };
    expect(compare(properties, properties, [[], ['a']])).toEqual([
      `${file} /event_data/a was optional, now it is required`,
    ]);
  });

  const schema = schemaOf({ a: { type: 'string' } });

  test('a version is removed', () => {
    expect(compareContracts(contract({ '1.0': schema, '1.1': schema }), contract({ '1.1': schema })).breaking).toEqual([
      { file, path: '', reason: 'the version was removed' },
    ]);
  });

  test('an event type is removed', () => {
    expect(compareContracts(contract({ '1.0': schema }), new Map()).breaking).toEqual([
      { file: 'boss_killed', path: '', reason: 'the event type was removed' },
    ]);
  });

  test('a new minor gives a column of its major another type', () => {
    const next = schemaOf({ a: { type: 'integer' } });
    expect(compareContracts(contract({ '1.0': schema }), contract({ '1.0': schema, '1.1': next })).breaking).toEqual([
      { file: 'boss_killed/1.1/schema.json', path: '/event_data/a', reason: 'the column a was text, now it is bigint' },
    ]);
  });
});

describe('a change passes when', () => {
  test.each<[string, Properties, Properties]>([
    ['nothing is another', { a: { type: 'string' } }, { a: { type: 'string' } }],
    ['only words are', { a: { type: 'string' } }, { a: { type: 'string', description: 'Better said.' } }],
    ['an enum gets a value', { a: { type: 'string', enum: ['x'] } }, { a: { type: 'string', enum: ['x', 'y'] } }],
    ['an enum is given up', { a: { type: 'string', enum: ['x'] } }, { a: { type: 'string' } }],
    [
      'an enum becomes a pattern that its values match',
      { a: { type: 'string', enum: ['x1'] } },
      { a: { type: 'string', pattern: '^x' } },
    ],
    ['a pattern is given up', { a: { type: 'string', pattern: '^x' } }, { a: { type: 'string' } }],
    [
      'bounds are wider',
      { a: { type: 'number', minimum: 0, maximum: 5 } },
      { a: { type: 'number', minimum: -1, exclusiveMaximum: 6 } },
    ],
    [
      'bounds of whole numbers are said in another way',
      { a: { type: 'integer', exclusiveMinimum: 0, maximum: 5 } },
      { a: { type: 'integer', minimum: 1, exclusiveMaximum: 6 } },
    ],
    ['null is allowed', { a: { type: 'integer' } }, { a: { type: ['integer', 'null'] } }],
    ['text may be a number too', { a: { type: 'string' } }, { a: { type: ['string', 'integer'] } }],
    [
      'a field inside an object is given up',
      { a: { type: 'object', properties: { b: { type: 'string' } } } },
      { a: { type: 'object' } },
    ],
  ])('%s', (_, before, after) => {
    expect(compare(before, after)).toEqual([]);
  });

  test('a field is required no longer', () => {
    const properties: Properties = { a: { type: 'string' } };
    expect(compare(properties, properties, [['a'], []])).toEqual([]);
  });

  const schema = schemaOf({ a: { type: 'string', unit: 'seconds' } });

  test('types, minors and majors are added, which are told', () => {
    const released = contract({ '1.0': schema });
    const other = schemaOf({ a: { type: 'integer' }, b: { type: 'boolean' } }, ['a', 'b']);
    const minor = schemaOf({ a: { type: 'string' }, b: { type: 'integer' } }, ['b']);
    const current = new Map([
      ...contract({ '1.0': schema, '1.1': minor, '2.0': other }),
      ['new_type', new Map([['1.0', other]])],
    ]);
    expect(compareContracts(released, current)).toEqual({
      breaking: [],
      notes: [
        {
          file: 'boss_killed/2.0/schema.json',
          path: '/event_version',
          reason: 'events without an event_version are judged by this major from now on',
        },
      ],
      added: ['boss_killed/1.1', 'boss_killed/2.0', 'new_type/1.0'],
    });
  });

  test('a unit is another, which is told', () => {
    const now = schemaOf({ a: { type: 'string', unit: 'milliseconds' } });
    expect(compareContracts(contract({ '1.0': schema }), contract({ '1.0': now }))).toMatchObject({
      breaking: [],
      notes: [
        { path: '/event_data/a', reason: expect.stringContaining('the unit was seconds, now it is milliseconds') },
      ],
    });
  });
});

describe('of random pairs of schemas', () => {
  const ajv = new Ajv({ strict: false });
  const compiled = (schema: EventDataSchema): ValidateFunction => ajv.compile(judgedSchema(schema));

  test('no event is refused that was accepted, where nothing is said to break', () => {
    const counts = { pairs: 0, compatible: 0, changed: 0, accepted: 0, broken: 0, witnessed: 0 };
    for (let seed = 1; seed <= 1200; seed++) {
      const random = new Random(seed);
      const before = randomSchema(random);
      const after = changedSchema(before, random);
      const { breaking } = compareContracts(contract({ '1.0': before }), contract({ '1.0': after }));
      const [old, now] = [compiled(before), compiled(after)];
      counts.pairs += 1;
      const compatible = breaking.length === 0;
      if (compatible) counts.compatible += 1;
      else counts.broken += 1;
      if (compatible && JSON.stringify(before) !== JSON.stringify(after)) counts.changed += 1;
      let witness = false;
      for (let event = 0; event < 40; event++) {
        const data = randomValue(random.chance(0.5) ? before : after, random);
        if (!old(data)) continue;
        counts.accepted += 1;
        const refused = !now(data);
        witness ||= refused;
        if (refused && compatible) expect.fail(`seed ${seed}: ${JSON.stringify({ before, after, data })}`);
      }
      if (witness) counts.witnessed += 1;
    }
    // The pairs tell something: many differ and are compatible, many break, and events of most of those show it.
    expect(counts.changed).toBeGreaterThan(150);
    expect(counts.broken).toBeGreaterThan(300);
    expect(counts.accepted).toBeGreaterThan(8000);
    expect(counts.witnessed / counts.broken).toBeGreaterThan(0.4);
  });

  test('neither is one that any version of its major accepted, whichever it states, when a minor is added', () => {
    let accepted = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const random = new Random(seed);
      const first = randomSchema(random);
      const before = contract({ '1.0': first, '1.1': changedSchema(first, random) });
      const after = contract({
        '1.0': random.chance(0.3) ? changedSchema(first, random) : first,
        '1.1': before.get('boss_killed')?.get('1.1') ?? first,
        '1.2': changedSchema(first, random),
      });
      if (compareContracts(before, after).breaking.length > 0) continue;
      const [old, now] = [contractChooser(before), contractChooser(after)];
      for (let event = 0; event < 20; event++) {
        const version = random.pick([undefined, '1', '1.0', '1.0.3', '1.1', '1.7']);
        const data = randomValue(first, random);
        const accepts = (choose: typeof old) =>
          choose('boss_killed', version)?.candidates?.some(({ validate }) => validate(data)) === true;
        if (!accepts(old)) continue;
        accepted += 1;
        if (!accepts(now)) expect.fail(`seed ${seed}: ${version} ${JSON.stringify(data)}`);
      }
    }
    expect(accepted).toBeGreaterThan(500);
  });
});
