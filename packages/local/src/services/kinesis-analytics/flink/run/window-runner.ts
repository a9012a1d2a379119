import { type DuckDBAppender, DuckDBTimestampValue } from '@duckdb/node-api';
import type { FlinkType } from '../job/flink-type.ts';
import { clockTable, recordsTable } from '../plan/names.ts';
import type { JobPlan } from '../plan/plan-job.ts';
import { type RecordColumn, type RecordValue, recordsStep } from '../plan/source.ts';
import type { Step, WindowStep } from '../plan/steps.ts';
import { quotedName } from '../plan/typed.ts';
import type { JobFunctions } from './job-functions.ts';
import type { JobState } from './job-state.ts';
import type { ShardRecords } from './shard-reader.ts';
import type { StreamRecord } from './stream-calls.ts';
import type { Watermarks } from './watermarks.ts';

/** Records of all shards with the results of the job's functions. */
export interface MicroBatch {
  readonly shards: readonly ShardRecords[];
  readonly records: readonly StreamRecord[];
  /** For each call of the plan, a row for each record. */
  readonly results: readonly (readonly Readonly<Record<string, unknown>>[])[];
}

/** Before every time that a window can end at. */
const never = -(2n ** 60n);

/** State is tidied up when so many rows came to it since, or the same number as there are. */
const tidyRows = 20_000;
const forgetMilliseconds = 60_000;

/**
 * Runs a job's plan: a micro-batch at a time, each in one transaction with the positions of its shards, the watermark and
 * the rows that go out. A row is in time or late by the watermark before its micro-batch.
 */
export class WindowRunner {
  readonly #plan: JobPlan;
  readonly #functions: JobFunctions;
  readonly #state: JobState;
  readonly #watermarks: Watermarks;
  readonly #added = new Map<string, number>();
  #forgottenAt = Number.NEGATIVE_INFINITY;

  constructor(plan: JobPlan, functions: JobFunctions, state: JobState, watermarks: Watermarks) {
    this.#plan = plan;
    this.#functions = functions;
    this.#state = state;
    this.#watermarks = watermarks;
  }

