import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from 'assembly-runtime/testing/temporary-directory.ts';
import { expect, test } from 'vitest';
import { UsageError } from '../../../../scripts/gap/errors.ts';
import {
  checkpointFile,
  type Progress,
  readProgress,
  writeProgress,
} from '../../../../scripts/gap/replay/checkpoint.ts';

const words = { from: 'failed', since: '2026-11-21' };
const progress: Progress = {
  arguments: words,
  since: 1,
  until: 2,
  finished: false,
  position: { execution: 'e', rows: 7 },
  counts: { found: 7, replayed: 5, failed: 1, skipped: 1 },
};

test('what was written is read again, whatever order the words have', () => {
  const file = join(temporaryDirectory(), 'replays', 'one.json');
  expect(readProgress(file, words)).toBeUndefined();
  writeProgress(file, progress);
  expect(readProgress(file, { since: '2026-11-21', from: 'failed' })).toEqual(progress);
});

test('a finished replay is not gone on with', () => {
  const file = join(temporaryDirectory(), 'one.json');
  writeProgress(file, { ...progress, finished: true });
  expect(readProgress(file, words)).toBeUndefined();
});

test('that of another replay is refused by name', () => {
  const file = join(temporaryDirectory(), 'one.json');
  writeProgress(file, progress);
  expect(() => readProgress(file, { ...words, since: '2026-11-22' })).toThrow(/--from failed --since 2026-11-21/);
});

test.each(['', '{"arguments":', '{}', '{"arguments":{},"since":1,"until":2,"finished":false,"counts":{"found":"1"}}'])(
  'a damaged one, %j, is refused',
  (text) => {
    const file = join(temporaryDirectory(), 'one.json');
    writeFileSync(file, text);
    expect(() => readProgress(file, words)).toThrow(UsageError);
    expect(() => readProgress(file, words)).toThrow('--restart');
  },
);

test('each replay has a file of its own, with the state of the run here or below .local for a stack', () => {
  expect(checkpointFile({ state: '/state' }, words)).toMatch(/^\/state\/replays\/failed-[0-9a-f]{16}\.json$/);
  expect(checkpointFile({}, words)).toMatch(/\/\.local\/replays\/failed-/);
  expect(checkpointFile({ stack: 'live' }, words)).toMatch(/\/\.local\/replays\/live-failed-/);
  expect(checkpointFile({}, words)).not.toBe(checkpointFile({}, { ...words, reason: 'not_json' }));
});
