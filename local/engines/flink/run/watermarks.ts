/** What is known of one shard; times in milliseconds since the epoch. */
export interface ShardTime {
  readonly watermark: number | undefined;
}

interface Shard {
  watermark: number | undefined;
  /** When it gave its last record, or was first read, on this machine's clock. */
  activeAt: number;
  /** Everything that was in it had been read at the last read. */
  atTip: boolean;
  /** It was closed, and read to its end: it holds nothing back any more. */
  ended: boolean;
}

/**
 * Watermarks as the job's source has them: one for each shard, the source's being the least of them, none of them ever
 * going back. A shard that has been empty for the idle time follows the clock, at the distance that a record of that time
 * would leave it at; so it holds no window open, and the last one closes without another record.
 */
export class Watermarks {
  readonly #shards = new Map<string, Shard>();
  readonly #idleMilliseconds: number | undefined;
  readonly #delayMilliseconds: number;
  /** The source's; undefined as long as a shard has none. */
  current: number | undefined;

  constructor(
    options: { idleMilliseconds: number | undefined; delayMilliseconds: number },
    current: number | undefined = undefined,
  ) {
    this.#idleMilliseconds = options.idleMilliseconds;
    this.#delayMilliseconds = options.delayMilliseconds;
    this.current = current;
  }

  /** A shard that is now read; one that follows others begins where they ended. */
  add(id: string, now: number, { watermark }: ShardTime): void {
    if (!this.#shards.has(id)) this.#shards.set(id, { watermark, activeAt: now, atTip: false, ended: false });
  }

  /** A shard that will give nothing more. */
  end(id: string): void {
    const shard = this.#shards.get(id);
    if (shard) shard.ended = true;
  }

  of(id: string): number | undefined {
    return this.#shards.get(id)?.watermark;
  }

  /** Records of a shard were taken up, the latest of whose watermarks is `watermark`. */
  record(id: string, watermark: number | undefined, now: number): void {
    const shard = this.#shards.get(id);
    if (!shard) return;
    shard.activeAt = now;
    shard.watermark = latest(shard.watermark, watermark);
  }

  /** A shard was read to its end, or not. */
  read(id: string, atTip: boolean): void {
    const shard = this.#shards.get(id);
    if (shard) shard.atTip = atTip;
  }

  /** The source's watermark now. */
  advance(now: number): number | undefined {
    const idle = this.#idleMilliseconds;
    let least: number | undefined;
    const open = [...this.#shards.values()].filter(({ ended }) => !ended);
    let known = open.length > 0;
    for (const shard of open) {
      if (idle !== undefined && shard.atTip && now - shard.activeAt >= idle) {
        shard.watermark = latest(shard.watermark, now - idle - this.#delayMilliseconds);
      }
      if (shard.watermark === undefined) known = false;
      else least = Math.min(least ?? shard.watermark, shard.watermark);
    }
    if (known) this.current = latest(this.current, least);
    return this.current;
  }
}

function latest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}
