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
  const outBefore = process.stdout.isTTY;
  process.stderr.isTTY = isTerminal;
  process.stdout.isTTY = isTerminal;
  use(new Terminal());
  process.stderr.isTTY = before;
  process.stdout.isTTY = outBefore;
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

const hostile = 'name\x1b]0;owned\x07\x1b[2J\x9b31m\u202egpj\r\tend';

test.each(['print', 'note', 'progress', 'result'] as const)('a terminal does not obey what games sent: %s', (way) => {
  const text = written(true, (terminal) => (way === 'result' ? terminal.result({}, hostile) : terminal[way](hostile)));
  expect(text.trimEnd()).toBe('name\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m\\u202egpj\\r\tend');
});

test('JSON on a terminal stays the same JSON', () => {
  const text = written(true, (terminal) => {
    terminal.json = true;
    terminal.result({ name: hostile }, '');
  });
  expect(JSON.parse(text)).toEqual({ name: hostile });
  expect(text).not.toMatch(/[^\P{C}\n]/u);
});

test('a file gets the bytes as they are', () => {
  expect(written(false, (terminal) => terminal.print(hostile))).toBe(`${hostile}\n`);
});
