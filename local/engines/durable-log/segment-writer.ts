import { type FileHandle, open } from 'node:fs/promises';

/** Writes to the end of one segment; what could not be written and synced whole is cut off again. */
export class SegmentWriter {
  readonly #path: string;
  readonly #openFile: typeof open;
  #file: FileHandle | undefined;
  /** The length to go back to before anything else is written; set while a failed write is still in the file. */
  #cutTo: number | undefined;

  private constructor(path: string, openFile: typeof open) {
    this.#path = path;
    this.#openFile = openFile;
  }

  /** A new file, whose name is durable when this resolves. One left empty by an earlier try is taken. */
  static async create(path: string, directory: string, openFile: typeof open): Promise<SegmentWriter> {
    const writer = new SegmentWriter(path, openFile);
    writer.#file = await openFile(path, 'w');
    try {
      const folder = await open(directory, 'r');
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    } catch (error) {
      await writer.close();
      throw error;
    }
    return writer;
  }

  static async open(path: string, openFile: typeof open): Promise<SegmentWriter> {
    const writer = new SegmentWriter(path, openFile);
    writer.#file = await openFile(path, 'r+');
    return writer;
  }

  static async truncate(path: string, bytes: number): Promise<void> {
    const file = await open(path, 'r+');
    try {
      await file.truncate(bytes);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  /** All of `buffers` at `position`, on disk when this resolves. When it rejects, the file ends at `position` again. */
  async write(buffers: readonly Buffer[], position: number): Promise<void> {
    try {
      if (this.#cutTo !== undefined) await this.#cut(this.#cutTo);
      this.#file ??= await this.#openFile(this.#path, 'r+');
      await writeAll(this.#file, buffers, position);
      await this.#file.datasync();
    } catch (error) {
      this.#cutTo = position;
      // A disk that refuses even this is tried again before the next write.
      await this.#cut(position).catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** On a fresh handle: after a failed sync, the old one no longer says what is on disk. */
  async #cut(bytes: number): Promise<void> {
    await this.close().catch(() => undefined);
    this.#file = await this.#openFile(this.#path, 'r+');
    await this.#file.truncate(bytes);
    await this.#file.datasync();
    this.#cutTo = undefined;
  }
}

async function writeAll(file: FileHandle, buffers: readonly Buffer[], position: number): Promise<void> {
  let rest = [...buffers];
  let at = position;
  while (rest.length > 0) {
    let { bytesWritten } = await file.writev(rest, at);
    if (bytesWritten === 0) throw Object.assign(new Error('the disk took no bytes'), { code: 'EIO' });
    at += bytesWritten;
    // A short write is what a disk that fills up does first; the next one says why.
    while (rest[0] && bytesWritten >= rest[0].length) bytesWritten -= rest.shift()?.length ?? 0;
    if (rest[0] && bytesWritten > 0) rest = [rest[0].subarray(bytesWritten), ...rest.slice(1)];
  }
}
