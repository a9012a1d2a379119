import { countDelivered, countLateCopies, type Rows, type TableNames } from './compaction-sql.ts';
import { among, groupBy } from './conditions.ts';
import type { Group } from './groups.ts';
import { addDays } from './hours.ts';
import { noFacts, type Partition, type PartitionName, partitionKey } from './partition.ts';
import type { Rewrite } from './slices.ts';
import type { Queries } from './world.ts';

/** Rows of one application and day that were delivered in one hour. */
interface Delivered extends PartitionName {
  readonly deliveredHour: string;
  readonly rows: number;
  readonly correctedRows: number;
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
}

/** The days among which copies of events of the groups can be. */
export function daysAround(groups: readonly Group[], maxEventAgeDays: number): { first: string; last: string } {
  const dates = groups.map(({ eventDate }) => eventDate).sort();
  return { first: addDays(dates[0] ?? '', -maxEventAgeDays), last: addDays(dates.at(-1) ?? '', maxEventAgeDays) };
}

/** Finds out which partitions the groups' rows belong to, and which rows of theirs have copies on other days. */
export async function planRewrites(queries: Queries, { names, groups, partitions }: PlanInput): Promise<Plan> {
  const delivered = (await queries.run(countDelivered(names, groups))).map(readDelivered);
  const everywhere = copiesElsewhere(delivered, groups, partitions);
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
 * The client's skew can put two copies of an event on different days, when one of them at least was corrected. New rows
 * that were corrected may have copies on any day; others only on days that hold corrected ones. Undefined: nowhere.
 */
export function copiesElsewhere(
  delivered: readonly Delivered[],
  groups: readonly Group[],
  partitions: readonly Partition[],
): Rows | undefined {
  const compactedOf = groupBy(partitions, ({ applicationId }) => applicationId);
  const applicationIds: string[] = [];
  const compacted: PartitionName[] = [];
  for (const [applicationId, rows] of groupBy(delivered, (one) => one.applicationId)) {
    const newDates = new Set(rows.map(({ eventDate }) => eventDate));
    const areCorrected = rows.some(({ correctedRows }) => correctedRows > 0);
    const own = compactedOf.get(applicationId) ?? [];
    const among = own.filter(
      ({ eventDate, facts }) => areCorrected || facts.correctedRows > 0 || newDates.has(eventDate),
    );
    const holdCorrected = areCorrected || among.some(({ facts }) => facts.correctedRows > 0);
    const dates = new Set([...newDates, ...among.map(({ eventDate }) => eventDate)]);
    if (!holdCorrected || dates.size < 2) continue;
    applicationIds.push(applicationId);
    compacted.push(...among);
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

function readDelivered([applicationId = '', eventDate = '', deliveredHour = '', rows, corrected]: string[]): Delivered {
  return { applicationId, eventDate, deliveredHour, rows: Number(rows), correctedRows: Number(corrected) };
}

function readName([applicationId = '', eventDate = '']: string[]): PartitionName {
  return { applicationId, eventDate };
}
