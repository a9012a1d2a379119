import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, makeDirectory, syncDirectory } from '../s3/durable-files.ts';
import type { Partition } from './entities.ts';

/** One change: what goes and what comes. A partition that moves to other values does both in one line. */
export interface PartitionChange {
  readonly remove?: readonly string[];
  readonly put?: Partition;
}

/** How many lines that mean nothing any more a log may hold beside those that do, before it is written anew. */
const maxStaleLines = 1000;

/**
 * The partitions of one table: a log of changes, one JSON document a line, synced before a change is answered. A call
 * costs what it changes, however many partitions there are; a line that a crash cut off was never answered, and goes.
 */
export class PartitionLog {
  readonly #path: string;
  #partitions: Map<string, Partition> | undefined;
  #lines = 0;
  #changing: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  find(values: readonly string[]): Partition | undefined {
    return this.#open().get(keyOf(values));
  }

  /** In the order of their values. */
  all(): Partition[] {
    return [...this.#open()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, partition]) => partition);
  }

  /**
   * Makes the changes that `decide` finds from what is there; one call after the other, so that what it saw still holds.
   * All of them are on the disk, or none is.
   */
  change<Answer>(decide: () => { changes: readonly PartitionChange[]; answer: Answer }): Promise<Answer> {
    const changed = this.#changing
      .catch(() => undefined)
      .then(async () => {
        this.#open();
        const { changes, answer } = decide();
        if (changes.length > 0) await this.#append(changes);
        return answer;
      });
    this.#changing = changed;
    return changed;
  }

  /** Removes all partitions and the log. */
  async drop(): Promise<void> {
    await this.#changing.catch(() => undefined);
    this.#partitions = new Map();
    this.#lines = 0;
    if (!existsSync(this.#path)) return;
    await rm(this.#path);
    await syncDirectory(dirname(this.#path));
  }

  async #append(changes: readonly PartitionChange[]): Promise<void> {
    const partitions = this.#open();
    const isNew = !existsSync(this.#path);
    if (isNew) await makeDirectory(dirname(this.#path));
    // Several changes are one line: half of them would be a state that nobody asked for.
    const line = `${JSON.stringify(changes)}\n`;
    const file = await open(this.#path, 'a');
    try {
      const { size } = await file.stat();
      try {
        await file.appendFile(line);
        await file.datasync();
      } catch (error) {
        // A full disk may have taken half of the line, which the next one must not be glued to.
        await file.truncate(size).catch(() => undefined);
        throw error;
      }
    } finally {
      await file.close();
    }
    if (isNew) await syncDirectory(dirname(this.#path));
    apply(partitions, changes);
    this.#lines += changes.length;
    if (this.#lines > 2 * partitions.size + maxStaleLines) await this.#rewrite(partitions);
  }

  async #rewrite(partitions: ReadonlyMap<string, Partition>): Promise<void> {
    const staging = `${this.#path}.new`;
    const lines = [...partitions.values()].map((put) => `${JSON.stringify([{ put }])}\n`);
    await writeFile(staging, lines.join(''), { flush: true });
    await rename(staging, this.#path);
    await syncDirectory(dirname(this.#path));
    this.#lines = partitions.size;
  }

  #open(): Map<string, Partition> {
    if (this.#partitions !== undefined) return this.#partitions;
    const partitions = new Map<string, Partition>();
    const content = readIfThere(this.#path);
    const end = content.lastIndexOf('\n') + 1;
    for (const line of content.slice(0, end).split('\n')) {
      if (line === '') continue;
      const changes = parsed(this.#path, line);
      apply(partitions, changes);
      this.#lines += changes.length;
    }
    if (end < content.length) truncateSync(this.#path, Buffer.byteLength(content.slice(0, end)));
    this.#partitions = partitions;
    return partitions;
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

function parsed(path: string, line: string): PartitionChange[] {
  try {
    // Written by #append and #rewrite alone.
    return JSON.parse(line) as PartitionChange[];
  } catch (error) {
    throw new Error(`${path} is damaged: ${String(error)}`, { cause: error });
  }
}

function apply(partitions: Map<string, Partition>, changes: readonly PartitionChange[]): void {
  for (const { remove, put } of changes) {
    if (remove !== undefined) partitions.delete(keyOf(remove));
    if (put !== undefined) partitions.set(keyOf(put.Values), put);
  }
}

function keyOf(values: readonly string[]): string {
  return JSON.stringify(values);
}
