import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ServiceError } from '../../service.ts';
import { makeDirectory, readJson, writeJson } from './durable-files.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface LifecycleRule {
  readonly prefix: string;
  /** Whole days after creation; https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
  readonly expirationDays?: number;
  /** Whole days after the start of an upload in parts that was never completed. */
  readonly abortUploadsAfterDays?: number;
}

export interface BucketSettings {
  readonly name: string;
  readonly lifecycle: readonly LifecycleRule[];
  /** Undefined: as they were last set by an API call. */
  readonly tags?: readonly Tag[];
  /** What `GetBucketVersioning` answers; every object has one version here all the same. */
  readonly versioning?: 'Enabled' | 'Suspended';
  /** Told of the bucket's policy whenever it is set. */
  readonly onPolicy?: (policy: unknown) => void;
}

interface Bucket extends BucketSettings {
  readonly createdMs: number;
  tags: readonly Tag[];
  policy?: unknown;
}

interface Stored {
  readonly createdMs?: number;
  readonly tags?: readonly Tag[];
}

/** The buckets of this run. What API calls set about one is kept in a file. */
export class Buckets {
  readonly #directory: string;
  readonly #buckets = new Map<string, Bucket>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  async add(settings: BucketSettings): Promise<void> {
    await makeDirectory(this.#directory);
    const stored = storedOf(await readJson(this.#file(settings.name)));
    const bucket = {
      ...settings,
      createdMs: stored.createdMs ?? Date.now(),
      tags: settings.tags ?? stored.tags ?? [],
    };
    this.#buckets.set(settings.name, bucket);
    await this.#save(bucket);
  }

  /** Throws `NoSuchBucket`. */
  get(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw new ServiceError('NoSuchBucket', 'The specified bucket does not exist', 404);
    return bucket;
  }

  has(name: string): boolean {
    return this.#buckets.has(name);
  }

  all(): Bucket[] {
    return [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async setTags(name: string, tags: readonly Tag[]): Promise<void> {
    const bucket = this.get(name);
    bucket.tags = tags;
    await this.#save(bucket);
  }

  setPolicy(name: string, policy: unknown): void {
    const bucket = this.get(name);
    bucket.policy = policy;
    bucket.onPolicy?.(policy);
  }

  async #save({ name, createdMs, tags }: Bucket): Promise<void> {
    await writeJson(this.#file(name), join(this.#directory, `.${randomUUID()}`), { createdMs, tags });
  }

  #file(name: string): string {
    return join(this.#directory, `${name}.json`);
  }
}

function storedOf(value: unknown): Stored {
  return typeof value === 'object' && value !== null ? value : {};
}
