import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { expect, test } from 'vitest';

const gap = fileURLToPath(new URL('../../../scripts/gap.mjs', import.meta.url));
const report =
  "process.on('exit', () => { const { user, system } = process.cpuUsage(); console.error('cpu', (user + system) / 1e6); })";

/** Processor time in seconds, the best of three: other programs on this machine only add to it. */
function processorSeconds(...args: string[]): number {
  const seconds = [1, 2, 3].map(() => {
    const words = ['--import', `data:text/javascript,${encodeURIComponent(report)}`, gap, ...args];
    const { stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    return Number(/^cpu (.*)$/m.exec(stderr)?.[1]);
  });
  return Math.min(...seconds);
}

test('gap --help takes less than a quarter of a second of processor time', () => {
  // Makes the bundle if it is missing.
  spawnSync(process.execPath, [gap, '--version']);
  expect(processorSeconds('--help')).toBeLessThan(0.25);
});

test('a call of the API takes less than 0.4 seconds, as far as it gets without a pipeline', () => {
  expect(processorSeconds('apps', 'list', '--state', temporaryDirectory())).toBeLessThan(0.4);
});
