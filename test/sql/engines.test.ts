import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRegistry } from '../../schemas/registry/read-registry.ts';
import { queryClickHouse } from '../../scripts/gap/clickhouse-query.ts';
import { formatTable } from '../../scripts/gap/output.ts';
import { type Metric, readMetrics } from '../../sql/metrics.ts';
import { anEvent, apiRecord, now, transform } from '../functions/stream/transform-events/records.ts';
import { type EventRow, type TemplateLake, templateLake } from '../infrastructure/platform/lake/template-lake.ts';
import { documentedMetric } from './documented-metric.ts';
import { type GamesDatabase, startGamesDatabase } from './games-database.ts';

const metrics = [...readMetrics(), documentedMetric()].filter(
  ({ engines }) => engines.includes('athena') && engines.includes('clickhouse'),
);
const versions = readRegistry(fileURLToPath(new URL('../../schemas/events', import.meta.url))).flatMap(
  (type) => type.versions,
);

let made = 0;
const changed = (event: Readonly<Record<string, unknown>>, change: object) => {
  const event_id = `0b5c1f6e-3f52-4d6e-8f0b-${String(made++).padStart(12, '0')}`;
  return apiRecord(JSON.stringify({ ...event, event_id, event_timestamp: now / 1000 - made * 7.5, ...change }));
};

/** Every example of the registry by three players, some of them twice; amounts that floating point cannot add up; bad ones. */
function sentRecords(): (string | Uint8Array)[] {
  const good = versions.flatMap(({ pass }) =>
    pass.flatMap(({ event }) => ['p1', 'p2', 'p3'].map((player_id) => changed(event, { player_id }))),
  );
  const purchases = [0.1, 0.2, 0.3, 4.99, 1e-4].map((currency_amount) => {
    const event_data = { transaction_id: 't', item_id: 'i', currency_type: 'EUR', currency_amount };
    return changed(anEvent(), { event_type: 'iap_transaction', event_timestamp: now / 1000 - 30, event_data });
  });
  const bad = versions.flatMap(({ fail }) => fail.map(({ event }) => changed(event, {})));
  const late = changed(anEvent(), { event_timestamp: now / 1000 - 3 * 86_400, player_id: 'p1' });
  const failed = ['no JSON', Buffer.from([0xff]), '{}', '{"application_id": "a"}', '{"application_id": "a"}'];
  return [...good, ...purchases, ...good.slice(0, 40), ...bad, late, ...failed];
}

let lake: TemplateLake;
let database: GamesDatabase;

beforeAll(async () => {
  lake = await templateLake();
  database = await startGamesDatabase(`${lake.runtime.stateDirectory}/clickhouse`);
  const { accepted, quarantined, failed } = await judged();
  for (const [day, rows] of byDay(accepted)) await lake.deliver(day, `${day}-23`, rows);
  for (const [day, rows] of byDay(quarantined)) await lake.quarantine(day, rows);
  for (const { data, arrived } of failed) {
    await lake.fail(new Date(arrived).toISOString().slice(0, 10), [{ rawData: data, arrivalTimestamp: arrived }]);
  }
  await database.insert(
    'raw_events',
    accepted.map(({ row }) => row),
  );
  await database.insert(
    'raw_quarantined_events',
    quarantined.map(({ row }) => row),
  );
  await database.insert(
    'raw_failed_events',
    failed.map(({ data, arrived, reason }) => ({ arrived_at: new Date(arrived).toISOString(), reason, rawdata: data })),
  );
}, 240_000);
afterAll(async () => {
  await database?.close();
  lake?.close();
});

function byDay(rows: readonly { readonly day: string; readonly row: EventRow }[]): ReadonlyMap<string, EventRow[]> {
  const days = new Map<string, EventRow[]>();
  for (const { day, row } of rows) days.set(day, [...(days.get(day) ?? []), row]);
  return days;
}

async function judged() {
  const records = sentRecords();
  const { answers } = await transform(records);
  const accepted: { day: string; row: EventRow }[] = [];
  const quarantined: { day: string; row: EventRow }[] = [];
  const failed: { data: string; arrived: number; reason: string }[] = [];
  for (const [index, { row, keys, data }] of answers.entries()) {
    if (row === undefined) {
      const { counts } = await transform([records[index] ?? '']);
      failed.push({ data, arrived: now, reason: Object.keys(counts).join() });
    } else (keys?.outcome === 'accepted' ? accepted : quarantined).push({ day: String(keys?.event_date), row });
  }
  return { accepted, quarantined, failed };
}

/** As `gap query` prints them, but for the ways to write a number. */
async function answers(metric: Metric) {
  const { columns, rows } = await queryClickHouse(database, metric.sql);
  const athena = await lake.query(metric.sql);
  expect(athena.reason).toBeUndefined();
  expect(columns.map(({ name }) => name)).toEqual(athena.names);
  const printed = (all: readonly (readonly (string | undefined)[])[]) =>
    formatTable(
      columns,
      all.map((row) => row.map((value, index) => (columns[index]?.kind === 'number' ? plain(value) : value))),
    ).split('\n');
  return { clickHouse: printed(rows), athena: printed(athena.rows) };
}

function plain(number: string | undefined): string | undefined {
  return number === undefined || !number.includes('.') ? number : number.replace(/\.?0+$/, '');
}

describe('the same question over the same events', () => {
  it.each(metrics.map((metric) => [metric.name, metric] as const))('%s has one answer', async (_, metric) => {
    const { clickHouse: rows, athena } = await answers(metric);
    expect(athena.length).toBeGreaterThan(2);
    expect(rows).toEqual(athena);
  });
});
