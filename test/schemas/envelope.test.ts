import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { quarantinedEventColumns } from '../../schemas/generated/columns.ts';
import { validateGameEvent } from '../../schemas/generated/validate-game-event.ts';
import { judgedEnvelope } from '../../schemas/registry/judged-envelope.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/envelope.json', import.meta.url), 'utf8'));
const least = {
  event_id: '0b5c1f6e-3f52-4d6e-8f0b-000000000001',
  event_type: 'login',
  event_name: 'login',
  event_timestamp: 1769463950,
};

const pass: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { event_type: 'A-z_0.9', event_version: '1.0.0', app_version: 'v2_beta', event_data: {} },
  { player_id: 'a_b.c:d@e-f', session_id: 'x', platform: '', country: 'Österreich', sent_at: 1.5 },
  { event_timestamp: -1.5 },
  { event_id: least.event_id.toUpperCase() },
  { event_id: least.event_id.replaceAll('-', '') },
  { event_id: `{${least.event_id}}` },
  { event_id: `{${least.event_id.replaceAll('-', '').toUpperCase()}}` },
  { player_id: 'auth0|5f7c8ec7c33c6c004bbafe82', session_id: 'a/b c' },
  { player_id: 'Ädam#1234', app_version: '1.0 (123)' },
  { player_id: '🎮'.repeat(128), app_version: '1.0.0+5' },
  { player_id: null, session_id: '', event_version: null, app_version: '', platform: null, country: '' },
  { event_data: null, sent_at: null },
  { event_data: '', sent_at: '' },
  { event_type: 'a'.repeat(128), event_version: '1'.repeat(32), player_id: 'p'.repeat(128) },
];

const fail: readonly Readonly<Record<string, unknown>>[] = [
  { event_id: undefined },
  { event_id: null },
  { event_id: '' },
  { event_id: 'no-uuid' },
  { event_id: `{${least.event_id}` },
  { event_id: least.event_id.slice(0, -1) },
  { event_id: least.event_id.replace('-', '') },
  { event_id: `${least.event_id}\n` },
  { event_type: '' },
  { event_type: 'a'.repeat(129) },
  { event_name: 'a b' },
  { event_name: 'é' },
  { event_timestamp: '1' },
  { event_timestamp: null },
  { event_version: '1'.repeat(33) },
  { app_version: 2 },
  { event_data: [] },
  { player_id: 'a\u0000b' },
  { player_id: 'a\n' },
  { player_id: 'p'.repeat(129) },
  { player_id: 7 },
  { session_id: '\u0085' },
  { app_version: 'v'.repeat(65) },
  { app_version: '1.0\t' },
  { platform: 1 },
  { sent_at: '1' },
  { level: 1 },
];

describe('the envelope', () => {
  it.each(pass)('accepts %j', (change) => {
    expect(validateGameEvent({ ...least, ...change })).toBe(true);
  });

  it.each(fail)('refuses %j', (change) => {
    expect(validateGameEvent(JSON.parse(JSON.stringify({ ...least, ...change })))).toBe(false);
    expect(validateGameEvent.errors).toHaveLength(1);
  });

  it('compiled ahead judges as it does when compiled now', () => {
    const compiled = new Ajv({ strictNumbers: false }).compile(judgedEnvelope(schema));
    for (const change of [...pass, ...fail]) {
      const event = JSON.parse(JSON.stringify({ ...least, ...change }));
      expect(validateGameEvent(event)).toBe(compiled(event));
    }
  });

  it('has a column for every property, but for the time of sending, which is in metadata', () => {
    const columns = quarantinedEventColumns.map(({ name }) => name);
    const missing = Object.keys(schema.properties).filter((name) => !columns.includes(name));
    expect(missing).toEqual(['sent_at']);
  });
});
