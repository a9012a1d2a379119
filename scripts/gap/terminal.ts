/**
 * Where a command's words go: its result to stdout (one JSON document with `--json`), everything else to stderr.
 */
export class Terminal {
  json = false;
  /** 0 done, 1 done but something failed or is invalid. */
  exitCode = 0;

  /** The command's result, as data and in words. */
  result(data: unknown, words: string): void {
    this.print(this.json ? JSON.stringify(data, null, 2) : words);
  }

  print(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** A line that the next one replaces, on a terminal; an ordinary one elsewhere. */
  progress(text: string): void {
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${text}` : `${text}\n`);
  }
}
