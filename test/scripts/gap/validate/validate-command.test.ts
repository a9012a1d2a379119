import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { describe, expect, test } from 'vitest';
import { EventTimes } from '../../../../scripts/gap/send/event-times.ts';
import { judgeEvents, maxProblems, type Verdict } from '../../../../scripts/gap/validate/judge-events.ts';
import { runGap, writeConfig } from '../../../support/pipeline.ts';

const match = new URL('../../../data/dota2-match.ndjson', import.meta.url).pathname;
const now = () => Math.floor(Date.now() / 1000);

function event(more: Record<string, unknown> = {}): Record<string, unknown> {
  const event_id = randomUUID();
  return {
    event_id,
    event_type: 'login',
    event_name: 'login',
    event_timestamp: now(),
    event_data: { platform: 'pc' },
    ...more,
  };
}

async function validate(lines: readonly unknown[], ...args: string[]) {
  const state = temporaryDirectory();
  const file = join(state, 'events.ndjson');
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return runGap({ state }, 'validate', file, ...args);
}

async function verdictOf(lines: readonly unknown[], ...args: string[]): Promise<Verdict & { problemsLeftOut: number }> {
  return JSON.parse((await validate(lines, ...args, '--json')).stdout);
}

test.each<[string, unknown, object | undefined]>([
  ['a good event', event(), undefined],
  ['a line that is no JSON', '{"event_id":', { reason: 'not_json', error_path: '' }],
  ['two events on one line', `${JSON.stringify(event())} ${JSON.stringify(event())}`, { reason: 'not_json' }],
  ['a list', '[]', { reason: 'no_event' }],
  ['no type', event({ event_type: undefined }), { reason: 'schema_mismatch', error_path: '/event_type' }],
  [
    'wrong data',
    event({ event_data: { platform: 3 } }),
    {
      reason: 'schema_mismatch',
      error_path: '/event_data/platform',
      error_detail: 'platform must be a string, not a number',
    },
  ],
  ['an unknown major', event({ event_version: '9.0' }), { reason: 'schema_mismatch', error_path: '/event_version' }],
  [
    'a time long ago',
    event({ event_timestamp: 86_400 }),
    { reason: 'timestamp_out_of_range', error_path: '/event_timestamp' },
  ],
  ['a wrong clock that says so', event({ event_timestamp: 86_400, sent_at: 86_410 }), undefined],
  ['a type without a schema', event({ event_type: 'boss' }), undefined],
])('%s', async (_, line, expected) => {
  const { exitCode, stdout } = await validate([event(), '', line], '--json');
  const { events, accepted, wrong, problems } = JSON.parse(stdout) as Verdict;
  expect({ exitCode, events, accepted, wrong }).toEqual(
    expected === undefined
      ? { exitCode: 0, events: 2, accepted: 2, wrong: 0 }
      : { exitCode: 1, events: 2, accepted: 1, wrong: 1 },
  );
  expect(problems).toMatchObject(expected === undefined ? [] : [{ line: 3, ...expected }]);
});

test('a type without a schema is wrong where the config says so, and counted where not', async () => {
  const config = writeConfig(temporaryDirectory(), { UNKNOWN_EVENT_TYPES: 'QUARANTINE' });
  const lines = [event({ event_type: 'boss' }), event({ event_type: 'boss' }), event()];
  expect((await verdictOf(lines)).types).toEqual([
    { event_type: 'boss', events: 2, accepted: 2, wrong: 0, without_schema: 2 },
    { event_type: 'login', events: 1, accepted: 1, wrong: 0, without_schema: 0 },
  ]);
  const { wrong, problems } = await verdictOf(lines, '--config', config);
  expect([wrong, problems[0]?.reason, problems[0]?.error_path]).toEqual([2, 'unknown_event_type', '/event_type']);
});

test.each([
  ['a misspelt type', 'lvel_completed', 'lvel_completed has no schema: did you mean level_completed?'],
  ['a type like no other', 'boss', 'boss has no schema: nothing of its event_data was checked'],
])('says of %s that it was not checked', async (_, event_type, hint) => {
  const { exitCode, stderr } = await validate([event({ event_type }), event()]);
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining(hint)]);
});

