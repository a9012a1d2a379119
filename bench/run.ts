import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Ratio } from 'assembly-runtime/bench/compare.ts';
import { Argument } from 'commander';
import { npmCommand } from '../scripts/npm-command.ts';

const runtimeFolder = dirname(fileURLToPath(import.meta.resolve('assembly-runtime/bench/compare.ts')));

/** The file of each benchmark: those of the pipeline are in this folder, those of the runtime alone in its package. */
const files = new Map(
  [import.meta.dirname, runtimeFolder]
    .flatMap((folder) => readdirSync(folder).map((file) => [basename(file, '.ts'), join(folder, file)] as const))
    .filter(([name]) => !['run', 'compare', 'started-pipeline'].includes(name) && !name.includes('.')),
);
const names = [...files.keys()].sort();
const { args: wanted } = npmCommand(
  'npm run bench --',
  'Measures ratios against a floor or a peer in the same run. Exits with 1 if a target is missed.',
)
  .addArgument(new Argument('[names...]', 'benches to run; all by default').choices(names))
  .parse();
const missed: string[] = [];
for (const name of wanted.length > 0 ? wanted : names) {
  const file = pathToFileURL(files.get(name) ?? '').href;
  const { run } = (await import(file)) as { run: () => Promise<readonly Ratio[]> };
  for (const ratio of await run()) if (!ratio.met) missed.push(ratio.name);
}
console.log(missed.length === 0 ? 'all targets met' : `below target: ${missed.join('; ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
