import { setTimeout } from 'node:timers/promises';
import { clickHouseDatabase } from './gap/clickhouse-database.ts';
import { queryClickHouse } from './gap/clickhouse-query.ts';
import type { Connection } from './gap/connection.ts';
import { formatTable, type Row } from './gap/output.ts';
import type { Answers } from './simulate/answers.ts';

/** A question of live metrics, and the answer as the simulator counted: first and last value of rows. */
interface LiveQuestion {
  readonly title: string;
  readonly sql: string;
  readonly expected: readonly Row[];
}

/** A minute's row is there 10 s after its end, 25 s when nothing comes any more. */
const patienceMilliseconds = 100_000;
const pauseMilliseconds = 2000;

/** Asks ClickHouse for what was counted while events came in; answers whether it is what the simulator counted. */
export async function showLive(connection: Connection, application: string, answers: Answers): Promise<boolean> {
  const database = await clickHouseDatabase(connection);
  let right = true;
  for (const { title, sql, expected } of liveQuestions(application, answers)) {
    const deadline = Date.now() + patienceMilliseconds;
    let { columns, rows } = await queryClickHouse(database, sql);
    while (!holds(rows, expected) && Date.now() < deadline) {
      await setTimeout(pauseMilliseconds);
      ({ columns, rows } = await queryClickHouse(database, sql));
    }
    const matches = holds(rows, expected);
    right &&= matches;
    console.log(`\n── ${title} ──\n${sql}\n\n${formatTable(columns, rows)}`);
    console.log(matches ? '✓ as the simulator counted' : `✗ the simulator counted ${JSON.stringify(expected)}`);
  }
  return right;
}

function liveQuestions(application: string, answers: Answers): LiveQuestion[] {
  const [minute, events] = answers.busiest_minute;
  const of = (metric: string) => `FROM metric_totals\nWHERE metric = '${metric}' AND application_id = '${application}'`;
  return [
    {
      title: 'live, in ClickHouse: the busiest minutes',
      sql: `SELECT window_start AS minute, sum(events) AS events\n${of('events_per_minute')}\nGROUP BY window_start\nORDER BY 2 DESC, 1\nLIMIT 5`,
      expected: [[minute, String(events)]],
    },
    {
      title: 'live, in ClickHouse: revenue per day',
      sql: `SELECT toDate(window_start) AS day, sum(events) AS purchases, CAST(sum(amount) AS Decimal(18, 2)) AS revenue\n${of('purchases_per_minute')}\nGROUP BY day\nORDER BY day`,
      expected: Object.entries(answers.revenue_cents_per_day).map(([day, cents]) => [day, (cents / 100).toFixed(2)]),
    },
  ];
}

function holds(rows: readonly Row[], expected: readonly Row[]): boolean {
  return expected.every(([first = '', last]) => rows.some((row) => row[0]?.startsWith(first) && row.at(-1) === last));
}
