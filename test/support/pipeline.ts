import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningStack, run } from 'assembly-runtime';
import { onTestFinished } from 'vitest';
import { gap } from '../../scripts/gap/main.ts';
import { Terminal } from '../../scripts/gap/terminal.ts';
import { synthesize } from '../../scripts/synth.ts';

export type IngestMode = 'DIRECT_BATCH' | 'REAL_TIME_KDS';

/** The modes that journeys go through. */
export const ingestModes: readonly IngestMode[] = ['DIRECT_BATCH', 'REAL_TIME_KDS'];

/** A pipeline of the real template, run in this process. */
export interface Pipeline {
  readonly state: string;
  readonly stack: RunningStack;
  /** What the runtime told the person at the terminal. */
  readonly log: readonly string[];
}

/**
 * An empty folder inside the repository, where `.local` is too: what a package.json further up says holds there as well.
 */
export function makeJourneyDirectory(): string {
  const parent = fileURLToPath(new URL('../../.build/journeys/', import.meta.url));
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(parent);
}

/** Writes config.yaml with some keys changed into the folder and answers its path. */
export function writeConfig(directory: string, changes: Readonly<Record<string, string>>): string {
  let text = readFileSync(new URL('../../config.yaml', import.meta.url), 'utf8');
  for (const [key, value] of Object.entries(changes)) {
    const line = new RegExp(`^#? ?${key}:.*$`, 'm');
    if (!line.test(text)) throw new Error(`config.yaml has no line ${key}`);
    text = text.replace(line, `${key}: ${value}`);
  }
  const config = join(directory, 'config.yaml');
  writeFileSync(config, text);
  return config;
}

/** Starts a pipeline that ends with the test, or with the file when it is started in `beforeAll` (`keep`). */
export async function startPipeline(
  changes: Readonly<Record<string, string>>,
  { keep = false, changeTemplate = () => {} }: { keep?: boolean; changeTemplate?: (assembly: string) => void } = {},
): Promise<Pipeline> {
  const directory = makeJourneyDirectory();
  const state = join(directory, 'state');
  const assembly = synthesize({ config: writeConfig(directory, changes), output: join(state, 'cdk.out') }).directory;
  changeTemplate(assembly);
  const log: string[] = [];
  const stack = await run({
    assembly: async () => assembly,
    state,
    port: 0,
    bufferSeconds: 1,
    log: (line) => log.push(line),
  });
  const pipeline = { state, stack, log };
  if (!keep) onTestFinished(() => stopPipeline(pipeline));
  return pipeline;
}

export async function stopPipeline({ stack, state }: Pipeline): Promise<void> {
  await stack.close();
  rmSync(join(state, '..'), { recursive: true, force: true });
}

/** What a `gap` command printed and how it ended. */
export interface GapResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runGap({ state }: Pick<Pipeline, 'state'>, ...args: string[]): Promise<GapResult> {
  const printed = { stdout: '', stderr: '' };
  const terminal = new Terminal();
  terminal.print = (text) => {
    printed.stdout += `${text}\n`;
  };
  terminal.note = (text) => {
    printed.stderr += `${text}\n`;
  };
  terminal.progress = terminal.note;
  const exitCode = await gap([...args, '--state', state], terminal);
  return { exitCode, ...printed };
}

/** The JSON that a `gap` command prints. Throws with its words when it fails. */
export async function gapJson<T>(pipeline: Pick<Pipeline, 'state'>, ...args: string[]): Promise<T> {
  const { exitCode, stdout, stderr } = await runGap(pipeline, ...args, '--json');
  if (exitCode !== 0) throw new Error(`gap ${args.join(' ')} ended with ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** Rows of a query. */
export function query<Row>(pipeline: Pick<Pipeline, 'state'>, sql: string): Promise<Row[]> {
  return gapJson<Row[]>(pipeline, 'query', sql);
}

export interface Game {
  readonly id: string;
  readonly key: string;
}

/** Creates an application and a key for it. */
export async function createGame(pipeline: Pick<Pipeline, 'state'>, name = 'A game'): Promise<Game> {
  const { ApplicationId } = await gapJson<{ ApplicationId: string }>(pipeline, 'apps', 'create', name);
  const { ApiKeyValue } = await gapJson<{ ApiKeyValue: string }>(
    pipeline,
    'keys',
    'create',
    ApplicationId,
    '--name',
    'server',
  );
  return { id: ApplicationId, key: ApiKeyValue };
}

/** Posts a body as it is to the events route. */
export function postBody(
  { stack }: Pick<Pipeline, 'stack'>,
  { id, key }: Game,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
) {
  return fetch(`${stack.file.api}/applications/${id}/events`, {
    method: 'POST',
    headers: { authorization: key, 'content-type': 'application/json', ...headers },
    body,
  });
}
