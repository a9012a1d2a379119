import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewName } from '../../schemas/registry/view-name.ts';
import { Random } from '../../scripts/simulate/random.ts';
import { Checkout } from '../support/checkout.ts';
import {
  createGame,
  type Game,
  gapJson,
  makeJourneyDirectory,
  query,
  runGap,
  writeConfig,
} from '../support/pipeline.ts';
import { type PipelineProcess, stopProcess } from '../support/pipeline-process.ts';
import { askClickHouse, realTimeKeys, untilClickHouseHas } from '../support/real-time.ts';
import { type Expected, expectedColumns, type Kind, parseExactly } from '../support/telemetry/expected-columns.ts';
import { idleGame } from '../support/telemetry/idle-game.ts';
import { mobile } from '../support/telemetry/mobile.ts';
import { shooter } from '../support/telemetry/shooter.ts';
import { eventLine } from '../support/telemetry/telemetry-event.ts';

const seed = Number(process.env.TELEMETRY_SEED ?? 11);
const eventsPerType = Number(process.env.TELEMETRY_EVENTS ?? 80);

const games = { mobile, shooter, 'idle-game': idleGame };
const types = Object.entries(games).flatMap(([kind, makers]) => Object.keys(makers).map((type) => ({ kind, type })));

function recording(kind: string): string[] {
  const random = new Random(seed + Object.keys(games).indexOf(kind));
  const now = Math.floor(Date.now() / 1000);
  const makers = Object.entries(games[kind as keyof typeof games]);
  return makers.flatMap(([type, makeData]) =>
    Array.from({ length: eventsPerType }, () =>
      eventLine(random, type, random.integer(60, 80_000), makeData(random), now),
    ),
  );
}

type Row = Readonly<Record<string, unknown>>;

/** Whole numbers as text: JSON.parse would round them. The sum fails where the column is no number. */
function selected(columns: Readonly<Record<string, Kind>>, cast: (column: string) => string, quote: string): string {
  const own = Object.entries(columns).map(([name, kind]) => {
    const quoted = `${quote}${name}${quote}`;
    return kind === 'bigint' ? `${cast(`${quoted} + 0`)} AS ${quoted}` : quoted;
  });
  return ['event_id', ...own].join(', ');
}

/** Lists and objects in text columns are compared as what they say, not by their white space. */
function comparable(value: unknown, kind: Kind | undefined): unknown {
  if (kind === 'double') return typeof value === 'number' ? value + 0 : value;
  return typeof value === 'string' && /^[[{]/.test(value) ? inPlainDigits(parseExactly(value)) : value;
}

/** Inside lists and objects Athena writes 1e+300 as 1e300: such numbers are compared by their value. */
function inPlainDigits(value: unknown): unknown {
  const json = JSON.stringify(value) ?? 'null';
  const plain = json.replaceAll(/\{"#":"([^"]+)"\}/g, (_, digits: string) =>
    /[.eE]/.test(digits) ? `{"#":"${Number(digits)}"}` : `{"#":"${digits}"}`,
  );
  return JSON.parse(plain);
}

/** Where a store does not show what was sent, one line for each value: the column, what was sent and what is shown. */
function differences({ kinds, rows }: Expected, stored: readonly Row[]): string[] {
  const found = new Map(stored.map((row) => [row.event_id, row]));
  const lines = [...rows].flatMap(([id, sent]) =>
    Object.entries(sent).flatMap(([column, value]) => {
      const shown = comparable(found.get(id)?.[column], kinds[column]);
      const wanted = typeof value === 'object' ? inPlainDigits(value) : value;
      if (isDeepStrictEqual(shown, wanted)) return [];
      return [`${column} (${kinds[column]}): sent ${JSON.stringify(value)}, shown ${JSON.stringify(shown)}`];
    }),
  );
  return [...new Set(lines)];
}

describe('telemetry in the formats of real games', () => {
  const directory = makeJourneyDirectory();
  const pipeline = { state: join(directory, 'state') };
  const recordings = new Map(Object.keys(games).map((kind) => [kind, recording(kind)]));
  let started: PipelineProcess;
  let game: Game;

  const fileOf = (kind: string) => join(directory, `${kind}.ndjson`);
  const linesOf = (kind: string) => recordings.get(kind) ?? [];

  beforeAll(async () => {
    const checkout = new Checkout(join(directory, 'checkout'));
    for (const [kind, lines] of recordings) {
      writeFileSync(fileOf(kind), `${lines.join('\n')}\n`);
      const registry = join(checkout.directory, 'schemas/events');
      await gapJson(pipeline, 'schema', 'infer', fileOf(kind), '--write', '--registry', registry);
    }
    await checkout.run('scripts/generate.ts');
    started = await checkout.start(pipeline.state, writeConfig(directory, realTimeKeys));
    game = await createGame(pipeline);
  }, 180_000);
  afterAll(async () => {
    if (started !== undefined) await stopProcess(started, 'SIGTERM');
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(Object.keys(games))(
    'every event of the %s recording satisfies the schema that was inferred',
    async (kind) => {
      const sent = await runGap(
        pipeline,
        'send',
        fileOf(kind),
        '--app',
        game.id,
        '--key',
        game.key,
        '--wait',
        '--json',
      );
      expect(JSON.parse(sent.stdout)).toMatchObject({ accepted: linesOf(kind).length, quarantined: 0, failed: 0 });
    },
  );

  test('both stores have all events', async () => {
    const count = [...recordings.values()].flat().length;
    await gapJson(pipeline, 'flush');
    expect(await query(pipeline, 'SELECT count(*) AS n FROM events')).toEqual([{ n: count }]);
    await untilClickHouseHas(pipeline, 'events', count);
  });

  test.each(types)(
    '$type of $kind: every column is what was sent, in the lake and in ClickHouse',
    async ({ kind, type }) => {
      const expected = expectedColumns(linesOf(kind), type);
      const { kinds, rows } = expected;
      const view = viewName(type);
      const lake = await query<Row>(
        pipeline,
        `SELECT ${selected(kinds, (column) => `CAST(${column} AS varchar)`, '"')} FROM "${view}"`,
      );
      const realTime = await askClickHouse<Row>(
        pipeline,
        `SELECT ${selected(kinds, (column) => `toString(${column})`, '`')} FROM \`${view}\``,
      );
      expect([rows.size, lake.length, realTime.length]).toEqual([eventsPerType, eventsPerType, eventsPerType]);
      expect({ lake: differences(expected, lake), realTime: differences(expected, realTime) }).toEqual({
        lake: [],
        realTime: [],
      });
    },
  );
});
