import { expect, test } from 'vitest';
import { describeDryRun, dryRun } from '../../../../scripts/gap/replay/dry-run.ts';
import type { Candidate, Source } from '../../../../scripts/gap/replay/source.ts';
import { recordOf } from './record-of.ts';

const now = Date.parse('2026-11-21T13:00:00Z');
const judging = { applications: new Set(['mine']), maxEventAgeDays: 30, unknownEventTypes: 'QUARANTINE' as const };

function sourceOf(records: Candidate['record'][]): Source {
  return {
    skipReason: 'because',
    async *candidates() {
      for (const record of records) yield { record, position: {} };
    },
  };
}

function event(event_type: string, more = {}, applicationId = 'mine') {
  const event_id = '00000000-0000-4000-8000-000000000000';
  const whole = { event_id, event_type, event_name: 'x', event_timestamp: now / 1000, ...more };
  return recordOf('', { reason: 'unknown_event_type', applicationId, event: whole, receivedAt: now });
}

test('says for each kind of event what would become of it now', async () => {
  const known = event('login');
  const source = sourceOf([
    known,
    known,
    event('no_such_type'),
    event('login', { event_timestamp: 1 }),
    event('login', {}, 'unknown'),
    recordOf('x', { reason: 'not_json' }),
    'skipped',
    'other',
  ]);
  const result = await dryRun(source, judging, () => {});
  expect([result.found, result.skipped]).toEqual([7, 1]);
  const words = describeDryRun(result, source.skipReason).split('\n');
  expect(words.map((line) => line.replaceAll(/ +/g, ' ').trim())).toEqual([
    'application_id event_type reason now error_path events',
    expect.stringMatching(/^[- ]+$/),
    'mine login unknown_event_type accepted 2',
    'mine no_such_type unknown_event_type unknown_event_type /event_type 1',
    'mine login unknown_event_type timestamp_out_of_range /event_timestamp 1',
    'unknown login unknown_event_type unregistered_application 1',
    'not_json not_json 1',
    '',
    '6 would be sent, 2 of them accepted now',
    '1 would be skipped: because',
  ]);
});

test('says so when there is nothing', async () => {
  expect(describeDryRun(await dryRun(sourceOf([]), judging, () => {}), '')).toBe('there is nothing to replay');
});

test('stays small whatever clients wrote for a type', async () => {
  const source = sourceOf(Array.from({ length: 3000 }, (_, index) => event(`type_${index}`)));
  const { groups } = await dryRun(source, judging, () => {});
  expect(groups).toHaveLength(1001);
  expect(groups[0]).toMatchObject({ event_type: '…', events: 2000 });
});
