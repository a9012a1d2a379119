import { expect, onTestFinished, test } from 'vitest';
import type { Dependencies } from '../../../../functions/platform/compact-events/dependencies.ts';
import { hourAt } from '../../../../functions/platform/compact-events/hours.ts';
import { type CompactionLake, compactionLake } from './compaction-lake.ts';

class Killed extends Error {}

/** The world up to its nth call, after which nothing comes through any more: as when the process is killed. */
function upTo(dependencies: Dependencies, calls: number): Dependencies {
  let left = calls;
  const limited = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function' || name === 'list') return member;
        return async (...args: unknown[]) => {
          if (left-- <= 0) throw new Killed();
          return member.apply(target, args);
        };
      },
    });
  const { files, queries, catalog, memory } = dependencies;
  const ports = { files: limited(files), queries: limited(queries) };
  return { ...dependencies, ...ports, catalog: limited(catalog), memory: limited(memory) };
}

/** What `events` shows: compacted rows, and those that are not among them. */
async function shown(tested: CompactionLake): Promise<string[]> {
  const { rows, reason } = await tested.lake.query(`
    SELECT DISTINCT event_date, event_id FROM (
      SELECT event_date, event_id FROM compacted UNION ALL SELECT event_date, event_id FROM uncompacted
    ) AS everything ORDER BY 1, 2`);
  if (reason !== undefined) throw new Error(reason);
  return rows.map((row) => row.join(' '));
}

test('runs that are killed after any of their steps lose and double nothing, and the next one completes them', async () => {
  const tested = await compactionLake();
  onTestFinished(() => tested.close());
  const hour = hourAt(tested.lake.now);
  const dates = [1, 2].map((days) => hourAt(tested.lake.now - days * 24 * 3_600_000).slice(0, 10));
  const expected = new Set<string>();
  let isFinished = false;
  for (let step = 0; !isFinished; step++) {
    for (const date of dates) {
      // Two days have ids of their own: a copy on another day is the same event.
      const [own, always] = [`step ${step} ${date}`, `always ${date}`];
      const events = [{ id: own }, { id: own }, { id: always }];
      await tested.deliver({ date, hour, file: `${step}`, events });
      expected.add(`${date} ${own}`).add(`${date} ${always}`);
    }
    isFinished = await tested.compact(upTo(tested.dependencies(), step)).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        return false;
      },
    );
    expect(await shown(tested)).toEqual([...expected].sort());
  }
  const rows = await tested.compacted();
  expect(rows.map((row) => row.replace(/^app | \{\}$/g, '')).sort()).toEqual([...expected].sort());
  const { rows: tables } = await tested.lake.query(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'games'",
  );
  expect(tables.flat().sort()).toEqual(['compacted', 'uncompacted']);
}, 240_000);
