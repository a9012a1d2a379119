import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesize } from '../../scripts/synth.ts';

const script = fileURLToPath(new URL('../../scripts/synth.ts', import.meta.url));
const deployScript = fileURLToPath(new URL('../../scripts/deploy.ts', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'synth-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(args: readonly string[], program = script) {
  return spawnSync(process.execPath, ['--import', tsx, program, ...args], { encoding: 'utf8', cwd: folder });
}

describe('synthesizing', () => {
  it('writes the same templates and code from the same config', () => {
    const [one, two] = ['one', 'two'].map((name) => synthesize({ output: join(folder, name) }));
    const texts = (made: typeof one) => made?.stacks.map(({ templateFile }) => readFileSync(templateFile, 'utf8'));
    expect(texts(one)?.length).toBeGreaterThan(1);
    expect(texts(one)).toEqual(texts(two));
  });
});

describe('npm run synth', () => {
  it('writes where it is told to', () => {
    writeFileSync(
      join(folder, 'mine.yaml'),
      'WORKLOAD_NAME: mine\nDATA_STACK: DATA_LAKE\nINGEST_MODE: REAL_TIME_KDS\n',
    );
    const { status, stdout } = run(['--config', 'mine.yaml', '--output', 'out']);
    expect(stdout).toContain('mine-platform, mine-stream, mine-endpoint → ');
    expect(status).toBe(0);
    expect(existsSync(join(folder, 'out', 'mine-endpoint.template.json'))).toBe(true);
  });
  it.each([
    [['--config', 'none.yaml'], 'none.yaml:1: cannot be read: there is no such file'],
    [['--colour'], "unknown option '--colour'"],
  ])('%s is wrong usage', (args, message) => {
    const { status, stderr } = run(args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
  it('explains itself', () => {
    const { status, stdout } = run(['--help']);
    expect(stdout).toContain('--output <dir>');
    expect(status).toBe(0);
  });
});

describe('npm run deploy', () => {
  it.each([
    [['--config', 'none.yaml'], 'none.yaml:1: cannot be read: there is no such file'],
    [['--colour'], "unknown option '--colour'"],
  ])('%s is wrong usage', (args, message) => {
    const { status, stderr } = run(args, deployScript);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});
