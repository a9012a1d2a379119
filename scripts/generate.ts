import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateColumns } from './generate/columns.ts';
import type { GeneratedFile } from './generate/generated-file.ts';
import { currentSupportPage } from './generate/support-page.ts';
import { generateInterface } from './generate/typescript-type.ts';
import { generateValidator } from './generate/validator.ts';

/** Every file of schemas/generated as the sources in `schemas` say it now. */
export function generateAll(schemas: string): readonly GeneratedFile[] {
  const columns = readFileSync(join(schemas, 'columns.yaml'), 'utf8');
  const envelope = JSON.parse(readFileSync(join(schemas, 'envelope.json'), 'utf8'));
  const source = 'schemas/envelope.json';
  return [
    { name: 'columns.ts', text: generateColumns(columns) },
    { name: 'game-event.ts', text: generateInterface(source, envelope) },
    { name: 'validate-game-event.ts', text: generateValidator(source, envelope, 'GameEvent', './game-event.ts') },
  ];
}

/** Names of files that are missing, differ from what `generateAll` says, or that nothing generates any more. */
export function staleFiles(schemas: string): readonly string[] {
  const generated = generateAll(schemas);
  const directory = join(schemas, 'generated');
  const names = new Set(generated.map(({ name }) => name));
  const differing = generated.filter(({ name, text }) => readIfThere(join(directory, name)) !== text);
  const leftOver = listIfThere(directory).filter((name) => !names.has(name));
  return [...differing.map(({ name }) => name), ...leftOver].map((name) => `schemas/generated/${name}`);
}

/** `npm run generate [-- --check]`: writes the files, or says which are stale. Returns the exit code. */
export function main(args: readonly string[], schemas: string): number {
  const { check } = parseArgs({ args: [...args], options: { check: { type: 'boolean', default: false } } }).values;
  if (check) {
    const stale = staleFiles(schemas);
    for (const name of stale) console.error(`${name} is stale: npm run generate`);
    return stale.length === 0 ? 0 : 1;
  }
  mkdirSync(join(schemas, 'generated'), { recursive: true });
  for (const { name, text } of generateAll(schemas)) writeFileSync(join(schemas, 'generated', name), text);
  return 0;
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

/** The same for local/SUPPORT.md, which follows from the code in `local`. */
export function generateSupportPage(args: readonly string[], file: string): number {
  const text = currentSupportPage();
  if (!args.includes('--check')) writeFileSync(file, text);
  else if (readIfThere(file) !== text) {
    console.error('local/SUPPORT.md is stale: npm run generate');
    return 1;
  }
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const schemas = main(args, fileURLToPath(new URL('../schemas', import.meta.url)));
  const support = generateSupportPage(args, fileURLToPath(new URL('../local/SUPPORT.md', import.meta.url)));
  process.exitCode = Math.max(schemas, support);
}
