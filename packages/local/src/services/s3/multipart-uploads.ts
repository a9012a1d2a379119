import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '../../service.ts';
import { codeOf, makeDirectory, readJson, syncDirectory, syncFile, writeJson } from './durable-files.ts';
import type { ObjectMetadata } from './object-metadata.ts';
import type { ObjectStore } from './object-store.ts';
import type { StagedBody } from './staged-body.ts';

export interface Upload {
  readonly key: string;
  readonly startedMs: number;
  readonly metadata: ObjectMetadata;
}

export interface Part {
  readonly number: number;
  readonly md5: string;
  readonly path: string;
}

const uploadId = /^[0-9a-f-]{36}$/;

export async function createUpload(store: ObjectStore, bucket: string, upload: Upload): Promise<string> {
  const id = randomUUID();
  const directory = uploadDirectory(store, bucket, id);
  await makeDirectory(directory);
  await writeJson(join(directory, 'upload.json'), store.stagingPath(), upload);
  return id;
}

/** Throws `NoSuchUpload` unless it is an upload of that key. */
export async function findUpload(store: ObjectStore, bucket: string, id: string, key: string): Promise<Upload> {
  const upload = uploadId.test(id)
    ? uploadOf(await readJson(join(uploadDirectory(store, bucket, id), 'upload.json')))
    : undefined;
  if (upload?.key === key) return upload;
  throw new ServiceError('NoSuchUpload', 'The specified upload does not exist.', 404);
}

export async function addPart(store: ObjectStore, bucket: string, id: string, number: number, body: StagedBody) {
  await syncFile(body.path);
  const directory = uploadDirectory(store, bucket, id);
  const earlier = (await listParts(store, bucket, id)).filter((part) => part.number === number);
  const name = `${String(number).padStart(5, '0')}.${body.md5}`;
  await rename(body.path, join(directory, name));
  for (const part of earlier) if (part.md5 !== body.md5) await rm(part.path, { force: true });
  await syncDirectory(directory);
}

export async function listParts(store: ObjectStore, bucket: string, id: string): Promise<Part[]> {
  const directory = uploadDirectory(store, bucket, id);
  const names = (await readdir(directory)).filter((name) => /^\d{5}\.[0-9a-f]{32}$/.test(name)).sort();
  return names.map((name) => ({ number: Number(name.slice(0, 5)), md5: name.slice(6), path: join(directory, name) }));
}

/** Joins parts into one staging file; the ETag is the MD5 of the parts' MD5s, a dash and their number. */
export async function joinParts(store: ObjectStore, parts: readonly Part[]): Promise<{ path: string; etag: string }> {
  const path = store.stagingPath();
  const digest = createHash('md5');
  for (const [index, part] of parts.entries()) {
    digest.update(Buffer.from(part.md5, 'hex'));
    await pipeline(createReadStream(part.path), createWriteStream(path, { flags: index === 0 ? 'w' : 'a' }));
  }
  return { path, etag: `"${digest.digest('hex')}-${parts.length}"` };
}

export async function removeUpload(store: ObjectStore, bucket: string, id: string): Promise<void> {
  await rm(uploadDirectory(store, bucket, id), { recursive: true, force: true });
}

/** Removes the uploads of keys with a prefix that are due by their start. */
export async function expireUploads(
  store: ObjectStore,
  bucket: string,
  prefix: string,
  isDue: (startedMs: number) => boolean,
): Promise<void> {
  const ids = await readdir(join(store.root, '.uploads', bucket)).catch((error) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  for (const id of ids) {
    const upload = uploadOf(await readJson(join(uploadDirectory(store, bucket, id), 'upload.json')));
    if (upload?.key.startsWith(prefix) && isDue(upload.startedMs)) await removeUpload(store, bucket, id);
  }
}

function uploadDirectory(store: ObjectStore, bucket: string, id: string): string {
  return join(store.root, '.uploads', bucket, id);
}

function uploadOf(stored: unknown): Upload | undefined {
  // Written by `createUpload` alone.
  return stored as Upload | undefined;
}
