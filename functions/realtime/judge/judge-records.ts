import type { Application } from '../../event/applications.ts';
import type { Judging } from '../../event/environment.ts';
import { judge } from '../../event/judge.ts';
import { type ReadRecord, readRecordBytes } from '../../event/read-record.ts';
import { receivedAt } from '../../event/received-at.ts';
import { failedRow, type JudgedRow, judgedRow } from './judged-row.ts';

export interface JudgeRecordsOptions {
  /** The application if it is known to be registered; undefined does not mean that it is not. */
  readonly knownApplication: (id: string) => Application | undefined;
  /** Finds the registered ones of these ids. Throws when it cannot tell. */
  readonly findApplications: (ids: ReadonlySet<string>) => Promise<ReadonlyMap<string, Application>>;
  readonly judging: Judging;
}

/** A record of the event stream. */
export interface ArrivedRecord {
  readonly bytes: Buffer;
  /** When the stream took it, in milliseconds since the epoch. */
  readonly arrivedAt: number;
}

/**
 * What each record is to the job, in the order given: judged by the rules by which the transform writes the lake's tables.
 * What a record holds cannot make this throw; only a look-up that fails can.
 */
export async function judgeRecords(
  records: readonly ArrivedRecord[],
  { knownApplication, findApplications, judging }: JudgeRecordsOptions,
): Promise<JudgedRow[]> {
  const rows: JudgedRow[] = [];
  // What can be told is, at once: parsed objects that are kept until a look-up is done cost the garbage collector dearly.
  const waiting: { readonly index: number; readonly arrived: ArrivedRecord; readonly record: ReadRecord }[] = [];
  for (const [index, arrived] of records.entries()) {
    const record = readRecordBytes(arrived.bytes);
    if (typeof record === 'string') {
      rows[index] = failedRow(record, Math.floor(arrived.arrivedAt), arrived.bytes);
      continue;
    }
    const application = knownApplication(record.beside.applicationId);
    if (application === undefined) waiting.push({ index, arrived, record });
    rows[index] = rowOf(record, arrived, application !== undefined, judging);
  }
  if (waiting.length === 0) return rows;
  const found = await findApplications(new Set(waiting.map(({ record }) => record.beside.applicationId)));
  for (const { index, arrived, record } of waiting) {
    if (found.has(record.beside.applicationId)) rows[index] = rowOf(record, arrived, true, judging);
  }
  return rows;
}

function rowOf(
  record: ReadRecord,
  { bytes, arrivedAt }: ArrivedRecord,
  registered: boolean,
  judging: Judging,
): JudgedRow {
  const { maxEventAgeDays, unknownEventTypes } = judging;
  const { requestTimeEpoch, replayedFrom } = record.beside;
  const received = receivedAt(requestTimeEpoch, Math.floor(arrivedAt), maxEventAgeDays, replayedFrom !== undefined);
  const judgement = judge(record.event, {
    source: record,
    registered,
    receivedAt: received,
    maxEventAgeDays,
    unknownEventTypes,
  });
  return judgedRow(record, judgement, judgement.outcome === 'accepted' ? judgement.occurredAt : received, bytes);
}
