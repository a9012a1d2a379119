import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { planJob } from './plan/plan-job.ts';
import { functionTypes, type JobFunctions, openFunctions } from './run/job-functions.ts';
import { runJob } from './run/job-loop.ts';
import type { StreamCalls } from './run/stream-calls.ts';
import { substituteProperties } from './sql/substitute-properties.ts';
import type { Statement } from './sql/syntax.ts';
import type { ApplicationSettings, CallName, FromWorker, ToWorker } from './worker-protocol.ts';

/** The thread of one application: runs its job until it is told to stop, or cannot go on. */

const port = parentPort;
if (!port) throw new Error('this runs in a thread of its own');
const settings: ApplicationSettings = workerData;
const stopping = new AbortController();
const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: Error) => void }>();
let calls = 0;

port.on('message', (message: ToWorker) => {
  if (message.kind === 'stop') {
    stopping.abort();
    return;
  }
  const call = waiting.get(message.id);
  waiting.delete(message.id);
  if (message.kind === 'answer') call?.resolve(message.answer);
  else call?.reject(new Error(message.reason));
});

function tell(message: FromWorker): void {
  port?.postMessage(message);
}

/** Made by the process's main thread, as the application's role. */
function call<T>(name: CallName, ...args: readonly unknown[]): Promise<T> {
  const id = calls++;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve: (answer) => resolve(answer as T), reject });
    tell({ kind: 'call', id, name, args });
  });
}

const streams: StreamCalls = {
  listShards: (...args) => call('listShards', ...args),
  iterator: (...args) => call('iterator', ...args),
  read: (...args) => call('read', ...args),
  put: (...args) => call('put', ...args),
};

/** Reading SQL takes a second or two the first time: what was read is kept, named by the text that it came from. */
async function readStatements(sql: string): Promise<Statement[]> {
  const digest = createHash('sha256')
    .update(import.meta.url)
    .update(sql)
    .digest('hex')
    .slice(0, 16);
  const file = join(settings.stateDirectory, 'statements.json');
  const kept: { digest?: string; statements?: Statement[] } = await readFile(file, 'utf8').then(JSON.parse, () => ({}));
  if (kept.digest === digest && kept.statements) return kept.statements;
  const parser = await import('./sql/read-statements.ts');
  const statements = parser.readStatements(sql);
  await writeFile(`${file}.new`, JSON.stringify({ digest, statements }));
  await rename(`${file}.new`, file);
  return statements;
}

async function run(): Promise<void> {
  const { jobFolder, properties, stateDirectory } = settings;
  await mkdir(stateDirectory, { recursive: true });
  const sql = await readFile(join(jobFolder, 'job.sql'), 'utf8');
  const statements = substituteProperties(await readStatements(sql), properties);
  const file = join(jobFolder, 'functions.mjs');
  const functions: JobFunctions = existsSync(file) ? await openFunctions(file, properties) : {};
  const plan = planJob(statements, functionTypes(functions));
  tell({ kind: 'running' });
  await runJob(
    {
      plan,
      functions,
      calls: streams,
      file: join(stateDirectory, 'state.duckdb'),
      now: () => Date.now(),
      onProgress: (progress) => tell({ kind: 'progress', progress }),
    },
    stopping.signal,
  );
}

run().then(
  () => port.close(),
  (error: unknown) => {
    tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    port.close();
  },
);
