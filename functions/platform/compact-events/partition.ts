import { hourAt } from './hours.ts';

/** One day of one application. */
export interface PartitionName {
  readonly applicationId: string;
  /** `YYYY-MM-DD` */
  readonly eventDate: string;
}

/** What is known of a compacted partition without reading it; kept with it in the catalog. */
export interface PartitionFacts {
  readonly rows: number;
  readonly bytes: number;
  /** Rows that were ever delivered, by the hour in which they were; `older` for hours of long ago. */
  readonly deliveredRows: Readonly<Record<string, number>>;
}

/** A partition of the catalog. */
export interface Partition extends PartitionName {
  /** `s3://bucket/folder/` */
  readonly location: string;
  readonly facts: PartitionFacts;
}

export const noFacts: PartitionFacts = { rows: 0, bytes: 0, deliveredRows: {} };

/**
 * Copies received within 7 days of each other become one row. The two days above that cover the time in which the later
 * copy is delivered (Firehose retries for hours) and waits to be compacted (a day, see due-days.ts).
 */
const searchedMilliseconds = 9 * 24 * 3_600_000;

const names = {
  rows: 'rows',
  bytes: 'bytes',
  deliveredRows: 'delivered_rows',
} as const;

export function partitionKey({ applicationId, eventDate }: PartitionName): string {
  return `${applicationId}/${eventDate}`;
}

/** Rows that were delivered and are not kept: what was delivered before, or sent twice. */
export function duplicatesOf({ rows, deliveredRows }: PartitionFacts): number {
  // A file that came between two queries of a run is in the rows and not yet in the counts.
  return Math.max(0, Object.values(deliveredRows).reduce((sum, count) => sum + count, 0) - rows);
}

/** Whether the partition got rows so recently that they can have copies among rows delivered now. */
export function isSearched({ facts: { deliveredRows } }: Partition, now: number): boolean {
  const first = hourAt(now - searchedMilliseconds);
  return Object.keys(deliveredRows).some((hour) => hour !== 'older' && hour >= first);
}

/** The counts with those of a run. An hour whose files have begun to expire keeps what it had. */
export function withDelivered(
  known: PartitionFacts['deliveredRows'],
  found: Readonly<Record<string, number>>,
  now: number,
): PartitionFacts['deliveredRows'] {
  const all: Record<string, number> = { ...known };
  for (const [hour, rows] of Object.entries(found)) all[hour] = Math.max(rows, all[hour] ?? 0);
  const firstCounted = hourAt(now - searchedMilliseconds);
  const counts: Record<string, number> = {};
  for (const [hour, rows] of Object.entries(all).sort()) {
    const name = hour < firstCounted || hour === 'older' ? 'older' : hour;
    counts[name] = (counts[name] ?? 0) + rows;
  }
  return counts;
}

/** The facts as parameters of a partition in the catalog. */
export function toParameters(facts: PartitionFacts): Record<string, string> {
  return {
    [names.rows]: String(facts.rows),
    [names.bytes]: String(facts.bytes),
    [names.deliveredRows]: JSON.stringify(facts.deliveredRows),
  };
}

/** Throws for parameters that something else has changed. */
export function fromParameters(parameters: Readonly<Record<string, string>> = {}): PartitionFacts {
  return {
    rows: count(parameters, names.rows),
    bytes: count(parameters, names.bytes),
    deliveredRows: countsByHour(parameters[names.deliveredRows] ?? '{}'),
  };
}

function count(parameters: Readonly<Record<string, string>>, name: string): number {
  const value = Number(parameters[name] ?? 0);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`The partition's parameter ${name} is no count: ${parameters[name]}`);
}

function countsByHour(text: string): Record<string, number> {
  const counts: unknown = JSON.parse(text);
  const entries = typeof counts === 'object' && counts !== null ? Object.entries(counts) : [];
  return Object.fromEntries(entries.map(([hour, rows]) => [hour, Number(rows)]));
}
