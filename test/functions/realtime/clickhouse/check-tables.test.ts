import { beforeEach, expect, it } from 'vitest';
import { type CheckTables, tableCheck } from '../../../../functions/realtime/clickhouse/check-tables.ts';
import { StoreFailure } from '../../../../functions/realtime/clickhouse/failure.ts';
import { rawEvents } from '../../../../functions/realtime/clickhouse/tables.ts';

let time: number;
/** When the server was asked. */
let asked: number[];
let receivedAt: string;
let isDown: boolean;
let checkTables: CheckTables;

beforeEach(() => {
  time = 1_000_000;
  asked = [];
  receivedAt = "DateTime64(3, 'UTC')";
  isDown = false;
  const { name, sortingKey, partitionKey } = rawEvents;
  const rows = async (sql: string) => {
    if (isDown) throw new StoreFailure('unreachable', 'no answer');
    if (!sql.includes('system.columns')) {
      asked.push(time);
      return [{ name, engine: 'ReplacingMergeTree', sorting_key: sortingKey, partition_key: partitionKey }];
    }
    return rawEvents.columns.map((column) => {
      const type = column.name === 'received_at' ? receivedAt : column.type;
      return { table: name, name: column.name, type };
    });
  };
  checkTables = tableCheck({ rows }, 'game', [rawEvents], () => time);
});

it('asks the server once a minute, however often it is called', async () => {
  for (; time < 1_180_000; time += 1000) await checkTables();
  expect(asked).toEqual([1_000_000, 1_060_000, 1_120_000]);
});

it('names what has become different within a minute, and each time until it is repaired', async () => {
  await checkTables();
  receivedAt = 'DateTime';
  time += 59_000;
  await checkTables();
  for (let call = 0; call < 2; call++) {
    time += 1000;
    const message = `table raw_events: received_at must be DateTime64(3, 'UTC'), not DateTime`;
    await expect(checkTables()).rejects.toThrow(message);
  }
  receivedAt = "DateTime64(3, 'UTC')";
  await checkTables();
});

it('asks at once when it is to be asked afresh', async () => {
  await checkTables();
  receivedAt = 'DateTime';
  await expect(checkTables(true)).rejects.toMatchObject({ kind: 'schema_drift' });
});

it('asks again after a server that did not answer, and after a clock that was set back', async () => {
  isDown = true;
  await expect(checkTables()).rejects.toMatchObject({ kind: 'unreachable' });
  isDown = false;
  await checkTables();
  time -= 3_600_000;
  await checkTables();
  expect(asked).toEqual([1_000_000, 1_000_000 - 3_600_000]);
});