test.each([
  ['an empty file', ''],
  ['an empty list', '[]'],
])('%s is no success', async (_, text) => {
  const state = temporaryDirectory();
  const file = join(state, 'events.ndjson');
  writeFileSync(file, text);
  const { exitCode, stderr } = await runGap({ state }, 'validate', file);
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('there is no event to judge')]);
});

test('milliseconds are not taken for a recording', async () => {
  const { exitCode, stderr } = await validate([event({ event_timestamp: Date.now() })]);
  expect([exitCode, stderr]).toEqual([1, expect.not.stringContaining('--recent')]);
});

test('the body of a request is judged by position', async () => {
  const verdict = await verdictOf([JSON.stringify({ events: [event(), event({ colour: 'red' })] }, null, 2)]);
  expect([verdict.events, verdict.problems]).toMatchObject([2, [{ line: 2, error_path: '/colour' }]]);
});

test('the bounds of time are those of the config', async () => {
  const config = writeConfig(temporaryDirectory(), { MAX_EVENT_AGE_DAYS: '2' });
  const old = event({ event_timestamp: now() - 3 * 86_400 });
  expect((await verdictOf([old])).wrong).toBe(0);
  expect((await verdictOf([old], '--config', config)).wrong).toBe(1);
});

test('a recorded match is too old, and is right with --recent', async () => {
  const state = temporaryDirectory();
  const old = await runGap({ state }, 'validate', match);
  expect(old).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('--recent') });
  expect(old.stdout).toContain(`… and ${1340 - maxProblems} more`);
  const { exitCode, stdout } = await runGap({ state }, 'validate', match, '--recent');
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('1340 events, 1340 would be accepted, 0 not')]);
});

test('a JSON array is judged by position', async () => {
  const verdict = await verdictOf([JSON.stringify([event(), event({ colour: 'red' })])]);
  expect(verdict.problems).toMatchObject([{ line: 2, error_path: '/colour' }]);
});

describe('the table', () => {
  test('has a line for each problem, a summary by type and the sum', async () => {
    const wrong = event({ event_data: { platform: 3 } });
    const { stdout } = await validate([event(), wrong, 'x']);
    const [head, , second, third] = stdout.split('\n');
    expect(head).toMatch(/^line\s+event_id\s+event_type\s+reason\s+error_path\s+error_detail$/);
    expect(second).toMatch(
      new RegExp(`^\\s*2\\s+${wrong.event_id}\\s+login\\s+schema_mismatch\\s+/event_data/platform`),
    );
    expect(third).toMatch(/^\s*3\s+not_json/);
    expect(stdout).toMatch(/event_type\s+events\s+accepted\s+wrong\s+without_schema/);
    expect(stdout).toContain('3 events, 1 would be accepted, 2 not');
  });

  test('shows no control characters of an event, and cuts what is long', async () => {
    const { stdout } = await validate([
      event({ event_type: '\u001b[2J\r\u0000bad' }),
      event({ event_type: 'x'.repeat(500) }),
    ]);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(stdout).toContain('\\u001b[2J');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(500);
  });
});

test('what is kept of a file does not grow with it', async () => {
  async function* many() {
    for (let position = 1; position <= 30_000; position++) yield { text: `{"event_type":"t${position}"}`, position };
  }
  const verdict = await judgeEvents(many(), {
    now: Date.now(),
    maxEventAgeDays: 30,
    unknownEventTypes: 'ACCEPT',
    times: new EventTimes(),
  });
  expect([verdict.events, verdict.wrong, verdict.problems.length]).toEqual([30_000, 30_000, maxProblems]);
  expect(verdict.types.length).toBeLessThan(1000);
  expect(verdict.types.reduce((sum, { events }) => sum + events, 0)).toBe(30_000);
});

test.each([
  ['a file that is not there', ['nothing.ndjson'], 2],
  ['a config that is not there', [match, '--config', 'nothing.yaml'], 1],
])('%s is refused', async (_, args, exitCode) => {
  expect(await runGap({ state: temporaryDirectory() }, 'validate', ...args)).toMatchObject({ exitCode });
});