  /** Calls the job's functions for records that were read. Rejects where they do. */
  async evaluate(shards: readonly ShardRecords[]): Promise<MicroBatch> {
    const records = shards.flatMap(({ records: own }) => own);
    if (records.length === 0) return { shards, records, results: [] };
    const results = this.#plan.source.calls.map(async ({ name, args }) => {
      const called = Object.entries(this.#functions).find(([key]) => key.toUpperCase() === name.toUpperCase())?.[1];
      const rows = await called?.evaluate(...args.map((arg) => records.map((record) => recordValue(arg, record))));
      if (rows?.length !== records.length) {
        throw new Error(`${name} answered ${rows?.length} rows for ${records.length} records`);
      }
      return rows;
    });
    return { shards, records, results: await Promise.all(results) };
  }

  /** Takes a micro-batch up, and lets time go on to `now`. Answers how many rows are to go out. */
  async process(batch: MicroBatch, now: number): Promise<number> {
    const { source, steps, sinks } = this.#plan;
    const before = this.#watermarks.current;
    // Nothing came, and no window can have ended: time goes on without the disk.
    if (batch.records.length === 0 && !batch.shards.some(({ ended }) => ended)) {
      this.#noteEmpty(batch);
      this.#watermarks.advance(now);
      if (!this.#endsWindow(before, this.#watermarks.current) && !this.#isTimeToForget(now)) return 0;
    }
    return this.#state.transaction(async () => {
      const filled = new Set<string>();
      await this.#setClock(before, now);
      if (batch.records.length > 0) {
        await this.#load(batch);
        filled.add(recordsStep);
        await this.#takeWatermarks(batch, source.watermarks, now);
      }
      this.#noteEmpty(batch);
      const parameters = { now: BigInt(now), expired: this.#expired(now), closed: endOf(before) };
      for (const step of steps) {
        await this.#state.run(`DELETE FROM ${quotedName(step.output)}`);
        if (!filled.has(step.input)) continue;
        if (step.kind === 'window') await this.#accumulate(step, parameters);
        else if (await this.#emit(step, parameters)) filled.add(step.output);
      }
      const after = this.#watermarks.advance(now);
      // It held the place of those that follow it, which are read from now on.
      for (const { id, ended } of batch.shards) if (ended) this.#watermarks.end(id);
      if (this.#endsWindow(before, after)) {
        for (const step of steps) {
          if (step.kind === 'window' && (await this.#close(step, before, after))) filled.add(step.output);
        }
      }
      let rows = 0;
      for (const { step, insert } of sinks) if (filled.has(step)) rows += await this.#state.run(insert);
      await this.#save(batch);
      if (this.#isTimeToForget(now)) await this.#forget(parameters, now);
      return rows;
    });
  }

  #expired(now: number): bigint {
    const { stateMilliseconds } = this.#plan;
    return stateMilliseconds === undefined ? never : BigInt(now - stateMilliseconds);
  }

  async #setClock(watermark: number | undefined, now: number): Promise<void> {
    const time = (milliseconds: number | undefined) =>
      milliseconds === undefined ? 'NULL' : `make_timestamp(${milliseconds} * 1000)`;
    await this.#state.connection.run(`UPDATE ${clockTable} SET watermark = ${time(watermark)}, now = ${time(now)}`);
  }

  async #load({ shards, records, results }: MicroBatch): Promise<void> {
    const { columns } = this.#plan.source;
    await this.#state.run(`DELETE FROM ${recordsTable}`);
    const appender = await this.#state.connection.createAppender(recordsTable.replaceAll('"', ''));
    const append = columns.map((column) => appendColumn(column, results));
    let place = 0;
    for (const [shard, { records: own }] of shards.entries()) {
      for (const _ of own) {
        const record = records[place];
        if (!record) throw new Error('a place without a record');
        appender.appendInteger(shard);
        appender.appendBigInt(BigInt(place));
        for (const one of append) one(appender, record, place);
        appender.endRow();
        place++;
      }
    }
    appender.closeSync();
  }

  async #takeWatermarks({ shards }: MicroBatch, sql: string, now: number): Promise<void> {
    for (const [shard, watermark, missing] of await this.#state.all(sql)) {
      if (missing !== 0n) throw new Error('a record has no event time: the column that the watermark is for is null');
      const read = shards[Number(shard)];
      const arrivedAt = read?.records.at(-1)?.arrivedAt;
      if (read === undefined || arrivedAt === undefined) continue;
      const last = { watermark: watermark === null ? undefined : Number(watermark), arrivedAt };
      this.#watermarks.record(read.id, last, now);
    }
  }

  #noteEmpty({ shards }: MicroBatch): void {
    for (const { id, records, askedAt, atTip } of shards) {
      this.#watermarks.read(id, { isEmpty: atTip && records.length === 0, askedAt });
    }
  }

  async #accumulate(step: WindowStep, parameters: Readonly<Record<string, bigint>>): Promise<void> {
    let added = 0;
    for (const sql of step.accumulate) added += await this.#state.run(sql, parameters);
    this.#added.set(step.output, (this.#added.get(step.output) ?? 0) + added);
    if ((this.#added.get(step.output) ?? 0) < tidyRows) return;
    const { current } = this.#watermarks;
    await this.#compact(step, endOf(current));
  }

  async #compact(step: WindowStep, closing: bigint): Promise<void> {
    await this.#state.runUnprepared(step.compact, { closing });
    const rows = Number((await this.#state.rows(step.stateRows))[0] ?? 0);
    // What cannot be made less is looked at again when it has doubled.
    this.#added.set(step.output, Math.min(0, tidyRows - rows));
  }

  async #emit(step: Exclude<Step, WindowStep>, parameters: Readonly<Record<string, bigint>>): Promise<boolean> {
    if (step.kind === 'filter') return (await this.#state.run(step.emit)) > 0;
    if (step.kind === 'deduplication') {
      await this.#state.run(`DELETE FROM ${quotedName(step.fresh)}`);
      if ((await this.#state.run(step.findFresh, parameters)) === 0) return false;
      await this.#state.run(step.remember, parameters);
      return (await this.#state.run(step.emit)) > 0;
    }
    await this.#state.run(`DELETE FROM ${quotedName(step.parts)}`);
    if ((await this.#state.run(step.aggregate)) === 0) return false;
    await this.#state.run(step.emit, parameters);
    for (const sql of step.remember) await this.#state.run(sql, parameters);
    return true;
  }

  /** Emits the windows of a step that ended. */
  async #close(step: WindowStep, before: number | undefined, after: number | undefined): Promise<boolean> {
    const times = { closed: endOf(before), closing: endOf(after) };
    const emitted = await this.#state.run(step.emit, times);
    let forgotten = 0;
    for (const sql of step.forget) forgotten += await this.#state.run(sql, times);
    if (step.slices.kind === 'CUMULATE' && emitted > 0) await this.#compact(step, times.closing);
    else if (forgotten > 0) this.#added.set(step.output, 0);
    return emitted > 0;
  }

  #endsWindow(before: number | undefined, after: number | undefined): boolean {
    if (after === undefined || after === before) return false;
    return this.#plan.steps.some(
      (step) =>
        step.kind === 'window' &&
        (before === undefined ||
          Math.floor((after + 1) / step.slices.step) > Math.floor((before + 1) / step.slices.step)),
    );
  }

  async #save({ shards }: MicroBatch): Promise<void> {
    for (const { id, after, ended } of shards) {
      await this.#state.saveShard(id, { after, ended, watermark: this.#watermarks.of(id) });
    }
    const { current, last } = this.#watermarks;
    await this.#state.saveWatermark(current);
    if (last) await this.#state.saveLastRecord(last);
  }

  #isTimeToForget(now: number): boolean {
    return now >= this.#forgottenAt + forgetMilliseconds;
  }

  async #forget(parameters: Readonly<Record<string, bigint>>, now: number): Promise<void> {
    for (const step of this.#plan.steps) {
      if (step.kind === 'deduplication' || step.kind === 'group') await this.#state.run(step.forget, parameters);
    }
    this.#forgottenAt = now;
  }
}

