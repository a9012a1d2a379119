import { expect, test } from 'vitest';
import { judgeRecord } from '../../../../scripts/gap/tail/judge-record.ts';
import { CopyFinder } from '../../../../scripts/gap/tail/tailed-event.ts';

const now = Date.now();
const game = 'game-1';
const rules = {
  maxEventAgeDays: 30,
  unknownEventTypes: 'ACCEPT' as const,
  isRegistered: async (id: string) => id === game,
};
const login = {
  event_id: '5bde3a51-7f0e-4f5a-9d0b-2b1f6a3d9a10',
  event_type: 'login',
  event_name: 'login',
  event_timestamp: now / 1000,
};
const record = (event: unknown, application_id: unknown = game) => JSON.stringify({ event, application_id });

test.each([
  ['a good event', record({ ...login, event_data: { platform: 'pc' } }), 'accepted', 'ok'],
  ['a wrong field', record({ ...login, event_data: { platform: 7 } }), 'quarantined', 'schema_mismatch'],
  ['an old event', record({ ...login, event_timestamp: 1 }), 'quarantined', 'timestamp_out_of_range'],
  ['nobody’s event', record(login, 'game-2'), 'quarantined', 'unregistered_application'],
  ['no JSON', 'hello', 'failed', 'not_json'],
  ['no application', '{"event":{}}', 'failed', 'no_application_id'],
  ['no event', record(7), 'failed', 'no_event'],
])('%s is shown with its outcome and reason', async (_, text, outcome, reason) => {
  expect(await judgeRecord(Buffer.from(text), now, rules)).toMatchObject({ outcome, reason });
});

test('what is wrong is told with its place', async () => {
  const text = record({ ...login, event_data: { platform: 7 } });
  const { errorPath, errorDetail } = await judgeRecord(Buffer.from(text), now, rules);
  expect([errorPath, errorDetail]).toEqual(['/event_data/platform', expect.stringContaining('string')]);
});

test('the second copy of an accepted event is a duplicate; another application’s is none', async () => {
  const event = await judgeRecord(Buffer.from(record(login)), now, rules);
  const copies = new CopyFinder();
  const outcomes = [event, event, { ...event, applicationId: 'game-2' }].map((one) => copies.judge(one).outcome);
  expect(outcomes).toEqual(['accepted', 'duplicate', 'accepted']);
});
