import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { judge } from '../../functions/event/judge.ts';
import { eventSchemas } from '../../schemas/generated/validate-event-data.ts';
import { judgedSchema } from '../../schemas/registry/judged-schema.ts';
import { readRegistry } from '../../schemas/registry/read-registry.ts';
import { AnswerBook } from '../../scripts/simulate/answers.ts';
import { defaultSimulation, simulate } from '../../scripts/simulate/simulate.ts';

const registry = readRegistry(fileURLToPath(new URL('../../schemas/events', import.meta.url)));
const versions = registry.flatMap((type) => type.versions.map((version) => ({ type: type.name, ...version })));

/** What becomes of an event that arrives in the second in which it happened. */
function judged(event: Readonly<Record<string, unknown>>) {
  const receivedAt = Number(event.event_timestamp) * 1000;
  return judge(event, { registered: true, receivedAt, maxEventAgeDays: 30, unknownEventTypes: 'QUARANTINE' });
}

describe.each(versions)('$type $name', ({ type, name, schema, pass, fail, major, minor }) => {
  it.each(pass)('accepts $file', ({ event }) => {
    expect(judged(event)).toMatchObject({ outcome: 'accepted', reason: 'ok', schemaVersion: name });
  });

  it.each(fail)('refuses $file', ({ event, expect: { reason, error_path, error_detail } }) => {
    expect(judged(event)).toMatchObject({
      outcome: 'quarantined',
      reason,
      path: error_path,
      ...(error_detail !== undefined && { detail: error_detail }),
    });
  });

  it('compiled ahead judges as it does when compiled now', () => {
    const compiled = new Ajv({ allowUnionTypes: true }).compile(judgedSchema(schema));
    const validate = eventSchemas.get(type)?.find((each) => each.major === major && each.minor === minor)?.validate;
    for (const { event } of [...pass, ...fail]) {
      const data = event.event_data ?? {};
      expect(validate?.(data)).toBe(compiled(data));
    }
  });
});

describe('events of elsewhere', () => {
  const rules = { registered: true, maxEventAgeDays: 30, unknownEventTypes: 'QUARANTINE' } as const;

  it('of a recorded match satisfy the registry', () => {
    const lines = readFileSync(new URL('../data/dota2-match.ndjson', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    const outcomes = lines.map((line) => judged(JSON.parse(line)));
    expect(outcomes).toHaveLength(1340);
    expect(outcomes.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
  });

  it('of simulated players satisfy the registry', () => {
    const until = Date.UTC(2026, 10, 21);
    const faultless = { duplicates: 0, late: 0, wrongClock: 0, malformed: 0 };
    const lines = [...simulate({ ...defaultSimulation, ...faultless, seed: 4, until }, new AnswerBook())];
    const outcomes = lines.map((line) => judge(JSON.parse(line), { ...rules, receivedAt: until }));
    expect(lines.length).toBeGreaterThan(1000);
    expect(outcomes.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['item_viewed', { item_id: 'b6a1', item_version: 2 }],
    [
      'iap_transaction',
      {
        item_id: 'b6a1',
        item_version: 1,
        item_amount: 4,
        currency_type: 'RMB',
        country_id: 'UNITED STATES',
        currency_amount: 7,
        transaction_id: 'a',
      },
    ],
    ['login', { platform: 'nintendo_switch', last_login_time: 1769463950 }],
    ['user_rank_up', { user_rank_reached: '6_MASTER' }],
    ['user_sentiment', { user_rating: 3 }],
    ['user_report', { report_id: 'a', report_reason: 'RACISM/HARASSMENT' }],
    ['client_latency', { latency: 1, connected_server_id: 'a', region: 'SOUTH KOREA' }],
    [
      'lootbox_opened',
      { lootbox_id: 'a', lootbox_cost: 2, item_rarity: 'LEGENDARY', item_id: 'b', item_version: 1, item_cost: 5 },
    ],
    ['matchmaking_failed', { match_id: 'a', match_type: 'CTF', matched_slots: 9, matching_failed_msg: 'user_quit' }],
  ])('of an older client satisfy %s', (event_type, event_data) => {
    const event = {
      event_id: '0b5c1f6e-3f52-4d6e-8f0b-000000000001',
      event_type,
      event_name: event_type,
      event_version: '1.0.0',
      event_timestamp: 1769463950,
      app_version: '1.1.0',
      event_data,
    };
    expect(judged(event)).toMatchObject({ outcome: 'accepted' });
  });
});
