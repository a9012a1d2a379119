/**
 * Where a command's words go: its result to stdout (one JSON document with `--json`), everything else to stderr.
 */
export class Terminal {
  json = false;
  /** 0 done, 1 done but something failed or is invalid. */
  exitCode = 0;
  #progressShown = false;

  /** The command's result, as data and in words. */
  result(data: unknown, words: string): void {
    this.print(this.json ? JSON.stringify(data, null, 2) : words);
  }

  print(text: string): void {
    this.#clearProgress();
    process.stdout.write(`${text}\n`);
  }

  note(text: string): void {
    this.#clearProgress();
    process.stderr.write(`${text}\n`);
  }

  /** A line that whatever comes next replaces, on a terminal; an ordinary one elsewhere. */
  progress(text: string): void {
    this.#clearProgress();
    this.#progressShown = process.stderr.isTTY === true;
    process.stderr.write(this.#progressShown ? text : `${text}\n`);
  }

  #clearProgress(): void {
    if (this.#progressShown) process.stderr.write('\r\x1b[2K');
    this.#progressShown = false;
  }
}
