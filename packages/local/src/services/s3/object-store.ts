import { randomUUID } from 'node:crypto';
import { copyFile, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ServiceError } from '../../service.ts';
import { codeOf, makeDirectory, syncDirectory, syncFile } from './durable-files.ts';
import { collisionMark, pathOfKey } from './key-path.ts';
import { MetadataFiles, type ObjectMetadata } from './object-metadata.ts';
import { type Found, type StoredObject, type Walk, walkObjects } from './object-walk.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** How often a PUT meets a folder that another call makes or removes at the same moment before it gives up. */
const placementAttempts = 20;

/**
 * Buckets as folders: `<root>/<bucket>/<key>` is the object. Reading needs no state of its own, so that another engine
 * in the process may hold a second one over the same root.
 */
export class ObjectStore {
  readonly root: string;
  readonly metadata: MetadataFiles;

  constructor(root: string) {
    this.root = root;
    this.metadata = new MetadataFiles(join(root, '.metadata'), () => this.stagingPath());
  }

  /** Throws `NoSuchBucket` for what cannot be a bucket's name. */
  bucketDirectory(bucket: string): string {
    if (!bucketName.test(bucket) || bucket.includes('..')) {
      throw new ServiceError('NoSuchBucket', `The specified bucket does not exist: ${bucket}`, 404);
    }
    return join(this.root, bucket);
  }

  /** A new path on the buckets' file system, out of their readers' sight. */
  stagingPath(): string {
    return join(this.root, '.staging', randomUUID());
  }

  /** Makes the folders; what an interrupted run left in staging goes. */
  async open(): Promise<void> {
    await rm(join(this.root, '.staging'), { recursive: true, force: true });
    await makeDirectory(join(this.root, '.staging'));
  }

  async find(bucket: string, key: string): Promise<StoredObject | undefined> {
    const path = join(this.bucketDirectory(bucket), pathOfKey(key));
    for (const candidate of [path, path + collisionMark]) {
      try {
        const file = await stat(candidate);
        if (file.isFile()) return { key, path: candidate, size: file.size, modifiedMs: file.mtimeMs };
      } catch (error) {
        if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) throw error;
      }
    }
    return undefined;
  }

  walk(bucket: string, walk: Walk = {}): AsyncGenerator<Found> {
    return walkObjects(this.bucketDirectory(bucket), walk);
  }

  /**
   * Takes a file over as an object: synced, renamed, and the folder synced, before it resolves.
   * A file that is gone while the object is there was taken over before (a repeated call after a crash).
   */
  async place(bucket: string, key: string, file: string, metadata: ObjectMetadata): Promise<void> {
    const current = await this.find(bucket, key);
    try {
      await syncFile(file);
    } catch (error) {
      if (codeOf(error) === 'ENOENT' && current !== undefined) return;
      throw error;
    }
    const staged = await this.#onThisFileSystem(file);
    const { size, mtimeMs } = await stat(staged);
    await this.metadata.prepare(bucket, key, { size, modifiedMs: mtimeMs }, metadata, current);
    const target = join(this.bucketDirectory(bucket), pathOfKey(key));
    for (let attempt = 0; attempt < placementAttempts; attempt++) {
      try {
        await makeDirectory(dirname(target));
        const path = await this.#placeOf(target);
        await rename(staged, path);
        await syncDirectory(dirname(path));
        if (staged !== file) await unlink(file);
        return;
      } catch (error) {
        if (!(await this.#makeWay(bucket, target, codeOf(error)))) throw error;
      }
    }
    throw new ServiceError('OperationAborted', 'A conflicting operation is in progress on this key.', 409);
  }

  /** Removes the object, its metadata and the folders that it leaves empty; what is not there is no error. */
  async remove(bucket: string, key: string): Promise<void> {
    const object = await this.find(bucket, key);
    await this.metadata.remove(bucket, key);
    if (object === undefined) return;
    await unlink(object.path).catch((error) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
    const top = this.bucketDirectory(bucket);
    let folder = dirname(object.path);
    while (folder.length > top.length && (await removeIfEmpty(folder))) folder = dirname(folder);
    await syncDirectory(folder).catch((error) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
  }

  async #onThisFileSystem(file: string): Promise<string> {
    if ((await stat(file)).dev === (await stat(this.root)).dev) return file;
    const copy = this.stagingPath();
    await copyFile(file, copy);
    await syncFile(copy);
    return copy;
  }

  async #placeOf(target: string): Promise<string> {
    const marked = target + collisionMark;
    if (await stat(marked).catch(() => undefined)) return marked;
    const existing = await stat(target).catch(() => undefined);
    return existing?.isDirectory() ? marked : target;
  }

  /** Whether a failed placement may be tried again: a folder came or went, or an object stood where a folder must be. */
  async #makeWay(bucket: string, target: string, code: string | undefined): Promise<boolean> {
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTEMPTY') return true;
    if (code !== 'EEXIST' && code !== 'ENOTDIR') return false;
    const top = this.bucketDirectory(bucket);
    for (let folder = dirname(target); folder.length > top.length; folder = dirname(folder)) {
      const existing = await stat(folder).catch(() => undefined);
      if (existing?.isFile()) await rename(folder, folder + collisionMark).catch(() => undefined);
    }
    return true;
  }
}

async function removeIfEmpty(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}
