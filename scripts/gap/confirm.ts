import { createInterface } from 'node:readline/promises';
import { printableLines } from './printable.ts';

/** Asks on the terminal and waits for `y`. Scripts, whose standard input is no terminal, are not asked: true. */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${printableLines(question)} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
