/** From where time goes on when nothing comes: milliseconds since the epoch. */
export interface LastRecord {
  /** The highest watermark that there was. */
  readonly watermark: number | undefined;
  /** When the stream took the last record. */
  readonly arrivedAt: number;
}

/** What one look at a shard found. */
export interface ShardLook {
  readonly askedAt: number;
  /** It gave nothing, and nothing was behind that. */
  readonly isEmpty: boolean;
}

interface Shard {
  /** Of its own records. */
  watermark: number | undefined;
  /** When it gave its last record in this run. */
  readAt: number | undefined;
  /** When it was last asked and had nothing, */
  emptyAt: number | undefined;
  /** and how far the others were then: what it gives from then on may be as old as that. */
  othersWhenEmpty: number | undefined;
  /** It was closed, and read to its end: it holds nothing back any more. */
  ended: boolean;
}

/**
 * Watermarks as the job's source has them: one for each shard, none of them ever going back. The source's is the least of
 * the shards that are not idle: an old recording keeps its own time, however many shards have nothing. An idle one is only
 * waited for until it has been looked at again. When all are idle, time goes on from the last event at the clock's pace, as
 * far as the shards are known to be empty, so that the last window closes without another record. Before the first record
 * there is no time.
 */
export class Watermarks {
  readonly #shards = new Map<string, Shard>();
  readonly #idleMilliseconds: number | undefined;
  #ofActive: number | undefined;
  /** The source's; undefined as long as there is none. */
  current: number | undefined;
  last: LastRecord | undefined;

  /** `known`: of the run before. `idleMilliseconds` undefined: no shard is ever idle. */
  constructor(
    { idleMilliseconds }: { idleMilliseconds: number | undefined },
    known: { current?: number | undefined; last?: LastRecord | undefined } = {},
  ) {
    this.#idleMilliseconds = idleMilliseconds;
    this.current = known.current;
    this.last = known.last;
  }

  /** A shard that is now read; one that follows others begins where they ended. */
  add(id: string, watermark: number | undefined): void {
    if (this.#shards.has(id)) return;
    const never = { readAt: undefined, emptyAt: undefined, othersWhenEmpty: undefined };
    this.#shards.set(id, { watermark, ...never, ended: false });
  }

  /** A shard that will give nothing more, and whose followers are known. */
  end(id: string): void {
    const shard = this.#shards.get(id);
    if (shard) shard.ended = true;
  }

  of(id: string): number | undefined {
    return this.#shards.get(id)?.watermark;
  }

  /** Records of a shard were taken up: the latest of their watermarks, and when the last of them arrived. */
  record(id: string, { watermark, arrivedAt }: LastRecord, now: number): void {
    const shard = this.#shards.get(id);
    if (!shard) return;
    shard.readAt = now;
    shard.watermark = latest(shard.watermark, watermark);
    this.last = {
      watermark: latest(latest(this.last?.watermark, shard.watermark), this.current),
      arrivedAt: Math.max(this.last?.arrivedAt ?? arrivedAt, arrivedAt),
    };
  }

  /** A shard was looked at, after the source's watermark had last been asked for. */
  read(id: string, { isEmpty, askedAt }: ShardLook): void {
    const shard = this.#shards.get(id);
    if (!shard || !isEmpty) return;
    shard.emptyAt = askedAt;
    shard.othersWhenEmpty = this.#ofActive;
  }

  /** The source's watermark now. */
  advance(now: number): number | undefined {
    const open = [...this.#shards.values()].filter(({ ended }) => !ended);
    const active = open.filter((shard) => !this.#isIdle(shard, now));
    this.#ofActive = least(active.map(({ watermark }) => watermark));
    if (active.length > 0) {
      const idle = open.filter((shard) => !active.includes(shard));
      const others = idle.map(({ othersWhenEmpty }) => othersWhenEmpty);
      this.current = latest(this.current, least([this.#ofActive, ...others]));
    } else this.current = latest(this.current, this.#goneOn(least(open.map(({ emptyAt }) => emptyAt))));
    return this.current;
  }

  /**
   * It is known to hold nothing, and has given nothing for the idle time, or never. One that has not been looked at for so
   * long may hold something again.
   */
  #isIdle({ readAt, emptyAt }: Shard, now: number): boolean {
    const idle = this.#idleMilliseconds;
    if (idle === undefined || emptyAt === undefined || now - emptyAt >= idle) return false;
    return readAt === undefined || (emptyAt >= readAt && now - readAt >= idle);
  }

  #goneOn(emptyAt: number | undefined): number | undefined {
    if (emptyAt === undefined || this.last?.watermark === undefined) return undefined;
    const passed = emptyAt - this.last.arrivedAt - (this.#idleMilliseconds ?? 0);
    return this.last.watermark + Math.max(0, passed);
  }
}

function latest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}

/** Undefined where one of them is, and of none. */
function least(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 && known.length === values.length ? Math.min(...known) : undefined;
}
