import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { DuckDBInstance } from '@duckdb/node-api';
import type { Runtime } from '../../runtime.ts';
import { syncDirectory, syncFile } from '../s3/durable-files.ts';
import type { Destination, Place } from './configuration.ts';
import type { Column } from './conversion-sql.ts';
import { documentLines } from './documents.ts';
import { conversionErrorLine, type ErrorType, type Failure, processingErrorLine } from './error-record.ts';
import type { Outcome } from './lambda-answer.ts';
import { linesOf } from './lines.ts';
import { convertToParquet } from './parquet-conversion.ts';
import { objectName } from './prefix.ts';
import type { StagedObject } from './progress.ts';
import type { SourceRecord } from './source.ts';
import { type Spool, Spools } from './spool.ts';

export interface Counts {
  delivered: number;
  dropped: number;
  failed: number;
}

export interface BatchSettings {
  readonly streamName: string;
  readonly destination: Destination;
  readonly directory: string;
  readonly runtime: Runtime;
  readonly openDuckDb: () => Promise<DuckDBInstance>;
}

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html: active partitions of one delivery stream. */
const maxPartitions = 500;
const newline = Buffer.from('\n');

/** Records on their way into objects: spooled to disk as they come, made into objects by `seal`. */
export class Batch {
  readonly counts: Counts = { delivered: 0, dropped: 0, failed: 0 };
  readonly #settings: BatchSettings;
  readonly #columns: readonly Column[] | undefined;
  readonly #partitions: Spools;
  /** For each partition that is converted: arrival and sequence number of each of its lines. */
  readonly #origins: Spools;
  readonly #errors: Spools;
  readonly #archive: Spools;
  records = 0;

  /** `columns` are those of the table, when records are converted. */
  constructor(settings: BatchSettings, columns: readonly Column[] | undefined) {
    this.#settings = settings;
    this.#columns = columns;
    const spools = (name: string) => new Spools(`${settings.directory}/${name}-`);
    this.#partitions = spools('partition');
    this.#origins = spools('origin');
    this.#errors = spools('error');
    this.#archive = spools('archive');
  }

