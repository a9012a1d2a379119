import { readdirSync } from 'node:fs';
import { Argument } from 'commander';
import { npmCommand } from '../scripts/npm-command.ts';
import type { Ratio } from './compare.ts';

/** Every benchmark of this folder. */
const names = readdirSync(import.meta.dirname)
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => !['run', 'compare', 'started-pipeline'].includes(name) && !name.includes('.'))
  .sort();
const { args: wanted } = npmCommand(
  'npm run bench --',
  'Measures ratios against a floor or a peer in the same run. Exits with 1 if a target is missed.',
)
  .addArgument(new Argument('[names...]', 'benches to run; all by default').choices(names))
  .parse();
const missed: string[] = [];
for (const name of wanted.length > 0 ? wanted : names) {
  const { run } = (await import(`./${name}.ts`)) as { run: () => Promise<readonly Ratio[]> };
  for (const ratio of await run()) if (!ratio.met) missed.push(ratio.name);
}
console.log(missed.length === 0 ? 'all targets met' : `below target: ${missed.join('; ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
