import { countDelivered, countLateCopies, type Rows, type TableNames } from './compaction-sql.ts';
import { among, groupBy } from './conditions.ts';
import type { Queries } from './dependencies.ts';
import type { Group } from './groups.ts';
import { addDays } from './hours.ts';
import { isSearched, noFacts, type Partition, type PartitionName, partitionKey } from './partition.ts';
import type { Rewrite } from './slices.ts';

/** Rows of one application and day that were delivered in one hour. */
interface Delivered extends PartitionName {
  readonly deliveredHour: string;
  readonly rows: number;
}

/** What is to be rewritten, and what is known about it. */
export interface Plan {
  readonly rewrites: readonly Rewrite[];
  /** Rows delivered by hour, by partition key; of changed groups only. */
  readonly delivered: ReadonlyMap<string, Readonly<Record<string, number>>>;
  /** Where copies on other days are looked for. */
  readonly everywhere: Rows | undefined;
}

export interface PlanInput {
  readonly names: TableNames;
  readonly groups: readonly Group[];
  /** Those of all days in which copies can be. */
  readonly partitions: readonly Partition[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The days among which copies of events of the groups can be. */
export function daysAround(groups: readonly Group[], maxEventAgeDays: number): { first: string; last: string } {
  const dates = groups.map(({ eventDate }) => eventDate).sort();
  return { first: addDays(dates[0] ?? '', -maxEventAgeDays), last: addDays(dates.at(-1) ?? '', maxEventAgeDays) };
}

/** Finds out which partitions the groups' rows belong to, and which rows of theirs have copies on other days. */
export async function planRewrites(queries: Queries, { names, groups, partitions, now }: PlanInput): Promise<Plan> {
  const delivered = (await queries.run(countDelivered(names, groups))).map(readDelivered);
  const everywhere = copiesElsewhere(delivered, groups, partitions, now);
  const losers = everywhere ? (await queries.run(countLateCopies(names, everywhere))).map(readName) : [];
  const loserKeys = new Set(losers.map(partitionKey));
  const touched = new Map([...delivered, ...losers].map((name) => [partitionKey(name), name]));
  const bytes = estimatedBytes(delivered, groups);
  const known = new Map(partitions.map((partition) => [partitionKey(partition), partition]));
  const rewrites = [...touched].map(([key, { applicationId, eventDate }]) => ({
    applicationId,
    eventDate,
    bytes: (known.get(key)?.facts ?? noFacts).bytes + (bytes.get(key) ?? 0),
    losesCopies: loserKeys.has(key),
  }));
  const byPartition = groupBy(delivered, partitionKey);
  return {
    rewrites,
    delivered: new Map([...byPartition].map(([key, hours]) => [key, rowsByHour(hours)])),
    everywhere: losers.length > 0 ? everywhere : undefined,
  };
}

/**
 * Where new rows can have copies on other days: a client that sends an event again may stamp its time anew, and each try
 * is corrected by the clock by itself. Searched are the days that got rows within the time in which copies count as one.
 * Undefined: nowhere, as all rows are on one day.
 */
export function copiesElsewhere(
  delivered: readonly Delivered[],
  groups: readonly Group[],
  partitions: readonly Partition[],
  now: number,
): Rows | undefined {
  const compactedOf = groupBy(partitions, ({ applicationId }) => applicationId);
  const applicationIds: string[] = [];
  const compacted: PartitionName[] = [];
  for (const [applicationId, rows] of groupBy(delivered, (one) => one.applicationId)) {
    const newDates = new Set(rows.map(({ eventDate }) => eventDate));
    const own = compactedOf.get(applicationId) ?? [];
    const searched = own.filter((partition) => newDates.has(partition.eventDate) || isSearched(partition, now));
    const dates = new Set([...newDates, ...searched.map(({ eventDate }) => eventDate)]);
    if (dates.size < 2) continue;
    applicationIds.push(applicationId);
    compacted.push(...searched);
  }
  if (applicationIds.length === 0) return undefined;
  return { compacted, groups, ofGroups: among('application_id', applicationIds.sort()) };
}

/** A group's bytes, divided among its day's applications by their rows. */
function estimatedBytes(delivered: readonly Delivered[], groups: readonly Group[]): Map<string, number> {
  const bytes = new Map<string, number>();
  const ofDay = (items: readonly Group[]) => items.reduce((sum, group) => sum + group.bytes, 0);
  const days = groupBy(groups, ({ eventDate }) => eventDate);
  for (const [date, rows] of groupBy(delivered, ({ eventDate }) => eventDate)) {
    const perRow = ofDay(days.get(date) ?? []) / rows.reduce((sum, one) => sum + one.rows, 0);
    for (const one of rows) {
      bytes.set(partitionKey(one), (bytes.get(partitionKey(one)) ?? 0) + Math.ceil(one.rows * perRow));
    }
  }
  return bytes;
}

function rowsByHour(rows: readonly Delivered[]): Record<string, number> {
  return Object.fromEntries(rows.map((one) => [one.deliveredHour, one.rows]));
}

function readDelivered([applicationId = '', eventDate = '', deliveredHour = '', rows]: string[]): Delivered {
  return { applicationId, eventDate, deliveredHour, rows: Number(rows) };
}

function readName([applicationId = '', eventDate = '']: string[]): PartitionName {
  return { applicationId, eventDate };
}
