import type { Application, Applications } from '../../event/applications.ts';
import type { Judging } from '../../event/environment.ts';
import { eventRow } from '../../event/event-row.ts';
import { type ReadRecord, readRecord } from '../../event/read-record.ts';
import { Tally } from '../../event/tally.ts';
import type { BatchRow } from '../clickhouse/insert-rows.ts';
import type { ShardBatch } from '../shard-batch.ts';
import { failedLine } from './failed-row.ts';
import { rowLine } from './row-line.ts';

export interface JudgeBatchOptions {
  readonly applications: Applications;
  readonly judging: Judging;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** By when applications must have been looked up, in milliseconds since the epoch. */
  readonly deadline: number;
}

/** Nobody could say which applications are registered. */
export class ApplicationsUnknown extends Error {
  override readonly name = 'ApplicationsUnknown';
}

/** The rows of a batch by the table that they go to. */
export interface JudgedBatch {
  readonly accepted: readonly BatchRow[];
  readonly quarantined: readonly BatchRow[];
  readonly failed: readonly BatchRow[];
  readonly tally: Tally;
}

/**
 * A batch of records → one row each, judged and written as the lake's. Rejects with `ApplicationsUnknown` when
 * they could not be looked up;
 * what a record holds cannot make it reject.
 */
export async function judgeBatch({ shard, records }: ShardBatch, options: JudgeBatchOptions): Promise<JudgedBatch> {
  const { applications, judging, now, deadline } = options;
  const tally = new Tally();
  const rows = { accepted: [], quarantined: [], failed: [] } as Record<
    'accepted' | 'quarantined' | 'failed',
    BatchRow[]
  >;
  const batch = { judging, processedAt: new Date(now).toISOString() };
  const add = (index: number, record: ReadRecord, application: Application | undefined) => {
    const source = records[index];
    if (source === undefined) return;
    const position = { shardId: shard, sequenceNumber: source.sequenceNumber };
    const { judgement, row } = eventRow(record, { at: source.arrivedAt, position }, application, batch);
    rows[judgement.outcome].push({ index, line: rowLine(row) });
    tally.addEvent(judgement.reason, application && record.beside.applicationId, record.event.event_type);
  };

  const waiting: { readonly index: number; readonly record: ReadRecord }[] = [];
  for (const [index, source] of records.entries()) {
    const record = readRecord(source.data);
    if (typeof record === 'string') {
      rows.failed.push({ index, line: failedLine(source, record, shard) });
      tally.addFailure(record);
      continue;
    }
    const application = applications.known(record.beside.applicationId);
    if (application === undefined) waiting.push({ index, record });
    else add(index, record, application);
  }
  if (waiting.length > 0) {
    const ids = new Set(waiting.map(({ record }) => record.beside.applicationId));
    const found = await applications.find(ids, deadline).catch((error: unknown) => {
      const name = error instanceof Error ? error.name : 'unknown';
      throw new ApplicationsUnknown(`Applications could not be looked up: ${name}`);
    });
    for (const { index, record } of waiting) add(index, record, found.get(record.beside.applicationId));
  }
  return { ...rows, tally };
}