  /** What counts against the buffer's size: the larger of what goes to the destination and to the backup. */
  get bytes(): number {
    const total = (spools: Spools) => [...spools.entries()].reduce((sum, [, spool]) => sum + spool.bytes, 0);
    return Math.max(total(this.#partitions) + total(this.#errors), total(this.#archive));
  }

  /** Records with their outcomes, in the same order; on disk, though not synced, when it resolves. */
  async add(records: readonly SourceRecord[], outcomes: readonly Outcome[]): Promise<void> {
    this.records += records.length;
    for (const [index, record] of records.entries()) {
      if (this.#settings.destination.backup) this.#archive.get('all').add(record.arrival, record.data);
      const outcome = outcomes[index];
      if (outcome?.kind === 'ok') this.#addDelivered(record, outcome.data, outcome.partitionKeys);
      else if (outcome?.kind === 'failed') this.#addFailed(record, outcome.failure);
      else this.counts.dropped++;
    }
    for (const spools of [this.#partitions, this.#origins, this.#errors, this.#archive]) await spools.flush();
  }

  /** Makes the objects, synced and still under their staging names. */
  async seal(): Promise<StagedObject[]> {
    const { destination, directory } = this.#settings;
    const objects: StagedObject[] = [];
    for (const [name, spool] of this.#partitions.entries()) {
      const partitionKeys = JSON.parse(name) as Record<string, string>;
      const file = this.#columns
        ? await this.#convert(name, spool, this.#columns)
        : await this.#finished(spool, destination);
      if (!this.#columns) this.counts.delivered += spool.records;
      const naming = { oldestArrival: spool.oldestArrival, partitionKeys };
      if (file)
        objects.push(this.#staged(file, destination, destination.prefix.evaluate(naming), destination.extension));
    }
    for (const [errorType, spool] of this.#errors.entries()) {
      await spool.flush();
      const prefix = destination.errorPrefix.evaluate({
        oldestArrival: spool.oldestArrival,
        partitionKeys: {},
        errorType,
      });
      objects.push(this.#staged(spool.path, destination, prefix, ''));
    }
    for (const [, spool] of this.#archive.entries())
      objects.push(await this.#archived(spool, destination.backup ?? destination));
    for (const { file } of objects) await syncFile(file);
    await syncDirectory(directory);
    return objects;
  }

  #addDelivered(record: SourceRecord, data: Buffer, partitionKeys: Readonly<Record<string, string>>): void {
    const { destination } = this.#settings;
    const name = JSON.stringify(partitionKeys);
    if (!this.#partitions.has(name) && this.#partitions.size >= maxPartitions) {
      const message = `More than ${maxPartitions} active partitions.`;
      const code = 'DynamicPartitioning.ActivePartitionLimitExceeded';
      this.#addFailed(record, { type: 'metadata-extraction-failed', code, message, attempts: 1 });
      return;
    }
    if (!destination.conversion) {
      this.#partitions.get(name).add(record.arrival, data, ...(destination.processors.appendNewline ? [newline] : []));
      return;
    }
    const lines = documentLines(data, destination.conversion.caseInsensitive);
    if (!Array.isArray(lines)) {
      this.#addUnconvertible(record.arrival, data, lines, record.kinesis?.sequenceNumber);
      return;
    }
    const origin = Buffer.from(`${record.arrival} ${record.kinesis?.sequenceNumber ?? ''}\n`);
    for (const line of lines) {
      this.#partitions.get(name).add(record.arrival, line);
      this.#origins.get(name).add(record.arrival, origin);
    }
  }

  #addFailed(record: SourceRecord, failure: Failure): void {
    const functionArn = this.#settings.destination.processors.lambda?.functionArn;
    const line = processingErrorLine(record, failure, { now: this.#settings.runtime.clock.now(), functionArn });
    this.#addError(failure.type, record.arrival, line);
  }

  #addUnconvertible(
    arrival: number,
    data: Buffer,
    reason: { code: string; message: string },
    sequenceNumber?: string,
  ): void {
    const { runtime, destination } = this.#settings;
    if (!destination.conversion) return;
    const { region, accountId } = runtime;
    const unconvertible = { ...reason, arrival, data, sequenceNumber };
    const line = conversionErrorLine(unconvertible, destination.conversion.schema, {
      now: runtime.clock.now(),
      region,
      accountId,
    });
    this.#addError('format-conversion-failed', arrival, line);
  }

  #addError(type: ErrorType, arrival: number, line: string): void {
    this.counts.failed++;
    this.#errors.get(type).add(arrival, Buffer.from(line));
  }

  /** The Parquet file, or undefined when not one document fits; the others go to the error output. */
  async #convert(name: string, spool: Spool, columns: readonly Column[]): Promise<string | undefined> {
    const { conversion } = this.#settings.destination;
    if (!conversion) return undefined;
    const target = `${spool.path}.parquet`;
    const origins = linesOf(this.#origins.get(name).path);
    let read = -1;
    const connection = await (await this.#settings.openDuckDb()).connect();
    try {
      const { rows, misfits } = await convertToParquet(
        connection,
        { documents: spool.path, target, columns, settings: conversion },
        async (misfit) => {
          let origin: Buffer | undefined;
          for (; read < misfit.line; read++) origin = (await origins.next()).value ?? undefined;
          const [arrival = '', sequenceNumber] = String(origin).split(' ');
          this.#addUnconvertible(Number(arrival), misfit.document, misfit, sequenceNumber || undefined);
          if (this.#errors.get('format-conversion-failed').pendingBytes > 1 << 20) await this.#errors.flush();
        },
      );
      if (rows + misfits !== spool.records) {
        throw new Error(`of ${spool.records} documents ${rows} were converted and ${misfits} refused`);
      }
      this.counts.delivered += rows;
      return rows > 0 ? target : undefined;
    } finally {
      connection.closeSync();
      await origins.return(undefined);
      await rm(spool.path, { force: true });
    }
  }

  async #archived(spool: Spool, backup: Place): Promise<StagedObject> {
    const file = await this.#finished(spool, backup);
    const prefix = backup.prefix.evaluate({ oldestArrival: spool.oldestArrival, partitionKeys: {} });
    return this.#staged(file, backup, prefix, backup.compress ? '.gz' : '');
  }

  async #finished(spool: Spool, { compress }: Place): Promise<string> {
    if (!compress) return spool.path;
    const target = `${spool.path}.gz`;
    await pipeline(createReadStream(spool.path), createGzip(), createWriteStream(target));
    await rm(spool.path);
    return target;
  }

  #staged(file: string, place: Place, prefix: string, extension: string): StagedObject {
    const { streamName, runtime, destination } = this.#settings;
    return {
      file,
      bucket: place.bucket,
      key: prefix + objectName(streamName, runtime.clock.now(), destination.timeZone, extension),
      roleArn: place.roleArn,
      ...(place.keyArn && { keyArn: place.keyArn }),
      contentType: 'application/octet-stream',
    };
  }
}
