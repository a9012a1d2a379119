import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Connection } from '../../connection.ts';

/** Where Lambda stores the batches that the loaders could not take, and, beside it, where those go that are done. */
export class FailureDestination {
  readonly #bucket: string;
  /** Ends in a slash. */
  readonly #prefix: string;
  readonly #client: S3Client;

  /** Throws when the pipeline has no loaders. */
  constructor({ outputs, clientSettings, local }: Connection) {
    const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.+\/)$/.exec(outputs.LoadFailuresPrefix ?? '') ?? [];
    if (bucket === undefined || prefix === undefined) throw new Error('the pipeline has no real-time stores to load');
    this.#bucket = bucket;
    this.#prefix = prefix;
    // A bucket's name in the host name is nothing that a local address could have.
    this.#client = new S3Client({ ...clientSettings, forcePathStyle: local });
  }

  /** Keys of the batches that are not done, mapping by mapping, each in the order of time within a shard. */
  async *keys(): AsyncIterable<string> {
    let StartAfter: string | undefined;
    for (;;) {
      const { Contents = [], IsTruncated } = await this.#client.send(
        new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: this.#prefix, StartAfter }),
      );
      for (const { Key: key = '' } of Contents) {
        StartAfter = key;
        yield key;
      }
      if (!IsTruncated) return;
    }
  }

  /** Undefined: another replay has moved it meanwhile. */
  async read(key: string): Promise<string | undefined> {
    const read = this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
    return await unlessMoved(read.then(async ({ Body }) => (await Body?.transformToString()) ?? ''));
  }

  /**
   * Moves the batch to the ones that are done, if another replay has not done so. Dying in between leaves it to be sent
   * again, which changes nothing.
   */
  async markDone(key: string): Promise<void> {
    const Bucket = this.#bucket;
    const Key = `${this.#prefix.slice(0, -1)}-replayed/${key.slice(this.#prefix.length)}`;
    const CopySource = encodeURI(`${Bucket}/${key}`);
    await unlessMoved(this.#client.send(new CopyObjectCommand({ Bucket, Key, CopySource })));
    await this.#client.send(new DeleteObjectCommand({ Bucket, Key: key }));
  }

  close(): void {
    this.#client.destroy();
  }
}

async function unlessMoved<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}
