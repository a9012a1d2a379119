import { createHash } from 'node:crypto';
import type { StreamRecord } from '../../kinesis/stream-reader.ts';
import { maxPayloadBytes, payloadMeasure } from './lambda-event.ts';
import type { MappingSettings } from './mapping-settings.ts';

interface Lane {
  readonly queue: StreamRecord[];
  bytes: number;
  /** When its first record came, milliseconds since the epoch. */
  since: number;
  isBusy: boolean;
}

/**
 * The records of one shard that were read and are not done, in as many lanes as batches may run at once: all records of
 * a partition key are in one lane, in their order. Knows behind which record everything is done.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html#kinesis-polling-and-batching
 */
export class Lanes {
  readonly #settings: MappingSettings;
  readonly #lanes: readonly Lane[];
  readonly #measure: (record: StreamRecord) => number;
  readonly #order: StreamRecord[] = [];
  readonly #done = new Set<StreamRecord>();
  #bytes = 0;

  constructor(settings: MappingSettings) {
    this.#settings = settings;
    this.#measure = payloadMeasure(settings);
    this.#lanes = Array.from({ length: settings.parallelization }, () => ({
      queue: [],
      bytes: 0,
      since: 0,
      isBusy: false,
    }));
  }

  /** How many records may be read now: none while nobody could take them, so that memory is bounded. */
  get capacity(): number {
    const { batchSize, parallelization } = this.#settings;
    if (this.#lanes.every(({ isBusy }) => isBusy) || this.#bytes >= parallelization * maxPayloadBytes) return 0;
    return Math.max(0, batchSize * parallelization - this.#order.length);
  }

  /** Whether nothing that was read is still to be done. */
  get areEmpty(): boolean {
    return this.#order.length === 0;
  }

  /** Whether a lane gathers a batch. */
  get areGathering(): boolean {
    return this.#lanes.some(({ isBusy, queue }) => !isBusy && queue.length > 0);
  }

  /** Records that do not pass the filter go to no batch: the caller says at once that they are done. */
  add(records: readonly StreamRecord[], now: number, passes: (record: StreamRecord) => boolean): void {
    for (const record of records) {
      if (!passes(record)) {
        this.#bytes += this.#measure(record);
        this.#order.push(record);
        continue;
      }
      const lane = this.#laneOf(record);
      if (lane.queue.length === 0) lane.since = now;
      const bytes = this.#measure(record);
      lane.queue.push(record);
      lane.bytes += bytes;
      this.#bytes += bytes;
      this.#order.push(record);
    }
  }

  /** A batch that is full, or whose first record came before `due` (milliseconds since the epoch); its lane is then busy. */
  take(due: number): { readonly records: readonly StreamRecord[]; readonly release: () => void } | undefined {
    const { batchSize } = this.#settings;
    const lane = this.#lanes.find(
      ({ isBusy, queue, bytes, since }) =>
        !isBusy && queue.length > 0 && (queue.length >= batchSize || bytes >= maxPayloadBytes || since <= due),
    );
    if (!lane) return undefined;
    let count = 0;
    let bytes = 0;
    for (const record of lane.queue) {
      const added = this.#measure(record);
      // One that is over the limit by itself goes alone, and the invocation is refused.
      if (count === batchSize || (count > 0 && bytes + added > maxPayloadBytes)) break;
      bytes += added;
      count += 1;
    }
    lane.isBusy = true;
    lane.bytes -= bytes;
    const release = () => {
      lane.isBusy = false;
    };
    return { records: lane.queue.splice(0, count), release };
  }

  /** Since when the batch waits that began first, milliseconds since the epoch; undefined: none does. */
  get waitingSince(): number | undefined {
    const waiting = this.#lanes.filter(({ isBusy, queue }) => !isBusy && queue.length > 0);
    return waiting.length > 0 ? Math.min(...waiting.map(({ since }) => since)) : undefined;
  }

  /** Answers the last record behind which everything is done, when that has moved. */
  done(records: readonly StreamRecord[]): StreamRecord | undefined {
    for (const record of records) this.#done.add(record);
    const firstOpen = this.#order.findIndex((record) => !this.#done.has(record));
    const finished = this.#order.splice(0, firstOpen < 0 ? this.#order.length : firstOpen);
    for (const record of finished) {
      this.#done.delete(record);
      this.#bytes -= this.#measure(record);
    }
    return finished.at(-1);
  }

  #laneOf({ partitionKey }: StreamRecord): Lane {
    const [first] = this.#lanes;
    if (!first) throw new Error('a mapping runs one batch of a shard at least');
    if (this.#lanes.length === 1) return first;
    const hash = createHash('md5').update(partitionKey).digest().readUInt32BE(0);
    return this.#lanes[hash % this.#lanes.length] ?? first;
  }
}
