import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { AnswerBook } from './answers.ts';
import { defaultSimulation, type Simulation, simulate } from './simulate.ts';

const usage = `npm run simulate -- OUTPUT.ndjson [options]

Writes simulated players' events, and beside them OUTPUT.answers.json: what a correct pipeline answers.

  --seed N          the same seed gives the same events (${defaultSimulation.seed})
  --players N       players in all (${defaultSimulation.players})
  --days N          days played, ending now (${defaultSimulation.days}, at most 28)
  --duplicates X    share of events sent twice (${defaultSimulation.duplicates})
  --late X          share of events sent up to a day late (${defaultSimulation.late})
  --wrong-clock X   share of events with an impossible time (${defaultSimulation.wrongClock})
  --malformed X     share of events that the schema refuses (${defaultSimulation.malformed})`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    seed: { type: 'string' },
    players: { type: 'string' },
    days: { type: 'string' },
    duplicates: { type: 'string' },
    late: { type: 'string' },
    'wrong-clock': { type: 'string' },
    malformed: { type: 'string' },
  },
});
const [file] = positionals;
if (values.help || !file) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const simulation: Simulation = {
  ...defaultSimulation,
  seed: count('seed', defaultSimulation.seed, 2 ** 32),
  players: count('players', defaultSimulation.players, 10_000_000),
  days: count('days', defaultSimulation.days, 28),
  duplicates: share('duplicates', defaultSimulation.duplicates),
  late: share('late', defaultSimulation.late),
  wrongClock: share('wrong-clock', defaultSimulation.wrongClock),
  malformed: share('malformed', defaultSimulation.malformed),
};
await writeSimulation(file, simulation);

async function writeSimulation(path: string, settings: Simulation): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const book = new AnswerBook();
  const output = createWriteStream(path);
  for (const line of simulate(settings, book)) {
    if (!output.write(`${line}\n`)) await once(output, 'drain');
  }
  output.end();
  await once(output, 'finish');
  const answersFile = `${path.replace(/\.ndjson$/, '')}.answers.json`;
  await writeFile(answersFile, `${JSON.stringify(book.answers(), null, 2)}\n`);
  console.log(`${path}: ${book.answers().sent} events; what they must give: ${answersFile}`);
}

function count(name: keyof typeof values, fallback: number, highest: number): number {
  return number(
    name,
    fallback,
    (value) => Number.isInteger(value) && value >= 1 && value <= highest,
    `1 to ${highest}`,
  );
}

function share(name: keyof typeof values, fallback: number): number {
  return number(name, fallback, (value) => value >= 0 && value <= 1, '0 to 1');
}

function number(name: keyof typeof values, fallback: number, valid: (value: number) => boolean, range: string): number {
  const text = values[name];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (valid(value)) return value;
  console.error(`--${name} takes ${range}, not ${String(text)}`);
  process.exit(2);
}
