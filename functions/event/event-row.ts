import type { Application } from './applications.ts';
import type { Judging } from './environment.ts';
import { judge } from './judge.ts';
import { metadataEnd, type StreamPosition } from './metadata.ts';
import type { Judgement } from './outcome.ts';
import type { ReadRecord } from './read-record.ts';
import { receivedAt } from './received-at.ts';
import { acceptedRow, quarantinedRow } from './row.ts';
import type { Row } from './row-buffer.ts';
import { rowHead } from './row-head.ts';

/** Where and when a stream took a record. */
export interface Arrival {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Its place in a Kinesis stream, if it came from one. */
  readonly position: StreamPosition | undefined;
}

/** What all records of a batch have in common. */
export interface Batch {
  readonly judging: Judging;
  /** When the batch is processed, ISO 8601. */
  readonly processedAt: string;
}

export interface EventRow {
  readonly judgement: Judgement;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** Of raw_events if the event is accepted, else of raw_quarantined_events. */
  readonly row: Row;
}

/** Judges the event of a record and writes its row. `application`: undefined where none is registered. */
export function eventRow(
  record: ReadRecord,
  arrival: Arrival,
  application: Application | undefined,
  { judging: { maxEventAgeDays, unknownEventTypes }, processedAt }: Batch,
): EventRow {
  const { beside } = record;
  const received = receivedAt(beside.requestTimeEpoch, arrival.at, maxEventAgeDays, beside.replayedFrom !== undefined);
  const judgement = judge(record.event, {
    source: record,
    registered: application !== undefined,
    receivedAt: received,
    maxEventAgeDays,
    unknownEventTypes,
  });
  const receipt = { beside, receivedAt: received, quotedApplicationName: application?.quotedName, processedAt };
  const context = {
    head: rowHead(receipt),
    metadataEnd: metadataEnd(record, arrival.position, judgement.schemaVersion),
    receivedAt: received,
  };
  const row =
    judgement.outcome === 'accepted'
      ? acceptedRow(record, judgement, context)
      : quarantinedRow(record, judgement, context);
  return { judgement, receivedAt: received, row };
}