/** Windows that end by then are closed: at the watermark of their last millisecond. */
function endOf(watermark: number | undefined): bigint {
  return watermark === undefined ? never : BigInt(watermark + 1);
}

function recordValue(value: RecordValue, record: StreamRecord): unknown {
  if (value.kind === 'data') return record.data;
  if (value.kind === 'arrival') return record.arrivedAt;
  throw new Error('a function of a function is not supported');
}

type Append = (appender: DuckDBAppender, record: StreamRecord, place: number) => void;

function appendColumn({ name, type, value }: RecordColumn, results: MicroBatch['results']): Append {
  const append = appendValue(type, name);
  if (value.kind !== 'result') return (appender, record) => append(appender, recordValue(value, record));
  const rows = results[value.call] ?? [];
  const { member } = value;
  return (appender, _, place) => append(appender, rows[place]?.[member]);
}

function appendValue({ kind }: FlinkType, name: string): (appender: DuckDBAppender, value: unknown) => void {
  return (appender, value) => {
    if (value === null || value === undefined) appender.appendNull();
    else if (kind === 'STRING' && typeof value === 'string') appender.appendVarchar(wellFormed(value));
    else if (kind === 'STRING' && value instanceof Uint8Array) appender.appendVarchar(Buffer.from(value).toString());
    else if (kind === 'BYTES' && value instanceof Uint8Array) appender.appendBlob(value);
    else if ((kind === 'TIMESTAMP' || kind === 'TIMESTAMP_LTZ') && typeof value === 'number') {
      appender.appendTimestamp(new DuckDBTimestampValue(BigInt(value) * 1000n));
    } else if (kind === 'BOOLEAN' && typeof value === 'boolean') appender.appendBoolean(value);
    else if (kind === 'INT' && typeof value === 'number') appender.appendInteger(value);
    else if (kind === 'BIGINT' && typeof value === 'number') appender.appendBigInt(BigInt(value));
    else if (kind === 'DOUBLE' && typeof value === 'number') appender.appendDouble(value);
    else throw new Error(`${name} is ${kind}, and is given ${typeof value}`);
  };
}

const surrogate = /[\ud800-\udfff]/;

/** A half of a pair of surrogates has no UTF-8: it becomes U+FFFD, as in Java. */
function wellFormed(text: string): string {
  return surrogate.test(text) ? Buffer.from(text).toString() : text;
}
