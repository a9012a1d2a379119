import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/**
 * With O_DSYNC a write returns when it is on disk, as after fdatasync, but as one call: between two, a busy event loop
 * would let the disk wait longer than either takes. Windows has no such flag.
 */
const { O_DSYNC } = constants as { readonly O_DSYNC?: number };
const syncsEachWrite = O_DSYNC !== undefined;
const writing = constants.O_RDWR | (O_DSYNC ?? 0);

/** Writes to the end of one segment, several writes at once; what could not be written whole can be cut off again. */
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
    writer.#file = await openFile(path, writing | constants.O_CREAT | constants.O_TRUNC);
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
    writer.#file = await openFile(path, writing);
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

  /** Makes sure of an open file without the rest of a failed write. */
  async ready(): Promise<void> {
    if (this.#cutTo !== undefined) await this.#cut(this.#cutTo);
    this.#file ??= await this.#openFile(this.#path, writing);
  }

  /** All of `buffers` at `position`, on disk when this resolves. When it rejects, `takeBack` is to follow. */
  async write(buffers: readonly Buffer[], position: number): Promise<void> {
    if (!this.#file) throw new Error(`${this.#path} is not open`);
    await writeAll(this.#file, buffers, position);
    if (!syncsEachWrite) await this.#file.datasync();
  }

  /** The file ends at `bytes` again; a disk that refuses even this is asked again by `ready`. */
  async takeBack(bytes: number): Promise<void> {
    this.#cutTo = bytes;
    await this.#cut(bytes).catch(() => undefined);
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** On a fresh handle: after a failed sync, the old one no longer says what is on disk. */
  async #cut(bytes: number): Promise<void> {
    await this.close().catch(() => undefined);
    this.#file = await this.#openFile(this.#path, writing);
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
