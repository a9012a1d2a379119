import { afterAll, beforeAll, expect, it } from 'vitest';
import { readMetrics } from '../../sql/metrics.ts';
import { type EventRow, type TemplateLake, templateLake } from '../infrastructure/platform/lake/template-lake.ts';

let lake: TemplateLake;
beforeAll(async () => {
  lake = await templateLake();
});
afterAll(() => lake.close());

function event(number: number, event_type: string, application_id: string, metadata: string): EventRow {
  const times = { event_timestamp: 0, occurred_at: `2026-01-26 0${number}:00:00`, received_at: '2026-01-26 09:00:00' };
  return {
    ...{ event_id: `u${number}`, event_type, event_name: event_type, application_id, application_name: application_id },
    ...{ metadata, ...times },
  };
}

it('unknown_event_types counts accepted events that no schema judged, by type and application', async () => {
  const judged = '{"validated":true,"schema":"1.0"}';
  const unknown = '{"validated":true}';
  const rows = [
    event(1, 'dragon_tamed', 'one', unknown),
    event(2, 'dragon_tamed', 'one', unknown),
    event(3, 'dragon_tamed', 'two', unknown),
    event(4, 'login', 'one', judged),
    event(5, 'egg_found', 'two', unknown),
  ];
  await lake.deliver('2026-01-26', '2026-01-26-09', [...rows, ...rows.slice(0, 1)]);
  const sql = readMetrics().find(({ name }) => name === 'unknown_event_types')?.sql ?? '';
  const { rows: answer, reason } = await lake.query(sql);
  expect(reason).toBeUndefined();
  expect(answer).toEqual([
    ['dragon_tamed', 'one', 'one', '2', '2026-01-26 02:00:00.000'],
    ['dragon_tamed', 'two', 'two', '1', '2026-01-26 03:00:00.000'],
    ['egg_found', 'two', 'two', '1', '2026-01-26 05:00:00.000'],
  ]);
});
