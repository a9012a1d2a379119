import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { checkStructure } from './check/structure.ts';
import { npmCommand } from './npm-command.ts';

npmCommand(
  'npm run check',
  'Checks format, lint, types, generated files, metrics, the event contract and the folder structure.',
).parse();

/** What `npm run check` runs, at the same time: each names its own problems. */
const commands: Readonly<Record<string, readonly string[]>> = {
  'format and lint': [
    'npx',
    'biome',
    'ci',
    '--reporter=summary',
    `--colors=${process.stdout.isTTY ? 'force' : 'off'}`,
    '.',
  ],
  types: ['npx', 'tsc', '-p', '.'],
  'generated files': ['node', '--import', 'tsx', 'scripts/generate.ts', '--check'],
  metrics: ['node', '--import', 'tsx', 'scripts/check/metrics.ts'],
  'event contract': ['node', '--import', 'tsx', 'scripts/gap/main.ts', 'schema', 'check'],
};

const results = await Promise.all(Object.entries(commands).map(([name, command]) => check(name, command)));
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
}).split('\n');
const violations = checkStructure(files.filter((file) => existsSync(file) && !/^(test\/)?scripts\/check\//.test(file)));
for (const { file, rule } of violations) console.log(`${file} ${rule}`);
console.log(`${violations.length === 0 ? 'ok  ' : 'FAIL'} structure`);
process.exitCode = results.every(Boolean) && violations.length === 0 ? 0 : 1;

async function check(name: string, [program = '', ...args]: readonly string[]): Promise<boolean> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) process.stdout.write(Buffer.concat(output));
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  return code === 0;
}
