import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judgedEnvelope } from '../../../schemas/registry/judged-envelope.ts';
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
    ['schemas/envelope.json', envelope()],
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

function envelope(): string {
  const source = JSON.parse(readFileSync(join(repository, 'schemas/envelope.json'), 'utf8'));
  return `${JSON.stringify(judgedEnvelope(source), undefined, 2)}\n`;
}

/** The ends of 64 bits, which the runner's numbers reach and a double cannot tell from their neighbours, with all digits. */
const ends: readonly (readonly [string, string])[] = [
  [`"exclusiveMinimum": ${-(2 ** 63)}`, '"minimum": -9223372036854775808'],
  [`"exclusiveMaximum": ${2 ** 63}`, '"maximum": 9223372036854775807'],
];

/** JavaScript writes 2⁶³ as 9223372036854776000, which is another number to a reader of every digit. */
function withAllDigits(json: string): string {
  const inclusive = ends.reduce((text, [double, exact]) => text.replaceAll(double, exact), json);
  return inclusive.replace(/(?<=: )-?\d{17,}(?=,?$)/gm, (digits) =>
    ends.some(([, exact]) => exact.endsWith(` ${digits}`)) ? digits : BigInt(Number(digits)).toString(),
  );
}

function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array | string>): void {
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}
