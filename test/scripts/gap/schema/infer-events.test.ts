import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { describe, expect, test } from 'vitest';
import { judge } from '../../../../functions/event/judge.ts';
import type { PropertySchema } from '../../../../schemas/registry/event-registry.ts';
import { type Inference, inferEvents, type Proposal } from '../../../../scripts/gap/schema/infer-events.ts';
import { contractChooser } from '../../../../scripts/gap/schema/registry-chooser.ts';
import type { Contract } from '../../../../scripts/gap/schema/released-registry.ts';
import { openEvents } from '../../../../scripts/gap/send/read-events.ts';

const match = new URL('../../../data/dota2-match.ndjson', import.meta.url).pathname;
const nothing: Contract = new Map();

function event(event_data: unknown, more: Record<string, unknown> = {}): Record<string, unknown> {
  const event_timestamp = 1_790_000_000;
  return {
    event_id: randomUUID(),
    event_type: 'boss_killed',
    event_name: 'boss_killed',
    event_timestamp,
    event_data,
    ...more,
  };
}

async function infer(events: readonly unknown[], contract = nothing): Promise<Inference> {
  const file = join(temporaryDirectory(), 'events.ndjson');
  writeFileSync(file, events.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n'));
  return inferEvents(await openEvents(file), contract, 'events.ndjson');
}

async function inferOne(events: readonly unknown[]): Promise<Proposal> {
  const { proposals } = await infer(events);
  expect(proposals).toHaveLength(1);
  const [proposal] = proposals;
  if (proposal === undefined) throw new Error('nothing was proposed');
  return proposal;
}

/** What is inferred for one field from its values, without words. */
async function inferField(values: readonly unknown[], name = 'a') {
  const { schema, notes } = await inferOne(values.map((value) => event({ [name]: value })));
  const { description: _, ...field }: Partial<PropertySchema> = schema.properties[name] ?? {};
  return { field, notes: notes.filter((note) => !note.startsWith('only ')) };
}

function contractOf(proposals: readonly Proposal[]): Contract {
  const types = new Map<string, Map<string, Proposal['schema']>>();
  for (const { type, version, schema } of proposals) {
    types.set(type, (types.get(type) ?? new Map<string, Proposal['schema']>()).set(version, schema));
  }
  return types;
}

function reasonsOf(events: readonly Record<string, unknown>[], contract: Contract): Set<string> {
  const chooseSchema = contractChooser(contract);
  return new Set(
    events.map((one) => {
      const receivedAt = Number(one.event_timestamp) * 1000;
      const options = { registered: true, receivedAt, maxEventAgeDays: 30, unknownEventTypes: 'QUARANTINE' } as const;
      const judgement = judge(one, { ...options, chooseSchema });
      return judgement.outcome === 'accepted' ? 'ok' : `${judgement.reason} ${judgement.path}: ${judgement.detail}`;
    }),
  );
}

describe('values that mean absent, and the ends of 64 bits', () => {
  const raw = (digits: string) => JSON.stringify(event({ a: '#' })).replace('"#"', digits);

  test('the empty text says nothing about the type, and the field is optional', async () => {
    const { schema, notes } = await inferOne([1, '', 3].map((a) => event({ a, b: 'x' })));
    expect([schema.properties.a?.type, schema.required]).toEqual(['integer', ['b']]);
    expect(notes).not.toContainEqual(expect.stringContaining('its column is text'));
  });

  test('a field that is always null or empty is left out', async () => {
    const { schema, notes } = await inferOne([null, ''].map((a) => event({ a })));
    expect(schema.properties).toEqual({});
    expect(notes).toContainEqual(expect.stringContaining('never anything but null or the empty text'));
  });

  test('in a list the empty text is a text', async () => {
    const { schema } = await inferOne([event({ a: ['', 'x'] }), event({ a: [''] })]);
    expect(schema.properties.a).toMatchObject({ type: 'array', items: { type: 'string' } });
  });

  test.each([
    ['9223372036854775807', 'integer'],
    ['-9223372036854775808', 'integer'],
    ['9223372036854775808', 'number'],
    ['-9223372036854775809', 'number'],
  ])('%s is of the type %s', async (digits, type) => {
    const { schema } = await inferOne([raw(digits), raw('1')]);
    expect(schema.properties.a?.type).toBe(type);
  });
});

describe('from a real match', () => {
  const events = readFileSync(match, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

  test('every event satisfies what is inferred, and so do the examples', async () => {
    const { proposals, satisfied, unusable } = await inferEvents(await openEvents(match), nothing, 'match');
    expect([satisfied, unusable]).toEqual([[], []]);
    expect(proposals.map(({ type, version }) => `${type}/${version}`)).toEqual(
      [
        'dota2_buyback',
        'dota2_item_purchased',
        'dota2_objective',
        'dota2_player_kill',
        'dota2_player_snapshot',
        'dota2_rune_picked',
        'dota2_teamfight',
        'dota2_ward_placed',
      ].map((type) => `${type}/1.0`),
    );
    const contract = contractOf(proposals);
    expect(reasonsOf(events, contract)).toEqual(new Set(['ok']));
    for (const { pass, fail } of proposals) {
      expect(
        reasonsOf(
          pass.map((example) => example.event),
          contract,
        ),
      ).toEqual(new Set(['ok']));
      for (const { event: wrong, expect: expected } of fail) {
        const [reason] = reasonsOf([wrong], contract);
        expect(reason).toContain(`${expected.reason} ${expected.error_path}:`);
      }
    }
  });

  test('nothing is left to infer then', async () => {
    const { proposals } = await inferEvents(await openEvents(match), nothing, 'match');
    const again = await inferEvents(await openEvents(match), contractOf(proposals), 'match');
    expect(again.proposals).toEqual([]);
    expect(again.satisfied).toContainEqual({ type: 'dota2_ward_placed', events: 113 });
  });

  test('its players are not in the examples', async () => {
    const { proposals } = await inferEvents(await openEvents(match), nothing, 'match');
    const text = JSON.stringify(proposals);
    expect(text).not.toMatch(/dota-7490235544-\d/);
    expect(events.some(({ session_id }) => text.includes(session_id))).toBe(false);
  });
});

describe('the type of a field', () => {
  test.each<[string, unknown[], object]>([
    ['text', ['x', 'y'], { type: 'string' }],
    ['whole numbers', [1, -2], { type: 'integer' }],
    ['numbers', [1, 0.5], { type: 'number' }],
    ['whole numbers that no bigint column holds', [1, 1e19], { type: 'number' }],
    ['true and false', [true, false], { type: 'boolean' }],
    ['text that may be null', ['x', null], { type: ['string', 'null'] }],
    ['numbers and text', [1, 'x'], { type: ['string', 'integer'] }],
    ['lists of text', [['x'], []], { type: 'array', items: { type: 'string' } }],
    ['lists of many things', [['x', 1, null]], { type: 'array', items: { type: ['string', 'integer', 'null'] } }],
    ['empty lists', [[], []], { type: 'array' }],
    ['lists of nothing but null', [[null]], { type: 'array' }],
    ['empty objects', [{}], { type: 'object' }],
    [
      'objects',
      [{ x: 1, y: 'a' }, { x: 2 }],
      { type: 'object', properties: { x: { type: 'integer' }, y: { type: 'string' } }, required: ['x'] },
    ],
    ['objects with names that no schema can say', [{ 'a b': 1 }], { type: 'object' }],
  ])('%s', async (_, values, expected) => {
    expect((await inferField(values)).field).toEqual(expected);
  });

  test('an amount with a fraction keeps its decimals, another number does not', async () => {
    expect((await inferField([4.99, 10], 'price')).field).toEqual({ type: 'number', decimals: 2 });
    expect((await inferField([0.125, 10], 'item_cost')).field).toEqual({ type: 'number', decimals: 3 });
    expect((await inferField([4.99, 10], 'speed')).field).toEqual({ type: 'number' });
    expect((await inferField([4.99, 1e15], 'price')).field).toEqual({ type: 'number' });
    expect((await inferField([1e-9], 'price')).field).toEqual({ type: 'number' });
    expect((await inferField([5, 10], 'price')).field).toEqual({ type: 'integer' });
  });

  test.each<[string, unknown[], string]>([
    ['nothing but null', [null, null], 'a is left out, any value of it is accepted: it was never anything but null'],
    ['numbers and text', [1, 'x'], 'a is sent as string and integer: its column is text'],
  ])('what its reader should know: %s', async (_, values, note) => {
    expect((await inferField(values)).notes).toEqual([note]);
  });

  test('numbers beyond all numbers leave the field out', async () => {
    const text = JSON.stringify(event({ a: 0, b: 1 })).replace('"a":0', '"a":1e999');
    const { schema, notes } = await inferOne([text]);
    expect(Object.keys(schema.properties)).toEqual(['b']);
    expect(notes.join()).toContain('too large');
  });
});

describe('a closed set of texts', () => {
  const many = (texts: readonly string[], count: number) =>
    Array.from({ length: count }, (_, n) => texts[n % texts.length]);

  test.each<[string, string, unknown[], boolean]>([
    ['is an enum after enough events', 'result', many(['win', 'loss'], 60), true],
    ['is none after few', 'result', many(['win', 'loss'], 20), false],
    ['is none while new ones come', 'result', [...many(['win', 'loss'], 60), 'draw'], false],
    ['is none when one text stands everywhere', 'result', many(['win'], 100), false],
    ['is none when the texts are ids', 'map_id', many(['canyon', 'harbour'], 100), false],
    ['is none when the texts are persons', 'player', many(['tom', 'ann'], 100), false],
    ['is none when there are many', 'result', many('abcdefghijklmnop'.split(''), 400), false],
    ['is none when the texts are sentences', 'result', many(['you win', 'you lose'], 100), false],
    ['is none when it may be null', 'result', [...many(['win', 'loss'], 60), null], false],
  ])('%s', async (_, name, values, closed) => {
    expect((await inferField(values, name)).field.enum !== undefined).toBe(closed);
  });
});

describe('required', () => {
  test('is what stands in every event', async () => {
    const { schema } = await inferOne([event({ a: 1, b: 2 }), event({ a: 1 })]);
    expect(schema.required).toEqual(['a']);
  });

  test('is nothing when an event has no event_data', async () => {
    const events = [event({ a: 1 }), event(undefined)];
    const { schema } = await inferOne(events);
    expect(schema.required).toEqual([]);
  });
});

describe('versions', () => {
  const versionsOf = async (events: readonly unknown[], contract = nothing) =>
    (await infer(events, contract)).proposals.map(({ version }) => version);
  const stated = (event_version: string, data: unknown = { a: 1 }) => event(data, { event_version });

  test.each<[string, unknown[], string[]]>([
    ['1.0 without any', [event({ a: 1 })], ['1.0']],
    ['that which is stated', [stated('3.2.1')], ['3.2']],
    ['the highest minor of those', [stated('1.0'), stated('1.4'), stated('1')], ['1.4']],
    ['one for each major', [stated('1.0'), stated('2.0', { b: 1 })], ['1.0', '2.0']],
    ['the highest major for those without any', [stated('2.0'), event({ c: 1 })], ['2.0']],
  ])('%s', async (_, events, expected) => {
    expect(await versionsOf(events)).toEqual(expected);
    const { proposals } = await infer(events);
    expect(reasonsOf(events as Record<string, unknown>[], contractOf(proposals))).toEqual(new Set(['ok']));
  });

  test.each<[string, unknown, string, string]>([
    [
      'the next minor',
      stated('1.0', { a: null }),
      '1.1',
      '1.0 is registered: events that state it must state 1.1, or 1',
    ],
    ['a stated minor', stated('1.3', { a: null }), '1.3', ''],
    ['a new major where a column would change', stated('1.0', { a: 'x' }), '2.0', 'a is bigint in 1.0 and text here'],
  ])('of a registered type: %s', async (_, sent, version, note) => {
    const registered = contractOf((await infer([event({ a: 1 })])).proposals);
    const { proposals } = await infer([sent, event({ a: 1 }, { event_version: '1.0' })], registered);
    expect(proposals[0]?.version).toBe(version);
    expect(proposals[0]?.notes.join()).toContain(note);
  });
});

test('what no schema can be made from is counted by its reason', async () => {
  const { proposals, unusable } = await infer([
    'no json',
    '[]',
    event({}, { event_type: 7 }),
    event({}, { event_type: 'Boss Killed' }),
    event({}, { event_version: 'latest' }),
    event('text'),
  ]);
  expect(proposals).toEqual([]);
  expect(unusable.map(({ events }) => events)).toEqual([1, 1, 1, 1, 1, 1]);
  const words = ['JSON', 'object', 'text', '1 to 128 letters', 'event_version', 'event_data'];
  expect(unusable.map(({ reason }) => reason)).toEqual(words.map((word) => expect.stringContaining(word)));
});

test('types may have names as other games write them', async () => {
  const types = ['CHAMPION_KILL', 'LogPlayerKillV2', 'gameStarted', 'progression.start'];
  const events = types.map((type) => event({ killerId: 4 }, { event_type: type, event_name: type }));
  const { proposals, unusable } = await infer(events);
  expect([proposals.map(({ type }) => type), unusable]).toEqual([types, []]);
  expect(reasonsOf(events as Record<string, unknown>[], contractOf(proposals))).toEqual(new Set(['ok']));
});

test.each([
  [`contexts_${'x'.repeat(56)}`, 'its name is longer than 64 characters'],
  ['2nd_try', 'a field of a schema begins with a letter'],
  ['total-time', 'a field of a schema has letters, digits and _ only'],
])('a field %s is left out for its true reason', async (name, reason) => {
  const { schema, notes } = await inferOne([event({ [name]: { lat: 1 }, n: 1 })]);
  expect(Object.keys(schema.properties)).toEqual(['n']);
  expect(notes.join()).toContain(reason);
});

test('persons are replaced in examples, the same by the same name', async () => {
  const data = {
    friend_id: 'ann',
    by: 'tom',
    email: 'tom@example.com',
    contact: 'eve@example.com',
    friends: ['ann'],
    user_age: 41,
  };
  const { pass, about, schema } = await inferOne([
    event(data, { player_id: 'tom', session_id: 'tom-1', country: 'DE' }),
  ]);
  expect(pass[0]?.event).toMatchObject({ player_id: 'player-1', session_id: 'session-1', country: 'DE' });
  const replaced = pass[0]?.event.event_data as Record<string, unknown>;
  expect(replaced.by).toBe('player-1');
  expect(replaced.friends).toEqual([replaced.friend_id]);
  expect(JSON.stringify(pass)).not.toMatch(/tom|ann|eve@|:41/);
  expect(about.personal_data).toEqual(['friend_id', 'email', 'friends', 'user_age']);
  expect(JSON.stringify(schema)).not.toMatch(/tom|ann|eve@|:41/);
});

test('names that are data do not grow without bounds', async () => {
  const events = Array.from({ length: 300 }, (_, index) => event({ [`id${index}`]: 1, a: { [`id${index}`]: 1 } }));
  const { schema, notes } = await inferOne(events);
  expect(Object.keys(schema.properties).length).toBeLessThanOrEqual(200);
  expect(schema.properties.a).toMatchObject({ type: 'object' });
  expect(schema.properties.a?.properties).toBeUndefined();
  expect(notes.join()).toContain('are ids used as names?');
  expect(reasonsOf(events, contractOf((await infer(events)).proposals))).toEqual(new Set(['ok']));
});
