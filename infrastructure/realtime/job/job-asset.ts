import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judgedSchema } from '../../../schemas/registry/judged-schema.ts';
import { readRegistry } from '../../../schemas/registry/read-registry.ts';
import { readMetrics } from '../../../sql/metrics.ts';
import { bundleModule, writeFolder } from '../../lambda/bundle.ts';
import { compileJob } from './compile-job.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const buildDirectory = join(repository, '.build', 'job');

/**
 * The folder that the real-time job is started with, which the runner loads from S3:
 *
 * | | |
 * |---|---|
 * | `job.sql` | the job (`compileJob`) |
 * | `schemas/envelope.json`, `schemas/events/<type>/<version>/schema.json` | what the runner's `judge` validates by |
 * | `functions.mjs` | `openFunctions`: the same `judge` for an engine without Java |
 *
 * The same sources give the same bytes; the folder's name is their hash. Throws naming a metric that is not right.
 */
export function jobAsset(): string {
  const files = new Map<string, Uint8Array | string>([
    ['job.sql', compileJob(readMetrics().flatMap(({ live }) => live ?? []))],
    ['functions.mjs', bundleModule(join(repository, 'functions/realtime/judge/functions.ts'))],
    ['schemas/envelope.json', readFileSync(join(repository, 'schemas/envelope.json'))],
    ...judgedSchemas(),
  ]);
  const hash = createHash('sha256');
  for (const [name, content] of files) hash.update(`\n${name} ${content.length}\n`).update(content);
  const folder = join(buildDirectory, hash.digest('hex').slice(0, 16));
  if (!existsSync(folder)) writeFolder(folder, (staging) => writeFiles(staging, files));
  return folder;
}

/** The schemas as the transform judges by them, with the bounds of the columns. */
function judgedSchemas(): [string, string][] {
  const registry = readRegistry(join(repository, 'schemas/events'), { examples: false });
  return registry.flatMap(({ name, versions }) =>
    versions.map(({ major, minor, schema }): [string, string] => {
      const text = JSON.stringify(judgedSchema(schema), undefined, 2);
      return [`schemas/events/${name}/${major}.${minor}/schema.json`, `${withAllDigits(text)}\n`];
    }),
  );
}

/** 2⁶³ as 9223372036854775808: JavaScript writes 9223372036854776000, which is another number to who reads every digit. */
function withAllDigits(json: string): string {
  return json.replace(/(?<=: )-?\d{17,}(?=,?$)/gm, (digits) => BigInt(Number(digits)).toString());
}

function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array | string>): void {
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}
