import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { handle } from '../../../../functions/realtime/load-clickhouse/handle.ts';
import { anEvent, apiRecord } from '../../stream/transform-events/records.ts';
import { prepare, realClickHouse, tableOptions } from '../clickhouse/game-database.ts';
import { kinesisEvent, loaderOptions } from './load.ts';

const clickHouse = realClickHouse();
const database = 'game';
const batches = 24;
const rowsPerBatch = 500;
const crashes = 3;

it('kill -9 of the server in the middle of inserts loses nothing and doubles nothing', async () => {
  const server = clickHouse.connect();
  await prepare(server, clickHouse.server.url, { options: { ...tableOptions, eventTypes: [] } });
  const options = {
    ...loaderOptions(server, database, () => Date.now()),
    sleep: (milliseconds: number) => setTimeout(milliseconds),
  };
  const texts = Array.from({ length: batches * rowsPerBatch }, (_, number) =>
    apiRecord(JSON.stringify(anEvent({ event_id: `0b5c1f6e-3f52-4d6e-8f0b-${String(number).padStart(12, '0')}` }))),
  );
  const context = { functionName: 'load', getRemainingTimeInMillis: () => 80_000 };
  for (let batch = 0; batch < batches; batch++) {
    const from = batch * rowsPerBatch;
    const loading = handle(kinesisEvent(texts.slice(from, from + rowsPerBatch), from), context, options);
    if (batch % (batches / crashes) === 1) {
      const { pid } = clickHouse.server;
      // Somewhere in the insert, each time later.
      await setTimeout(batch / 4);
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    }
    expect(await loading).toEqual({ batchItemFailures: [] });
  }
  expect(clickHouse.server.restarts).toBe(crashes);
  expect(options.lines.some((line) => line.includes('"Kind":"unreachable"'))).toBe(true);
  const rows = await server.rows(
    `SELECT toInt32(count()) AS stored, toInt32(uniqExact(event_id)) AS events FROM ${database}.events`,
  );
  expect(rows).toEqual([{ stored: texts.length, events: texts.length }]);
  await server.close();
});
