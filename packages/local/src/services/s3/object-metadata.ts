import { createHash } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, makeDirectory, readJson, writeJson } from './durable-files.ts';

/** What a PUT said about an object beside its bytes. */
export interface ObjectMetadata {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly contentDisposition?: string;
  readonly contentLanguage?: string;
  readonly cacheControl?: string;
  /** `x-amz-meta-…` without the prefix, names in lower case. */
  readonly user?: Readonly<Record<string, string>>;
  /** Given where it is not the MD5 of the bytes: objects made of parts. With quotes. */
  readonly etag?: string;
}

interface Entry extends ObjectMetadata {
  readonly size: number;
  readonly modifiedMs: number;
}

export interface FileIdentity {
  readonly size: number;
  readonly modifiedMs: number;
}

/**
 * Metadata in files of their own beside the buckets, only for objects that have any. A file names the size and time of
 * the object that it speaks of and may hold two entries, so that a crash between it and the object's rename leaves
 * either object with what belongs to it.
 */
export class MetadataFiles {
  readonly #root: string;
  readonly #stagingPath: () => string;

  constructor(root: string, stagingPath: () => string) {
    this.#root = root;
    this.#stagingPath = stagingPath;
  }

  async read(bucket: string, key: string, file: FileIdentity): Promise<ObjectMetadata> {
    const entries = await this.#entries(bucket, key);
    return entries.find((entry) => describes(entry, file)) ?? {};
  }

  /** Before the object's rename. Returns what is to be done after it. */
  async prepare(
    bucket: string,
    key: string,
    next: FileIdentity,
    metadata: ObjectMetadata,
    current: FileIdentity | undefined,
  ): Promise<void> {
    const kept = (await this.#entries(bucket, key)).filter(
      (entry) => current !== undefined && describes(entry, current),
    );
    const given = Object.values(metadata).some((value) => value !== undefined);
    if (!given && kept.length === 0) return;
    const entries = given ? [...kept, { ...metadata, size: next.size, modifiedMs: next.modifiedMs }] : kept;
    const path = this.#path(bucket, key);
    await makeDirectory(dirname(path));
    await writeJson(path, this.#stagingPath(), entries);
  }

  async remove(bucket: string, key: string): Promise<void> {
    await unlink(this.#path(bucket, key)).catch((error) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
  }

  async #entries(bucket: string, key: string): Promise<Entry[]> {
    const stored = await readJson(this.#path(bucket, key));
    return Array.isArray(stored) ? stored : [];
  }

  #path(bucket: string, key: string): string {
    const name = createHash('sha256').update(key).digest('hex');
    return join(this.#root, bucket, name.slice(0, 2), `${name.slice(2)}.json`);
  }
}

function describes(entry: Entry, file: FileIdentity): boolean {
  return entry.size === file.size && Math.abs(entry.modifiedMs - file.modifiedMs) < 0.01;
}
