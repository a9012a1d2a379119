import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningStack } from 'assembly-runtime';
import { showLive } from './demo-live.ts';
import { namedQuery, queryAthena } from './gap/athena-query.ts';
import { connect } from './gap/connect.ts';
import type { Connection } from './gap/connection.ts';
import { gap } from './gap/main.ts';
import { formatTable, type Row } from './gap/output.ts';
import { AnswerBook, type Answers } from './simulate/answers.ts';
import { defaultSimulation, simulate } from './simulate/simulate.ts';
import { defaultState, readStartOptions, type StartOptions } from './start-options.ts';
import { startPipeline } from './start-pipeline.ts';
import { untilStopped } from './until-stopped.ts';

/** A question that analysts ask first. */
interface Question {
  /** The metric that answers it, or SQL. */
  readonly metric?: string;
  readonly sql?: string;
  /** The views that it reads. */
  readonly views: readonly string[];
  /** First value and count of each row, as the simulator itself counted. */
  readonly expected: (answers: Answers) => Row[];
}

const questions = ({ EventsView = '', QuarantinedEventsTable = '' }: Connection['outputs']): Question[] => [
  { metric: 'events_by_type', views: [EventsView], expected: (answers) => countsOf(answers.events_by_type) },
  { metric: 'players_per_day', views: [EventsView], expected: (answers) => countsOf(answers.players_per_day) },
  {
    metric: 'busiest_minute',
    views: [EventsView],
    expected: ({ busiest_minute: [minute, events] }) => [[minute, String(events)]],
  },
  {
    metric: 'sessions_per_day',
    views: ['session_start', 'session_end'],
    expected: (answers) => countsOf(answers.sessions_per_day),
  },
  {
    metric: 'revenue_per_day',
    views: ['iap_transaction'],
    expected: (answers) =>
      Object.entries(answers.revenue_cents_per_day).map(([day, cents]) => [day, (cents / 100).toFixed(4)]),
  },
  {
    sql: `SELECT error_path, count(*) AS events, min(error_detail) AS for_example\nFROM ${QuarantinedEventsTable}\nGROUP BY error_path\nORDER BY events DESC, error_path`,
    views: [QuarantinedEventsTable],
    expected: (answers) => countsOf(answers.quarantined_by_path),
  },
];

const options = readStartOptions('npm run demo');
await untilStopped(
  (stopping) => startPipeline(options, stopping),
  async (stack) => {
    console.log(`ready ${stack.file.api}`);
    await demonstrate(stack, options);
  },
);

async function demonstrate(stack: RunningStack, { state }: StartOptions): Promise<void> {
  const connection = await connect({ state });
  const application = (await connection.admin('POST', '/applications', { Name: 'Demo game' })) as {
    ApplicationId: string;
  };
  const id = application.ApplicationId;
  const key = (await connection.admin('POST', `/applications/${id}/authorizations`, { Name: 'Demo server' })) as {
    ApiKeyValue: string;
  };
  const { file, answers } = await writeEvents(state);
  const disturbed = answers.quarantined.schema_mismatch + answers.quarantined.timestamp_out_of_range;
  console.log(
    `\nsending ${answers.sent} events of ${defaultSimulation.players} simulated players (${file}), ` +
      `${answers.duplicates} of them twice, ${answers.corrected} by clocks that can be put right ` +
      `and ${disturbed} that must be quarantined …`,
  );
  const exitCode = await gap(['send', file, '--app', id, '--key', key.ApiKeyValue, '--wait', '--state', state]);
  if (exitCode !== 0) throw new Error('the events could not be sent');
  let right = true;
  for (const question of questions(connection.outputs)) {
    const rows = await ask(connection, question, id);
    const expected = question.expected(answers);
    const matches = expected.every((row) => rows.some((found) => isSame(found[0], row[0]) && found.includes(row[1])));
    right &&= matches;
    console.log(matches ? '✓ as the simulator counted' : `✗ the simulator counted ${JSON.stringify(expected)}`);
  }
  if (connection.clickhouse !== undefined) right = (await showLive(connection, id, answers)) && right;
  const at = state === defaultState ? '' : ` --state ${state}`;
  console.log(
    right ? '\nEvery answer is what the simulator counted.' : '\nAn answer differs from what the simulator counted.',
  );
  console.log(
    [
      `Ask more:    npm run --silent gap -- query "SELECT * FROM ${connection.outputs.EventsView} LIMIT 5"${at}`,
      ...(connection.clickhouse === undefined
        ? []
        : [`Seconds old: npm run --silent gap -- query --engine clickhouse "SELECT * FROM metrics LIMIT 5"${at}`]),
      `See it run:  ${stack.file.console}`,
      `Ctrl-C stops it; npm start${at && ` --${at}`} takes up where it was.`,
    ].join('\n'),
  );
}

async function writeEvents(state: string): Promise<{ file: string; answers: Answers }> {
  const book = new AnswerBook();
  // Another seed each time: events of an earlier demo in the same state would be duplicates.
  const simulation = { ...defaultSimulation, seed: Date.now() % 2 ** 32, until: Date.now() };
  const lines = [...simulate(simulation, book)];
  const file = join(state, 'demo-events.ndjson');
  await writeFile(file, `${lines.join('\n')}\n`);
  await writeFile(join(state, 'demo-events.answers.json'), `${JSON.stringify(book.answers(), null, 2)}\n`);
  return { file, answers: book.answers() };
}

/** Asks for one application alone: the SQL stays as it is, over the application's rows of the views. */
async function ask(connection: Connection, { metric, sql = '', views }: Question, id: string): Promise<readonly Row[]> {
  const { EventsDatabase } = connection.outputs;
  const question = metric === undefined ? sql : (await namedQuery(connection, metric)).trim();
  const mine = views.map(
    (view) => `${view} AS (SELECT * FROM ${EventsDatabase}.${view} WHERE application_id = '${id}')`,
  );
  const begun = `WITH ${mine.join(',\n')}`;
  const whole = /^WITH\s/i.test(question) ? question.replace(/^WITH\s+/i, `${begun},\n`) : `${begun}\n${question}`;
  const { columns, rows } = await queryAthena(connection, whole);
  console.log(`\n── ${metric ?? 'quarantined events'} ──\n${question}\n\n${formatTable(columns, rows)}`);
  return rows;
}

/** A day is found in a time of that day. */
function isSame(found: string | undefined, expected: string | undefined): boolean {
  if (found === undefined || expected === undefined) return false;
  return /^\d{4}-\d{2}-\d{2}/.test(expected) ? found.startsWith(expected) : found === expected;
}

function countsOf(counts: Readonly<Record<string, number>>): Row[] {
  return Object.entries(counts).map(([name, count]) => [name, String(count)]);
}
