import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { ClickHouseServer } from '../../../src/services/clickhouse/clickhouse-server.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';

const patiently = { interval: 5, timeout: 60_000 };
const login = { user: 'loader', password: 'secret' };

async function startServer(directory: string) {
  const lines: string[] = [];
  const settings = { directory, ...login, database: 'game', memoryBytes: 1_000_000_000 };
  const server = await ClickHouseServer.start(settings, (line) => lines.push(line));
  onTestFinished(() => server.close());
  const ask = async (query: string, body = '', parameters = ''): Promise<string> => {
    const answer = await fetch(`${server.url}/?database=game&query=${encodeURIComponent(query)}${parameters}`, {
      method: 'POST',
      headers: { 'X-ClickHouse-User': login.user, 'X-ClickHouse-Key': login.password },
      body,
    });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.text()).trim();
  };
  const insert = (batch: number, rows: string) =>
    ask('INSERT INTO events FORMAT TSV', rows, `&insert_deduplication_token=batch-${batch}`);
  /** As a loader does: until it is acknowledged. Tried again when the server is there. */
  const insertSurely = async (batch: number, rows: string): Promise<void> => {
    const attempt = () =>
      insert(batch, rows).then(
        () => true,
        () => false,
      );
    while (!(await attempt())) await vi.waitUntil(() => server.isHealthy(), patiently);
  };
  return { server, lines, ask, insert, insertSurely };
}

const table = `CREATE TABLE IF NOT EXISTS events (day UInt8, batch UInt32, id UInt32) ENGINE = MergeTree
PARTITION BY day ORDER BY (batch, id) SETTINGS non_replicated_deduplication_window = 1000`;

const rowsPerBatch = 1000;
/** Of two days, so that each batch makes two parts. */
const rowsOf = (batch: number) =>
  Array.from({ length: rowsPerBatch }, (_, id) => `${id % 2}\t${batch}\t${id}`).join('\n');

test('kills in the middle of inserts, retried with the same token, leave each row once', async () => {
  const { server, lines, ask, insertSurely } = await startServer(temporaryDirectory());
  await ask(table);
  const kills = 4;
  let batches = 0;
  const load = async () => {
    while (server.restarts < kills) {
      const batch = batches++;
      await insertSurely(batch, rowsOf(batch));
    }
  };
  const kill = async () => {
    for (let killed = 0; killed < kills; killed++) {
      // Some batches later than the last one; then while others are under way.
      const until = batches + 6;
      await vi.waitUntil(async () => batches >= until && (await server.isHealthy()), patiently);
      if (server.pid !== undefined) process.kill(server.pid, 'SIGKILL');
      await vi.waitUntil(() => server.restarts > killed, patiently);
    }
  };
  await Promise.all([load(), load(), load(), kill()]);
  const rows = batches * rowsPerBatch;
  expect(await ask('SELECT count(), uniqExact(batch, id) FROM events')).toBe(`${rows}\t${rows}`);
  expect(lines.filter((line) => line === 'ClickHouse ended (SIGKILL) and is started again')).toHaveLength(kills);
}, 240_000);

test('a token that was logged before the server died without the rows does not swallow the retry', async () => {
  const directory = temporaryDirectory();
  const first = await startServer(directory);
  await first.ask(table);
  await first.insert(1, rowsOf(1));
  await first.insert(2, rowsOf(2));
  await first.ask('OPTIMIZE TABLE events PARTITION 0 FINAL');
  await first.ask('SYSTEM STOP MERGES events');
  await first.insert(3, rowsOf(3));
  const stored = await first.ask(
    `SELECT path FROM system.parts WHERE active AND table = 'events' AND name LIKE '0_5_%'`,
  );
  await first.server.close();
  // As between the two: the part is there under its temporary name.
  renameSync(stored, join(stored, '..', 'tmp_insert_0_5_5_0'));
  const second = await startServer(directory);
  for (const batch of [1, 2, 3]) await second.insert(batch, rowsOf(batch));
  expect(await second.ask('SELECT count(), uniqExact(batch, id) FROM events')).toBe(
    `${3 * rowsPerBatch}\t${3 * rowsPerBatch}`,
  );
});

test('an insert is on disk before it is answered', async () => {
  const { ask } = await startServer(temporaryDirectory());
  const settings = await ask(`SELECT value FROM system.merge_tree_settings WHERE name LIKE 'fsync%' AND value = '1'`);
  expect(settings.split('\n')).toHaveLength(2);
});

test('the server goes with its runtime, also when that is killed, and its folder is free for the next one', async () => {
  const directory = temporaryDirectory();
  const module = new URL('../../../src/services/clickhouse/clickhouse-server.ts', import.meta.url).href;
  const settings = JSON.stringify({ directory, ...login, memoryBytes: 1_000_000_000 });
  const program = `import { ClickHouseServer } from '${module}';
    const server = await ClickHouseServer.start(${settings}, () => {});
    console.log(server.pid);`;
  const runtime = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program]);
  onTestFinished(() => void runtime.kill('SIGKILL'));
  const [line] = await once(runtime.stdout, 'data');
  const pid = Number(line);
  expect(isRunning(pid)).toBe(true);
  runtime.kill('SIGKILL');
  await vi.waitUntil(() => !isRunning(pid), patiently);
  const { server } = await startServer(directory);
  await server.close();
  expect(isRunning(server.pid ?? 0)).toBe(false);
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
