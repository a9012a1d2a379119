import { countWritten, type TableNames, writeOnce } from './compaction-sql.ts';
import { inPartitions } from './conditions.ts';
import type { Attempt, Dependencies, Rewritten } from './dependencies.ts';
import type { Group } from './groups.ts';
import { noFacts, type Partition, type PartitionFacts, partitionKey, withDelivered } from './partition.ts';
import type { Plan } from './plan-rewrites.ts';
import type { Slice } from './slices.ts';
import { temporaryTablePrefix } from './temporary-table.ts';

/** What all slices of a run share. */
export interface RunContext {
  readonly names: TableNames;
  readonly columns: readonly string[];
  readonly groups: readonly Group[];
  readonly plan: Plan;
  /** The compacted partitions as they were, by key. */
  readonly known: ReadonlyMap<string, Partition>;
}

/**
 * Writes the slice's partitions to a folder of their own and then swaps them one by one. Until a partition is swapped its
 * old files are shown, afterwards the new ones: a run that ends anywhere here leaves each partition whole.
 */
export async function rewriteSlice(
  dependencies: Dependencies,
  context: RunContext,
  slice: Slice,
  number: number,
): Promise<Rewritten[]> {
  const { settings, memory, queries, catalog } = dependencies;
  const attempt: Attempt = {
    table: `${temporaryTablePrefix(settings.compactedTable)}${settings.runId}_${number}`,
    folder: `${settings.compactedPrefix}${settings.runId}/${number}/`,
  };
  await memory.beginAttempt(attempt);
  await queries.run(statementOf(context, slice, attempt, settings.bucket));
  const [written, locations] = await Promise.all([
    writtenFacts(dependencies, attempt),
    catalog.locations(attempt.table),
  ]);
  const rewritten: Rewritten[] = [];
  for (const name of slice.partitions) {
    const key = partitionKey(name);
    const before = context.known.get(key);
    const found = { ...noFacts, ...written.get(key) };
    const delivered = context.plan.delivered.get(key) ?? {};
    const after = {
      ...found,
      deliveredRows: withDelivered(before?.facts.deliveredRows ?? {}, delivered, dependencies.now()),
    };
    // A day that lost all its rows to another one shows an empty folder.
    const location = locations.get(key) ?? `s3://${settings.bucket}/${attempt.folder}none/`;
    const { applicationId, eventDate } = name;
    if (before !== undefined) await memory.addOldFolder({ folder: folderOf(before), since: dependencies.now() });
    dependencies.checkLease();
    await catalog.swap({ applicationId, eventDate, location, facts: after }, before === undefined);
    rewritten.push({ applicationId, eventDate, before: before?.facts ?? noFacts, after });
  }
  await catalog.dropTable(attempt.table);
  await memory.endAttempt(attempt);
  return rewritten;
}

function statementOf(
  { names, columns, groups, plan, known }: RunContext,
  slice: Slice,
  attempt: Attempt,
  bucket: string,
) {
  const dates = new Set(slice.partitions.map(({ eventDate }) => eventDate));
  return writeOnce(names, {
    table: attempt.table,
    location: `s3://${bucket}/${attempt.folder}`,
    buckets: slice.buckets,
    columns,
    rows: {
      compacted: slice.partitions.filter((name) => known.has(partitionKey(name))),
      groups: groups.filter(({ eventDate }) => dates.has(eventDate)),
      ofGroups: inPartitions(slice.partitions),
    },
    everywhere: slice.losesCopies ? plan.everywhere : undefined,
  });
}

/** Rows and bytes of the written partitions, by key. */
async function writtenFacts({ queries, files }: Dependencies, { table, folder }: Attempt) {
  const facts = new Map<string, Omit<PartitionFacts, 'deliveredRows'>>();
  for (const [applicationId = '', eventDate = '', rows] of await queries.run(countWritten(table))) {
    const key = partitionKey({ applicationId, eventDate });
    facts.set(key, { rows: Number(rows), bytes: 0 });
  }
  for await (const { key, bytes } of files.list(folder)) {
    const [, applicationId = '', eventDate = ''] = /\/application_id=([^/]*)\/event_date=([^/]*)\//.exec(key) ?? [];
    const name = partitionKey({ applicationId, eventDate });
    const known = facts.get(name);
    if (known !== undefined) facts.set(name, { ...known, bytes: known.bytes + bytes });
  }
  return facts;
}

function folderOf({ location }: Partition): string {
  return location.replace(/^s3:\/\/[^/]+\//, '').replace(/\/?$/, '/');
}
