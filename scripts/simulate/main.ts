import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { errorMessage } from '../../schemas/error-message.ts';
import { AnswerBook } from './answers.ts';
import { defaultSimulation, type Simulation, simulate } from './simulate.ts';

const usage = `npm run simulate -- OUTPUT.ndjson [options]

Writes simulated players' events, and beside them OUTPUT.answers.json: what a correct pipeline answers.

  --seed N          the same seed gives the same events (${defaultSimulation.seed})
  --players N       players in all (${defaultSimulation.players})
  --days N          days played, ending now (${defaultSimulation.days}, at most 28)
  --duplicates X    share of events sent twice (${defaultSimulation.duplicates})
  --late X          share of events sent days late, as after play without a connection (${defaultSimulation.late})
  --wrong-clock X   share of events with an impossible time (${defaultSimulation.wrongClock})
  --skewed-clock X  share of events by a wrong clock that can be put right, for it also says when they were sent
                    (${defaultSimulation.skewedClock}, at most 0.16; send the file within a minute)
  --malformed X     share of events that a schema refuses (${defaultSimulation.malformed})`;

const { values, positionals } = readArguments();
const [file, ...others] = positionals;
if (values.help) {
  console.log(usage);
  process.exit(0);
}
if (!file) refuse('say which file to write');
if (others.length > 0) refuse(`one file is written, not ${positionals.join(', ')}`);

const simulation: Simulation = {
  ...defaultSimulation,
  seed: count('seed', defaultSimulation.seed, 2 ** 32),
  players: count('players', defaultSimulation.players, 10_000_000),
  days: count('days', defaultSimulation.days, 28),
  duplicates: share('duplicates', defaultSimulation.duplicates),
  late: share('late', defaultSimulation.late),
  wrongClock: share('wrong-clock', defaultSimulation.wrongClock),
  skewedClock: share('skewed-clock', defaultSimulation.skewedClock, 0.16),
  malformed: share('malformed', defaultSimulation.malformed),
};
try {
  await writeSimulation(file, simulation);
} catch (error) {
  console.error(`cannot write ${file}: ${errorMessage(error)}`);
  process.exitCode = 1;
}

async function writeSimulation(path: string, settings: Simulation): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const book = new AnswerBook();
  const output = createWriteStream(path);
  await once(output, 'open');
  for (const line of simulate(settings, book)) {
    if (!output.write(`${line}\n`)) await once(output, 'drain');
  }
  output.end();
  await finished(output);
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

function share(name: keyof typeof values, fallback: number, highest = 1): number {
  return number(name, fallback, (value) => value >= 0 && value <= highest, `0 to ${highest}`);
}

function number(name: keyof typeof values, fallback: number, valid: (value: number) => boolean, range: string): number {
  const text = values[name];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (valid(value)) return value;
  return refuse(`--${name} takes ${range}, not ${String(text)}`);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean' },
        seed: { type: 'string' },
        players: { type: 'string' },
        days: { type: 'string' },
        duplicates: { type: 'string' },
        late: { type: 'string' },
        'wrong-clock': { type: 'string' },
        'skewed-clock': { type: 'string' },
        malformed: { type: 'string' },
      },
    });
  } catch (error) {
    return refuse(errorMessage(error));
  }
}

function refuse(reason: string): never {
  console.error(`${reason}\n\n${usage}`);
  process.exit(2);
}
