import { expect, onTestFinished, test, vi } from 'vitest';
import { Terminal } from '../../../scripts/gap/terminal.ts';

/** What a terminal, or a file, gets to see. */
function written(isTerminal: boolean, use: (terminal: Terminal) => void): string {
  let text = '';
  const before = process.stderr.isTTY;
  for (const stream of [process.stdout, process.stderr]) {
    const spy = vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      text += String(chunk);
      return true;
    });
    onTestFinished(() => spy.mockRestore());
  }
  process.stderr.isTTY = isTerminal;
  use(new Terminal());
  process.stderr.isTTY = before;
  return text;
}

const report = (terminal: Terminal) => {
  terminal.progress('sent 1');
  terminal.progress('sent 2');
  terminal.print('sent 3');
};

test('on a terminal, progress makes room for what comes next', () => {
  expect(written(true, report)).toBe('sent 1\r\x1b[2Ksent 2\r\x1b[2Ksent 3\n');
});

test('in a file, every line stays', () => {
  expect(written(false, report)).toBe('sent 1\nsent 2\nsent 3\n');
});
