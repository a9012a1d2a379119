import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { judgeRecords } from '../../../../functions/realtime/judge/judge-records.ts';
import type { JudgedRow } from '../../../../functions/realtime/judge/judged-row.ts';
import { jobAsset } from '../../../../infrastructure/realtime/job/job-asset.ts';
import { readRegistry } from '../../../../schemas/registry/read-registry.ts';
import { flinkLibraries, runnerJar } from '../../../../scripts/engines/flink-installation.ts';
import { application, mutatedRecords, randomFrom, recordOf } from './mutated-records.ts';
import { canRunFlink } from './streams.ts';

const maxEventAgeDays = 30;
const arrivedAt = Date.UTC(2026, 10, 21, 15, 44);
const registry = readRegistry(fileURLToPath(new URL('../../../../schemas/events', import.meta.url)));
const examples = registry.flatMap(({ versions }) => versions.flatMap(({ pass, fail }) => [...pass, ...fail]));

/** The same event as if it had just happened. */
const recent = (event: Readonly<Record<string, unknown>>) => ({ ...event, event_timestamp: arrivedAt / 1000 - 5 });

type Unknown = 'ACCEPT' | 'QUARANTINE';

function judgedByJava(records: readonly Buffer[], unknownEventTypes: Unknown): JudgedRow[] {
  const input = records.map((record) => JSON.stringify({ record: record.toString('base64'), arrivedAt })).join('\n');
  const { stdout, stderr, status } = spawnSync(
    'java',
    [
      ...['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', [runnerJar, join(flinkLibraries, '*')].join(delimiter)],
      ...['analytics.realtime.judge.JudgeLines', jobAsset(), String(maxEventAgeDays), unknownEventTypes, application],
    ],
    { input, maxBuffer: 1 << 28, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JudgedRow);
}

function judgedHere(records: readonly Buffer[], unknownEventTypes: Unknown): Promise<JudgedRow[]> {
  return judgeRecords(
    records.map((bytes) => ({ bytes, arrivedAt })),
    {
      knownApplication: (id) => (id === application ? { quotedName: '"a game"' } : undefined),
      findApplications: async () => new Map(),
      judging: { maxEventAgeDays, unknownEventTypes },
    },
  );
}

/** A lone surrogate is U+FFFD as soon as it is written in UTF-8. */
const wellFormed = (row: unknown) => JSON.stringify(row).replace(/(?<!\\)\\ud[89a-f][0-9a-f]{2}/g, '\ufffd');

describe.skipIf(!canRunFlink)('records are judged in Flink as they are for the lake', () => {
  test.each<Unknown>(['QUARANTINE', 'ACCEPT'])('unknown types: %s', async (unknownEventTypes) => {
    const events = examples.map(({ event }) => recent(event));
    const whole = events.map((event) => Buffer.from(recordOf(JSON.stringify(event))));
    const records = [...whole, ...mutatedRecords(events, randomFrom(7), 6000)];
    const here = await judgedHere(records, unknownEventTypes);
    const there = judgedByJava(records, unknownEventTypes);
    expect(there).toHaveLength(records.length);
    const different = records.flatMap((record, index) => {
      const [one, other] = [wellFormed(here[index]), JSON.stringify(there[index])];
      return one === other ? [] : [`${record.toString('latin1').slice(0, 2000)}\n  here  ${one}\n  Flink ${other}`];
    });
    expect(different.slice(0, 5)).toEqual([]);
    expect(here.some(({ event_data }) => event_data?.includes('\\ufffd'))).toBe(true);
    const reasons = new Set(here.map(({ reason }) => reason));
    expect([...reasons].sort()).toEqual(
      [
        ...['no_application_id', 'no_event', 'not_json', 'ok', 'schema_mismatch', 'timestamp_out_of_range'],
        ...(unknownEventTypes === 'QUARANTINE' ? ['unknown_event_type'] : []),
        'unregistered_application',
      ].sort(),
    );
  });
});
