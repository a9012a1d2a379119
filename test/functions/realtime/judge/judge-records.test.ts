import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { applicationCache } from '../../../../functions/event/applications.ts';
import { judgeFunction } from '../../../../functions/realtime/judge/judge-function.ts';
import { judgedRowTypes } from '../../../../functions/realtime/judge/judged-row.ts';
import { readRegistry } from '../../../../schemas/registry/read-registry.ts';
import { anEvent, apiRecord, application, now, stranger, transform } from '../../stream/transform-events/records.ts';
import { randomJson, seededRandom } from '../../support/random-json.ts';

type Registered = (ids: readonly string[]) => Promise<readonly string[]>;
const registered: Registered = async (ids) => ids.filter((id) => id === application);

/** The SQL function with applications of its own. */
function judgeWith(read: Registered, clock = () => now) {
  const readNames = async (ids: readonly string[]) => new Map((await read(ids)).map((id) => [id, 'My game']));
  const cache = applicationCache({ readNames, now: clock });
  const { evaluate } = judgeFunction({
    knownApplication: cache.known,
    findApplications: (ids) => cache.find(ids, clock()),
    judging: { maxEventAgeDays: 30, unknownEventTypes: 'ACCEPT' },
  });
  return (texts: readonly (string | Uint8Array)[], arrivedAt = now) => {
    const records = texts.map((text) => Buffer.from(text));
    return evaluate(
      records,
      records.map(() => arrivedAt),
    );
  };
}

const judge = judgeWith(registered);
const one = (change: object, applicationId?: string) =>
  apiRecord(JSON.stringify({ ...anEvent(), ...change }), applicationId);
const withData = (data: string) => apiRecord(`${JSON.stringify(anEvent()).slice(0, -1)},"event_data":${data}}`);
const md5 = (record: string | Uint8Array) => createHash('md5').update(record).digest('hex');

const examples = readRegistry(fileURLToPath(new URL('../../../../schemas/events', import.meta.url)))
  .flatMap((type) => type.versions)
  .flatMap(({ pass, fail }) => [...pass, ...fail].map(({ event }) => event));

/** Where the transform says the same in other columns. */
const times = (text: unknown) => (typeof text === 'string' ? Date.parse(`${text.replace(' ', 'T')}Z`) : undefined);

describe('a record is judged as the transform judges it', () => {
  it.each<[string, readonly (string | Uint8Array)[]]>([
    ['examples of the registry', examples.map((event) => apiRecord(JSON.stringify(event)))],
    ['the same in time', examples.map((event) => one({ ...event, event_timestamp: now / 1000 - 5 }))],
    ['of a stranger', examples.map((event) => apiRecord(JSON.stringify(event), stranger))],
    [
      'clocks',
      [0, 4, 6, -7200, 7200, 40 * 86_400].map((off) =>
        one({ event_timestamp: now / 1000 - off, sent_at: now / 1000 - off }),
      ),
    ],
    ['request times', ['x', now - 86_400_000, 0, now + 120_000].map((time) => apiRecord('{}', application, time))],
    ['no events', ['', '\ufeff{}', '[]', 'null', '{"application_id":""}', '{"application_id":"a","event":1}']],
    ['bytes that are no text', [Buffer.from([0xff, 0xfe]), Buffer.from('"\ud800"', 'utf16le')]],
    [
      'anything',
      Array.from({ length: 300 }, (_, seed) => withData(randomJson(seededRandom(seed), seed % 2 === 0).object(3))),
    ],
    ['lone surrogates', ['platform', 'event_id'].map((name) => one({ [name]: 'x\ud800' }))],
    ['members of other types', ['event_type', 'player_id', 'platform'].map((name) => one({ [name]: { a: 1 } }))],
  ])('%s', async (_, texts) => {
    const rows = await judge(texts);
    const { answers } = await transform(texts);
    for (const [index, { row = {}, result, keys }] of answers.entries()) {
      const judged = rows[index];
      const outcome = result === 'Ok' ? keys?.outcome : 'failed';
      const { counts } = await transform([texts[index] ?? '']);
      const time = outcome === 'accepted' ? row.occurred_at : row.received_at;
      expect(judged).toEqual({
        outcome,
        reason: Object.keys(counts).join(),
        event_time: times(time) ?? now,
        event_key: row.event_id ?? md5(texts[index] ?? ''),
        ...Object.fromEntries(columns.map((column) => [column, row[column] ?? null])),
      });
    }
  });
});

const columns = Object.keys(judgedRowTypes).filter(
  (column) => !['outcome', 'reason', 'event_time', 'event_key'].includes(column),
);

describe('the time of a record that is not accepted', () => {
  it('is that of its receipt: nobody’s clock moves it', async () => {
    const [old, failed] = await judge([one({ event_timestamp: 5 }), 'no JSON'], now + 1);
    expect(old).toMatchObject({ outcome: 'quarantined', reason: 'timestamp_out_of_range', event_time: now - 250 });
    expect(failed).toMatchObject({ outcome: 'failed', reason: 'not_json', event_time: now + 1 });
  });
});

describe('applications', () => {
  it('are read once for all records of a batch, and not again within a minute', async () => {
    const asked: (readonly string[])[] = [];
    let time = now;
    const judgeOften = judgeWith(
      async (ids) => {
        asked.push(ids);
        return registered(ids);
      },
      () => time,
    );
    await judgeOften([one({}), one({})]);
    time += 59_000;
    await judgeOften([one({})]);
    expect(asked).toEqual([[application]]);
    time += 2000;
    await judgeOften([one({})]);
    expect(asked).toHaveLength(2);
  });

  it('that are not there are looked for again with every batch', async () => {
    const there = new Set<string>();
    const judgeSoon = judgeWith(async (ids) => ids.filter((id) => there.has(id)));
    expect(await judgeSoon([one({})])).toMatchObject([{ reason: 'unregistered_application' }]);
    there.add(application);
    expect(await judgeSoon([one({})])).toMatchObject([{ outcome: 'accepted' }]);
  });

  it('that cannot be looked up fail the batch, and are never called unregistered', async () => {
    let broken = true;
    const judgeLater = judgeWith(async (ids) => {
      if (broken) throw new Error('DynamoDB is down');
      return registered(ids);
    });
    await expect(judgeLater(['no JSON', one({})])).rejects.toThrow('DynamoDB is down');
    broken = false;
    expect(await judgeLater(['no JSON', one({})])).toMatchObject([{ outcome: 'failed' }, { outcome: 'accepted' }]);
  });
});
