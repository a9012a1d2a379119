import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../runtime.ts';

export interface DiskSpace {
  /** Bytes. */
  readonly free: number;
  readonly total: number;
}

const measuringIntervalMs = 1000;

/** What is left free, whichever is less: bytes, or a part of the disk. */
export interface Reserve {
  readonly bytes: number;
  readonly part: number;
}

/** For delivery to work with: without it a full disk could not be emptied. */
const reserveOfPuts: Reserve = { bytes: 64 << 20, part: 1 / 8 };

export async function diskSpaceOf(directory: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(directory);
  return { free: bavail * bsize, total: blocks * bsize };
}

type Refusal = 'too much waits to be delivered' | 'the disk is almost full';
type Answer = 'ok' | Refusal;

/** Whether a log may take more records. Measured at most once a second, plus what was put since. */
export class DiskQuota {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #maxBytes: number;
  readonly #diskSpace: (directory: string) => Promise<DiskSpace>;
  readonly #reserve: Reserve;
  /** When it was measured last, or began to be. */
  #at: number | undefined;
  #measuring: Promise<void> | undefined;
  #buffered = 0;
  #free = 0;

  /** `folder` is the log's; puts are refused beyond `maxBytes` in it, and when no more than `reserve` is free. */
  constructor(
    folder: string,
    clock: Clock,
    limits: { maxBytes: number; diskSpace: (directory: string) => Promise<DiskSpace>; reserve?: Reserve },
  ) {
    this.#folder = folder;
    this.#clock = clock;
    this.#maxBytes = limits.maxBytes;
    this.#diskSpace = limits.diskSpace;
    this.#reserve = limits.reserve ?? reserveOfPuts;
  }

  /** Counts `bytes` as put, or answers why they cannot be: at once, unless it has to be measured before. */
  take(bytes: number): Answer | Promise<Answer> {
    const now = this.#clock.now();
    if (this.#at === undefined || Math.abs(now - this.#at) >= measuringIntervalMs) {
      this.#at = now;
      this.#measuring = this.#measure().then(
        () => {
          this.#measuring = undefined;
        },
        (error) => {
          this.#at = undefined;
          this.#measuring = undefined;
          throw error;
        },
      );
    }
    return this.#measuring?.then(() => this.#count(bytes)) ?? this.#count(bytes);
  }

  /** Why a record would be refused now; undefined when it would not. */
  async refusal(): Promise<Refusal | undefined> {
    await this.#measure();
    return this.#refusalOf(1);
  }

  #refusalOf(bytes: number): Refusal | undefined {
    if (this.#buffered > this.#maxBytes) return 'too much waits to be delivered';
    return this.#free < bytes ? 'the disk is almost full' : undefined;
  }

  #count(bytes: number): Answer {
    const refusal = this.#refusalOf(bytes);
    if (refusal !== undefined) return refusal;
    this.#buffered += bytes;
    this.#free -= bytes;
    return 'ok';
  }

  async #measure(): Promise<void> {
    const { free, total } = await this.#diskSpace(this.#folder);
    this.#free = free - Math.min(this.#reserve.bytes, total * this.#reserve.part);
    const sizes = (await readdir(this.#folder)).map((name) =>
      stat(join(this.#folder, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
    this.#buffered = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }
}
