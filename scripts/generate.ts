import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { supportPage } from 'assembly-runtime';
import { Command, CommanderError } from 'commander';
import { judgedEnvelope } from '../schemas/registry/judged-envelope.ts';
import { InvalidRegistry } from '../schemas/registry/problem.ts';
import { readRegistry } from '../schemas/registry/read-registry.ts';
import { generateApiModels } from './generate/api-models.ts';
import { generateColumns } from './generate/columns.ts';
import { generateEventDataTypes } from './generate/event-data-types.ts';
import { generateEventTypes } from './generate/event-types.ts';
import { generateEventValidators } from './generate/event-validators.ts';
import { generateEventsPage } from './generate/events-page.ts';
import type { GeneratedFile } from './generate/generated-file.ts';
import { generateMetricRow } from './generate/metric-row.ts';
import { generateInterface } from './generate/typescript-type.ts';
import { generateValidator } from './generate/validator.ts';

const generatedFolder = 'schemas/generated';

/** Every generated file but packages/local/SUPPORT.md, as the sources in `schemas` below `root` say it now. */
export function generateAll(root: string): readonly GeneratedFile[] {
  const columns = readFileSync(join(root, 'schemas/columns.yaml'), 'utf8');
  const metricRow = readFileSync(join(root, 'schemas/metric-row.yaml'), 'utf8');
  const source = 'schemas/envelope.json';
  const envelope = JSON.parse(readFileSync(join(root, source), 'utf8'));
  const registry = readRegistry(join(root, 'schemas/events'));
  const inFolder = (name: string, text: string) => ({ path: `${generatedFolder}/${name}`, text });
  return [
    inFolder('api-models.json', generateApiModels(envelope, registry)),
    inFolder('columns.ts', generateColumns(columns)),
    inFolder('event-data.ts', generateEventDataTypes(registry)),
    inFolder('event-types.ts', generateEventTypes(registry)),
    inFolder('game-event.ts', generateInterface(source, envelope, { absentValues: true })),
    inFolder('metric-row.ts', generateMetricRow(metricRow)),
    inFolder('validate-event-data.ts', generateEventValidators(registry)),
    inFolder(
      'validate-game-event.ts',
      generateValidator(source, judgedEnvelope(envelope), 'GameEvent', './game-event.ts'),
    ),
    { path: 'docs/events.md', text: generateEventsPage(envelope, registry) },
  ];
}

/** Paths of files that are missing, differ from what `generateAll` says, or that nothing generates any more. */
export function staleFiles(root: string): readonly string[] {
  const generated = generateAll(root);
  const paths = new Set(generated.map(({ path }) => path));
  const differing = generated.filter(({ path, text }) => readIfThere(join(root, path)) !== text);
  const leftOver = listIfThere(join(root, generatedFolder))
    .map((name) => `${generatedFolder}/${name}`)
    .filter((path) => !paths.has(path));
  return [...differing.map(({ path }) => path), ...leftOver];
}

/** Writes the files, or with `--check` says which are stale. Returns the exit code; 2 for another argument. */
export function main(args: readonly string[], root: string): number {
  const command = new Command('npm run generate --')
    .description('Writes what follows from schemas/ and local/.')
    .option('--check', 'only say what is stale')
    .allowExcessArguments(false)
    .showHelpAfterError()
    .exitOverride();
  try {
    if (command.parse(args, { from: 'user' }).opts<{ check?: boolean }>().check) {
      const stale = staleFiles(root);
      for (const path of stale) console.error(`${path} is stale: npm run generate`);
      return stale.length === 0 ? 0 : 1;
    }
    for (const { path, text } of generateAll(root)) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof InvalidRegistry)) throw error;
    console.error(error.message);
    return 1;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function listIfThere(path: string): string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** The same for packages/local/SUPPORT.md, which follows from the code in `local`. */
export function generateSupportPage(args: readonly string[], file: string): number {
  const text = supportPage();
  if (!args.includes('--check')) writeFileSync(file, text);
  else if (readIfThere(file) !== text) {
    console.error('packages/local/SUPPORT.md is stale: npm run generate');
    return 1;
  }
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const schemas = main(args, fileURLToPath(new URL('..', import.meta.url)));
  if (schemas === 2) process.exit(2);
  const support = generateSupportPage(args, fileURLToPath(new URL('../packages/local/SUPPORT.md', import.meta.url)));
  process.exitCode = Math.max(schemas, support);
}
