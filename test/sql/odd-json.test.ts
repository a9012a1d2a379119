import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EventDataColumn, eventTypes } from '../../schemas/generated/event-types.ts';
import { readRegistry } from '../../schemas/registry/read-registry.ts';
import { queryClickHouse } from '../../scripts/gap/clickhouse-query.ts';
import { apiRecord, now, transform } from '../functions/stream/transform-events/records.ts';
import { randomJson, seededRandom } from '../functions/support/random-json.ts';
import { type EventRow, type TemplateLake, templateLake } from '../infrastructure/platform/lake/template-lake.ts';
import { type GamesDatabase, startGamesDatabase } from './games-database.ts';

const seed = Number(process.env.ODD_JSON_SEED ?? 1);
const random = seededRandom(seed);
const { pick, value, space } = randomJson(random, true);
const eventsOfType = 40;

const oddNumbers = `0 -0 1.0 3.50 1e2 1.50e2 0.1e+2 -1E-7 1e400 -1e400 1e-400 12345678901234567890 100000000000000000000
  -9223372036854775809 9223372036854775807 123456789012345.1234 0.00005 99999999999999.99995 4.990`.split(/\s+/);
const oddTexts = [
  '"a"',
  '" "',
  '"1e400"',
  '"[{\\"a\\": 12"',
  '"12345678901234567890"',
  '"\\ud800"',
  '"\\u00e9😀"',
  '"\\\\"',
];
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

/** A member's value as some client might write it: often of its column's type, else anything. */
function oddValue({ types: { clickhouse } }: EventDataColumn): string {
  if (random() < 0.1) return value(2);
  if (/Int|Decimal|Float/.test(clickhouse)) return pick(oddNumbers);
  if (/Bool/.test(clickhouse)) return pick(['true', 'false']);
  return pick(oddTexts);
}

const passing = new Map(
  readRegistry(fileURLToPath(new URL('../../schemas/events', import.meta.url))).map(({ name, versions }) => {
    const [example] = versions.at(-1)?.pass ?? [];
    return [name, example?.event] as const;
  }),
);

function oddEvent(type: (typeof eventTypes)[number], id: string): string {
  const example = passing.get(type.name);
  const data = Object.entries((example?.event_data ?? {}) as Readonly<Record<string, unknown>>).map(
    ([name, sent]): [string, string] => {
      const column = type.columns.find(({ property }) => property === name);
      return [name, column !== undefined && random() < 0.4 ? oddValue(column) : JSON.stringify(sent)];
    },
  );
  // Members that no schema knows stand beside them.
  if (random() < 0.5) data.push(['unknown_1', pick(oddNumbers)]);
  if (random() < 0.3) data.unshift(['unknown_2', pick([nested(1100), value(3)])]);
  const members = data.map(([name, text]) => `${space()}${JSON.stringify(name)}${space()}:${space()}${text}${space()}`);
  const { event_data: _, ...envelope } = example ?? {};
  const head = JSON.stringify({ ...envelope, event_id: id, event_type: type.name, event_timestamp: now / 1000 - 60 });
  return apiRecord(`${head.slice(0, -1)},"event_data":{${members.join(',')}}}`);
}

let lake: TemplateLake;
let database: GamesDatabase;
let accepted = 0;

beforeAll(async () => {
  lake = await templateLake();
  database = await startGamesDatabase(`${lake.runtime.stateDirectory}/clickhouse`);
  let made = 0;
  const records = eventTypes.flatMap((type) =>
    Array.from({ length: eventsOfType }, () =>
      oddEvent(type, `0b5c1f6e-3f52-4d6e-8f0b-${String(made++).padStart(12, '0')}`),
    ),
  );
  const { answers } = await transform(records);
  const rows = answers.flatMap(({ row, keys }): EventRow[] =>
    row !== undefined && keys?.outcome === 'accepted' ? [row] : [],
  );
  accepted = rows.length;
  const day = new Date(now).toISOString().slice(0, 10);
  await lake.deliver(day, `${day}-23`, rows);
  await database.insert('raw_events', rows);
}, 240_000);
afterAll(async () => {
  await database?.close();
  lake?.close();
});

/** How a value reads in whatever way an engine writes numbers; a zero has no sign. */
function comparable(text: string | undefined | null, { types: { clickhouse } }: EventDataColumn): unknown {
  if (text === undefined || text === null) return null;
  if (/Float/.test(clickhouse)) return Number(text) + 0;
  return /Decimal/.test(clickhouse) && text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

it(`has enough events that the judge accepts (seed ${seed})`, () => {
  expect(accepted).toBeGreaterThan(eventTypes.length * 5);
});

it.each(eventTypes.filter(({ columns }) => columns.length > 0).map((type) => [type.name, type] as const))(
  `reads every column of %s alike in the lake and in ClickHouse (seed ${seed})`,
  async (name, { columns }) => {
    const names = columns.map((column) => column.name);
    const sql = `SELECT event_id, ${names.map((column) => `"${column}"`).join(', ')} FROM ${name} ORDER BY event_id`;
    const clickHouse = await queryClickHouse(database, sql);
    const athena = await lake.query(sql);
    expect(athena.reason).toBeUndefined();
    const read = (rows: readonly (readonly (string | undefined)[])[]) =>
      rows.map(([id, ...values]) =>
        Object.fromEntries([
          ['event_id', id],
          ...columns.map((column, index) => [column.name, comparable(values[index], column)] as const),
        ]),
      );
    expect(read(clickHouse.rows)).toEqual(read(athena.rows));
  },
);
