import type { Clock } from '../../runtime.ts';

const recordsPerSecond = 1000;
const bytesPerSecond = 1 << 20;

/** What one shard takes: 1,000 records and 1 MiB each second (AWS: "Quotas and limits" of Kinesis Data Streams). */
export class Throughput {
  readonly #clock: Clock;
  #records = recordsPerSecond;
  #bytes = bytesPerSecond;
  #refilledAt: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#refilledAt = clock.now();
  }

  /** Whether one more record of `bytes` fits now; it is counted if so. */
  take(bytes: number): boolean {
    const now = this.#clock.now();
    const seconds = Math.max(0, now - this.#refilledAt) / 1000;
    this.#refilledAt = now;
    this.#records = Math.min(recordsPerSecond, this.#records + seconds * recordsPerSecond);
    this.#bytes = Math.min(bytesPerSecond, this.#bytes + seconds * bytesPerSecond);
    // A record above what one second takes goes through when the shard is at rest, and is paid back afterwards.
    if (this.#records < 1 || this.#bytes < Math.min(bytes, bytesPerSecond)) return false;
    this.#records -= 1;
    this.#bytes -= bytes;
    return true;
  }
}
