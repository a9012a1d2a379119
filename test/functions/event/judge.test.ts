import { describe, expect, it } from 'vitest';
import { type Candidate, schemaChooser } from '../../../functions/event/choose-schema.ts';
import { type JudgeOptions, judge } from '../../../functions/event/judge.ts';
import type { Mismatch } from '../../../schemas/generated/validate-game-event.ts';
import { anEvent, now } from '../stream/transform-events/records.ts';

/** A schema that demands these members, in this order. */
function demanding(...names: string[]): Candidate['validate'] {
  const validate: { (data: unknown): boolean; errors?: readonly Mismatch[] | null } = (data) => {
    const missing = names.find((name) => !Object.hasOwn(Object(data), name));
    validate.errors =
      missing === undefined ? null : [{ instancePath: '', keyword: 'required', params: { missingProperty: missing } }];
    return missing === undefined;
  };
  return validate;
}

const chooseSchema = schemaChooser(
  new Map([
    [
      'battle',
      [
        { major: 1, minor: 0, validate: demanding('map') },
        { major: 1, minor: 1, validate: demanding('map', 'mode') },
        { major: 1, minor: 10, validate: demanding('map', 'mode', 'season') },
        { major: 2, minor: 0, validate: demanding('arena') },
      ],
    ],
  ]),
);

const options: JudgeOptions = {
  registered: true,
  receivedAt: now,
  maxEventAgeDays: 30,
  unknownEventTypes: 'ACCEPT',
  chooseSchema,
};
const battle = (event_version: string | undefined, event_data?: unknown) =>
  JSON.parse(JSON.stringify(anEvent({ event_type: 'battle', event_version, event_data })));

describe('the schema that judges an event', () => {
  const all = { map: 1, mode: 1, season: 1, arena: 1 };
  it.each([
    ['the exact minor', '1.0', all, '1.0'],
    ['the exact minor, whatever the patch', '1.1.99', all, '1.1'],
    ['the highest minor of a major', '1', all, '1.10'],
    ['the highest minor that it satisfies', '1', { map: 1, mode: 1 }, '1.1'],
    ['the highest minor that it satisfies, of a minor that is not registered', '1.7', { map: 1 }, '1.0'],
    ['the highest minor of a major that is not the last', '1.99', all, '1.10'],
    ['the highest major without a version', undefined, all, '2.0'],
  ])('is %s', (_, version, data, schemaVersion) => {
    expect(judge(battle(version, data), options)).toMatchObject({ outcome: 'accepted', reason: 'ok', schemaVersion });
  });

  it.each([
    ['the exact minor', '1.0', { mode: 1 }, '/event_data/map', 'map is missing', '1.0'],
    ['the highest minor of a major', '1', {}, '/event_data/map', 'map is missing', '1.10'],
    ['the highest minor, whichever was nearer', '1.5', { mode: 1 }, '/event_data/map', 'map is missing', '1.10'],
    ['the highest major', undefined, { map: 1 }, '/event_data/arena', 'arena is missing', '2.0'],
    ['the schema, also of no event_data', '2.0', undefined, '/event_data/arena', 'arena is missing', '2.0'],
  ])('that is not satisfied is told of %s', (_, version, data, path, detail, schemaVersion) => {
    expect(judge(battle(version, data), options)).toEqual({
      outcome: 'quarantined',
      reason: 'schema_mismatch',
      path,
      detail,
      schemaVersion,
    });
  });

  it.each([
    ['3', 'no such version is registered; battle has 1.0, 1.1, 1.10, 2.0'],
    ['0.1', 'no such version is registered; battle has 1.0, 1.1, 1.10, 2.0'],
    ['999999999', 'no such version is registered; battle has 1.0, 1.1, 1.10, 2.0'],
    ...['1e3', '-1', '1.', '.1', '1.0.0.0', '01', '1.00', 'v1', '1.x', 'latest', '1_0', '9999999999', '__proto__'].map(
      (version) => [version, 'event_version must be a number like 1, 1.0 or 1.0.5; battle has 1.0, 1.1, 1.10, 2.0'],
    ),
  ])('is none for the version %s', (version, detail) => {
    expect(judge(battle(version, all), options)).toMatchObject({
      reason: 'schema_mismatch',
      path: '/event_version',
      detail,
      schemaVersion: undefined,
    });
  });

  it('stays right after more versions than are remembered', () => {
    for (let minor = 100; minor < 400; minor++) judge(battle(`1.${minor}`, all), options);
    expect(judge(battle('1.1', all), options)).toMatchObject({ schemaVersion: '1.1' });
    expect(judge(battle('1.500', all), options)).toMatchObject({ schemaVersion: '1.10' });
  });
});

describe('what comes first', () => {
  const bad = { event_type: 'dragon tamed', event_timestamp: 1 };
  const quarantining: JudgeOptions = { ...options, unknownEventTypes: 'QUARANTINE' };
  it.each([
    ['the application', { ...quarantining, registered: false }, bad, 'unregistered_application', ''],
    ['the envelope', quarantining, bad, 'schema_mismatch', '/event_type'],
    ['the type', quarantining, { ...bad, event_type: 'dragon_tamed' }, 'unknown_event_type', '/event_type'],
    ['event_data', quarantining, { ...bad, event_type: 'battle' }, 'schema_mismatch', '/event_data/arena'],
    [
      'the time',
      quarantining,
      { ...bad, event_type: 'battle', event_data: { arena: 1 } },
      'timestamp_out_of_range',
      '/event_timestamp',
    ],
  ])('%s', (_, judging, change, reason, path) => {
    expect(judge(anEvent(change), judging)).toMatchObject({ outcome: 'quarantined', reason, path });
  });
});

describe('hostile events', () => {
  const nested = (depth: number) => JSON.parse(`{"map":${'['.repeat(depth)}${']'.repeat(depth)}}`);
  it.each<[string, Record<string, unknown>]>([
    ...['__proto__', 'constructor', 'toString', 'valueOf'].map((event_type): [string, Record<string, unknown>] => [
      `of the type ${event_type}`,
      { event_type },
    ]),
    ...['__proto__', 'constructor', '1e3', '-1'].map((event_version): [string, Record<string, unknown>] => [
      `of the version ${event_version}`,
      { event_type: 'battle', event_version },
    ]),
    ['nested 10,000 deep', { event_type: 'battle', event_version: '1.0', event_data: nested(10_000) }],
    ['of half a megabyte', { event_type: 'battle', event_version: '1.0', event_data: { map: 'x'.repeat(500_000) } }],
    ['of a huge time', { event_timestamp: 1e308 }],
    ['of times that cancel each other out', { event_timestamp: 1e308, sent_at: 1e308 }],
    ['sent at an infinite time', { sent_at: Number.POSITIVE_INFINITY }],
    ['of infinite times', { event_timestamp: Number.NEGATIVE_INFINITY, sent_at: Number.NEGATIVE_INFINITY }],
  ])('%s are judged', (_, change) => {
    for (const chosen of [chooseSchema, undefined]) {
      const judgement = judge(anEvent(change), { ...options, ...(chosen && { chooseSchema: chosen }) });
      expect(['accepted', 'quarantined']).toContain(judgement.outcome);
    }
  });
});
