import { readdirSync } from 'node:fs';
import type { Ratio } from './compare.ts';

/** `npm run bench [-- NAME …]`: runs every benchmark of this folder, or those named, one after the other. */
const names = readdirSync(import.meta.dirname)
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => !['run', 'compare', 'started-pipeline'].includes(name) && !name.includes('.'))
  .sort();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}; there are: ${names.join(', ')}`);
  process.exit(2);
}
const missed: string[] = [];
for (const name of wanted.length > 0 ? wanted : names) {
  const { run } = (await import(`./${name}.ts`)) as { run: () => Promise<readonly Ratio[]> };
  for (const ratio of await run()) if (!ratio.met) missed.push(ratio.name);
}
console.log(missed.length === 0 ? 'all targets met' : `below target: ${missed.join('; ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
