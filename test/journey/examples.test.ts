import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExampleEvent } from '../../schemas/registry/event-registry.ts';
import { readRegistry } from '../../schemas/registry/read-registry.ts';
import {
  createGame,
  gapJson,
  ingestModes,
  type Pipeline,
  postBody,
  query,
  startPipeline,
  stopPipeline,
} from '../support/pipeline.ts';

interface Stored {
  event_id: string;
  event_type: string;
  event_data: string | null;
  metadata: string;
}

interface Quarantined {
  event_id: string;
  reason: string;
  error_path: string;
  error_detail: string;
}

const secondsPerDay = 86_400;

/** An example as a client of today would send it: an event of its own, on the same second of a day that is just over. */
function sentToday(event: ExampleEvent): ExampleEvent & { event_id: string } {
  const time = Number(event.event_timestamp);
  const days = Math.floor(Date.now() / 1000 / secondsPerDay - time / secondsPerDay);
  return { ...event, event_id: randomUUID(), event_timestamp: time + days * secondsPerDay };
}

const registry = readRegistry(fileURLToPath(new URL('../../schemas/events', import.meta.url)));
const examples = registry.flatMap(({ name: type, versions }) =>
  versions.map(({ name: version, pass, fail }) => ({
    type,
    version,
    pass: pass.map(({ file, event }) => ({ file, event: sentToday(event) })),
    fail: fail.map(({ file, event, expect: expected }) => ({ file, event: sentToday(event), expected })),
  })),
);
const events = examples.flatMap(({ pass, fail }) => [...pass, ...fail].map(({ event }) => event));

describe.each(ingestModes)('every example of the registry through %s', (INGEST_MODE) => {
  let pipeline: Pipeline;
  const accepted = new Map<string, Stored>();
  const quarantined = new Map<string, Quarantined>();

  beforeAll(async () => {
    pipeline = await startPipeline({ INGEST_MODE }, { keep: true });
    const game = await createGame(pipeline);
    for (let start = 0; start < events.length; start += 100) {
      const batch = events.slice(start, start + 100);
      const response = await postBody(pipeline, game, JSON.stringify({ events: batch }));
      expect(await response.json()).toMatchObject({ Total: batch.length, FailedRecordCount: 0 });
    }
    await gapJson(pipeline, 'flush');
    const stored = await query<Stored>(pipeline, 'SELECT event_id, event_type, event_data, metadata FROM events');
    for (const row of stored) accepted.set(row.event_id, row);
    const sql = 'SELECT event_id, reason, error_path, error_detail FROM quarantined_events';
    for (const row of await query<Quarantined>(pipeline, sql)) quarantined.set(row.event_id, row);
  });
  afterAll(() => stopPipeline(pipeline));

  test('each is in one place', () => {
    expect(accepted.size + quarantined.size).toBe(events.length);
    expect(events.filter(({ event_id }) => accepted.has(event_id) === quarantined.has(event_id))).toEqual([]);
    expect(events.length).toBeGreaterThan(150);
  });

  describe.each(examples)('$type $version', ({ type, version, pass, fail }) => {
    test.each(pass)('accepts $file', ({ event }) => {
      const row = accepted.get(event.event_id);
      expect(row?.event_type).toBe(type);
      expect(row?.event_data ? JSON.parse(row.event_data) : undefined).toEqual(event.event_data);
      expect(JSON.parse(row?.metadata ?? '{}').schema).toBe(version);
    });

    test.each(fail)('quarantines $file where it is wrong', ({ event, expected }) => {
      expect(quarantined.get(event.event_id)).toMatchObject(expected);
    });
  });

  test('the view of each event type has the accepted events of its type', async () => {
    const counts = registry.map(({ name }) => `SELECT '${name}' AS event_type, count(*) AS stored FROM ${name}`);
    const rows = await query<{ event_type: string; stored: number }>(pipeline, counts.join(' UNION ALL '));
    const expected = registry.map(({ name, versions }) => [name, versions.flatMap(({ pass }) => pass).length]);
    expect(Object.fromEntries(rows.map((row) => [row.event_type, row.stored]))).toEqual(Object.fromEntries(expected));
  });
});
