import { printableLines } from './printable.ts';

/**
 * Where a command's words go: its result to stdout (one JSON document with `--json`), everything else to stderr. What
 * games sent may be part of them: a terminal gets no control character.
 */
export class Terminal {
  json = false;
  /** 0 done, 1 done but something failed or is invalid. */
  exitCode = 0;
  #progressShown = false;

  /** Characters in a line of the terminal that shows the result; undefined when a file or a program gets it. */
  get width(): number | undefined {
    return process.stdout.isTTY ? process.stdout.columns : undefined;
  }

  /** The command's result, as data and in words. */
  result(data: unknown, words: string): void {
    this.print(this.json ? JSON.stringify(data, null, 2) : words);
  }

  print(text: string): void {
    this.#clearProgress();
    write(process.stdout, `${text}\n`);
  }

  note(text: string): void {
    this.#clearProgress();
    write(process.stderr, `${text}\n`);
  }

  /** A line that whatever comes next replaces, on a terminal; an ordinary one elsewhere. */
  progress(text: string): void {
    this.#clearProgress();
    this.#progressShown = process.stderr.isTTY === true;
    write(process.stderr, this.#progressShown ? text : `${text}\n`);
  }

  #clearProgress(): void {
    if (this.#progressShown) process.stderr.write('\r\x1b[2K');
    this.#progressShown = false;
  }
}

function write(stream: NodeJS.WriteStream, text: string): void {
  stream.write(stream.isTTY ? printableLines(text) : text);
}
