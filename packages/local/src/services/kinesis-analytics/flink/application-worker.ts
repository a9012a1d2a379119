import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { errorMessage } from '../../../error-message.ts';
import { readJob } from './job/read-job.ts';
import { substituteProperties } from './job/substitute-properties.ts';
import { planJob } from './plan/plan-job.ts';
import { functionTypes, type JobFunctions, openFunctions } from './run/job-functions.ts';
import { runJob } from './run/job-loop.ts';
import type { StreamCalls } from './run/stream-calls.ts';
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

async function run(): Promise<void> {
  const { jobFolder, properties, stateDirectory } = settings;
  await mkdir(stateDirectory, { recursive: true });
  const sql = await readFile(join(jobFolder, 'job.sql'), 'utf8');
  const statements = substituteProperties(readJob(sql), properties);
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
    tell({ kind: 'failed', reason: errorMessage(error) });
    port.close();
  },
);
