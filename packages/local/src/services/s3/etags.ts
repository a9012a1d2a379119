import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileIdentity } from './object-metadata.ts';
import type { StoredObject } from './object-walk.ts';

const remembered = 20_000;
/** With a stream's usual 64 KiB the reads cost as much as the hash. */
const chunkBytes = 1 << 20;

/** ETags of objects without stored ones: the MD5 of the bytes, computed when first asked for. */
export class Etags {
  readonly #known = new Map<string, FileIdentity & { readonly etag: string }>();

  remember({ path, size, modifiedMs }: StoredObject, md5: string): string {
    const etag = `"${md5}"`;
    this.#known.delete(path);
    this.#known.set(path, { size, modifiedMs, etag });
    const [oldest] = this.#known.keys();
    if (this.#known.size > remembered && oldest !== undefined) this.#known.delete(oldest);
    return etag;
  }

  async of(object: StoredObject): Promise<string> {
    const known = this.#known.get(object.path);
    if (known?.size === object.size && known.modifiedMs === object.modifiedMs) return known.etag;
    const md5 = createHash('md5');
    for await (const chunk of createReadStream(object.path, { highWaterMark: chunkBytes })) md5.update(chunk);
    return this.remember(object, md5.digest('hex'));
  }
}
