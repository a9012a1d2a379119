import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunningStack } from '../local/run.ts';
import { namedQuery, queryAthena } from './gap/athena-query.ts';
import { type Connection, connect } from './gap/connection.ts';
import { gap } from './gap/main.ts';
import { formatTable, type Row } from './gap/output.ts';
import { AnswerBook, type Answers } from './simulate/answers.ts';
import { defaultSimulation, simulate } from './simulate/simulate.ts';
import { defaultState, readStartOptions, type StartOptions } from './start-options.ts';
import { startPipeline } from './start-pipeline.ts';
import { untilStopped } from './until-stopped.ts';

/** What analysts ask first, by the metric's name, and the rows that the simulator itself counted. */
const questions: Readonly<Record<string, (answers: Answers) => Row[]>> = {
  events_by_type: ({ events_by_type }) => countsOf(events_by_type),
  players_per_day: ({ players_per_day }) => countsOf(players_per_day),
  busiest_minute: ({ busiest_minute: [minute, events] }) => [[minute, String(events)]],
};

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
      `${answers.duplicates} of them twice and ${disturbed} that must be quarantined …`,
  );
  const exitCode = await gap(['send', file, '--app', id, '--key', key.ApiKeyValue, '--wait', '--state', state]);
  if (exitCode !== 0) throw new Error('the events could not be sent');
  let right = true;
  for (const [metric, expected] of Object.entries(questions)) {
    const rows = await ask(connection, metric, id);
    const matches = expected(answers).every((row) =>
      rows.some((found) => String(found[0]).startsWith(String(row[0])) && found.includes(row[1])),
    );
    right &&= matches;
    console.log(
      matches ? '✓ as the simulator counted' : `✗ the simulator counted ${JSON.stringify(expected(answers))}`,
    );
  }
  const at = state === defaultState ? '' : ` --state ${state}`;
  console.log(
    right ? '\nEvery answer is what the simulator counted.' : '\nAn answer differs from what the simulator counted.',
  );
  console.log(
    [
      `Ask more:    npm run --silent gap -- query "SELECT * FROM ${connection.outputs.EventsView} LIMIT 5"${at}`,
      `See it run:  ${stack.file.console}`,
      `Ctrl-C stops it; npm start${at && ` --${at}`} takes up where it was.`,
    ].join('\n'),
  );
}

async function writeEvents(state: string): Promise<{ file: string; answers: Answers }> {
  const book = new AnswerBook();
  // Another seed each time: events of an earlier demo in the same state would be duplicates.
  const simulation = { ...defaultSimulation, seed: Date.now() % 2 ** 32 };
  const lines = [...simulate(simulation, book)];
  const file = join(state, 'demo-events.ndjson');
  await writeFile(file, `${lines.join('\n')}\n`);
  await writeFile(join(state, 'demo-events.answers.json'), `${JSON.stringify(book.answers(), null, 2)}\n`);
  return { file, answers: book.answers() };
}

/** Asks the metric for one application alone: its SQL stays as it is, over the application's events. */
async function ask(connection: Connection, metric: string, applicationId: string): Promise<readonly Row[]> {
  const { EventsDatabase, EventsView } = connection.outputs;
  const mine = `SELECT * FROM ${EventsDatabase}.${EventsView} WHERE application_id = '${applicationId}'`;
  const sql = `WITH ${EventsView} AS (${mine})\n${await namedQuery(connection, metric)}`;
  const { columns, rows } = await queryAthena(connection, sql);
  console.log(`\n── ${metric} ──\n${sql.trim()}\n\n${formatTable(columns, rows)}`);
  return rows;
}

function countsOf(counts: Readonly<Record<string, number>>): Row[] {
  return Object.entries(counts).map(([name, count]) => [name, String(count)]);
}
