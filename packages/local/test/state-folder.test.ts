import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { prepareStateFolder, takeStateFolder } from '../src/state-folder.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';

const modeOf = (path: string) => statSync(path).mode & 0o777;

/** As the shell of most people has it. */
async function take(folder: string) {
  const before = process.umask(0o022);
  const release = await takeStateFolder(folder);
  onTestFinished(() => {
    release();
    process.umask(before);
  });
}

it('the state folder, and all that is written below it, is the owner’s alone, also one that was open to others', async () => {
  const folder = join(temporaryDirectory(), 'open-to-all');
  mkdirSync(folder, { mode: 0o777 });
  await take(folder);
  mkdirSync(join(folder, 'service'));
  writeFileSync(join(folder, 'service/records'), 'a player');
  expect([folder, join(folder, 'service')].map(modeOf)).toEqual([0o700, 0o700]);
  expect(modeOf(join(folder, 'service/records'))).toBe(0o600);
});

it('what an earlier run said of its addresses goes, its data only with reset, the lock never', async () => {
  const folder = temporaryDirectory();
  await take(folder);
  mkdirSync(join(folder, 's3'));
  writeFileSync(join(folder, 'run.json'), '{}');
  await prepareStateFolder(folder, { reset: false });
  expect(readdirSync(folder).sort()).toEqual(['lock', 'package.json', 's3']);
  await prepareStateFolder(folder, { reset: true });
  expect(readdirSync(folder).sort()).toEqual(['lock', 'package.json']);
});

it('a folder that cannot be made is named', async () => {
  const file = join(temporaryDirectory(), 'file');
  writeFileSync(file, '');
  await expect(takeStateFolder(join(file, 'state'))).rejects.toThrow(
    `the state directory ${file}/state cannot be used`,
  );
});
