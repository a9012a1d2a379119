import { appendFile } from 'node:fs/promises';
import type { Runtime } from '../../../runtime.ts';
import { LogFiles, reserveSpaceFor } from '../../logs/log-files.ts';

const flushAfterMs = 100;
const maxPendingCharacters = 4 * 1024 * 1024;

/** A log group as a file of lines, `logs/GROUP.log` in the state directory, written in batches. */
export class AccessLog {
  readonly #file: string;
  readonly #tell: (line: string) => void;
  #pending = '';
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isTold = false;

  constructor(runtime: Runtime, logGroup: string) {
    this.#file = new LogFiles(runtime.stateDirectory).group(logGroup);
    this.#tell = (line) => runtime.log(line);
  }

  /** Lines that the disk does not take in time are lost, and that is said once: a log never holds up a request. */
  write(line: string): void {
    if (this.#pending.length > maxPendingCharacters) {
      this.#lost('it is not written fast enough');
      return;
    }
    this.#pending += `${line.replaceAll('\n', ' ')}\n`;
    this.#timer ??= setTimeout(() => void this.flush(), flushAfterMs).unref();
  }

  /** Writes what is pending. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#append());
    return this.#writing;
  }

  async #append(): Promise<void> {
    const lines = this.#pending;
    if (lines === '') return;
    this.#pending = '';
    try {
      await appendFile(this.#file, lines).catch(async () => {
        await reserveSpaceFor(this.#file);
        await appendFile(this.#file, lines);
      });
    } catch (error) {
      this.#lost(String(error));
    }
  }

  #lost(reason: string): void {
    if (!this.#isTold) this.#tell(`access log ${this.#file}: lines are lost: ${reason}`);
    this.#isTold = true;
  }
}
