import { inGroups, inPartitions } from './conditions.ts';
import type { Group } from './groups.ts';
import type { PartitionName } from './partition.ts';

export interface TableNames {
  readonly database: string;
  readonly compacted: string;
  readonly uncompacted: string;
}

/** Rows that are looked at: those of partitions of the compacted table, and new ones. */
export interface Rows {
  readonly compacted: readonly PartitionName[];
  readonly groups: readonly Group[];
  /** Which rows of the groups: a condition. */
  readonly ofGroups: string;
}

/** What was delivered: application, day, hour of delivery, rows. */
export function countDelivered({ uncompacted }: TableNames, groups: readonly Group[]): string {
  return `SELECT application_id, event_date, delivered_hour, count(*)
FROM ${uncompacted}
WHERE ${inGroups(groups)}
GROUP BY application_id, event_date, delivered_hour`;
}

/** What a statement wrote: application, day, rows. */
export function countWritten(table: string): string {
  return `SELECT application_id, event_date, count(*)
FROM ${table}
GROUP BY application_id, event_date`;
}

/**
 * Application, day and id of rows that have a copy on another day which came before them. Only new rows can bring a new
 * copy, so compacted ids are kept only where a new row has the same id: memory follows the new rows, not the days searched.
 */
function selectLateCopies(names: TableNames, rows: Rows): string {
  const columns = ['application_id', 'event_date', 'event_id', 'received_at', 'event_timestamp', 'event_type'];
  const { compacted, groups, ofGroups } = rows;
  const newIds = selectRows(names, ['event_id', 'event_date'], { ...rows, compacted: [] });
  const storedIds = `SELECT event_id, event_date FROM ${names.compacted}
          WHERE ${inPartitions(compacted)} AND event_id IN (
            SELECT event_id FROM ${names.uncompacted} WHERE ${inGroups(groups)} AND ${ofGroups}
          )`;
  const ids = compacted.length > 0 ? `${newIds}\n          UNION ALL\n          ${storedIds}` : newIds;
  return `SELECT application_id, event_date, event_id
    FROM (
      SELECT application_id, event_date, event_id, first_value(event_date) OVER (
        PARTITION BY application_id, event_id ORDER BY received_at, event_timestamp, event_type, event_date
      ) AS first_date
      FROM (
        ${selectRows(names, columns, rows)}
      ) AS everywhere
      WHERE event_id IN (
        SELECT event_id FROM (
          ${ids}
        ) AS ids
        GROUP BY event_id
        HAVING min(event_date) <> max(event_date)
      )
    ) AS spread
    WHERE event_date <> first_date
    GROUP BY application_id, event_date, event_id`;
}

/** The partitions that hold such rows: application, day, rows. */
export function countLateCopies(names: TableNames, rows: Rows): string {
  return `SELECT application_id, event_date, count(*)
FROM (
    ${selectLateCopies(names, rows)}
) AS late_copies
GROUP BY application_id, event_date`;
}

export interface Rewriting {
  /** The temporary table to make. */
  readonly table: string;
  /** Where its files go, empty before: `s3://bucket/folder/`. */
  readonly location: string;
  /** Files of each partition. */
  readonly buckets: number;
  /** Columns in the order of the table, without the partition keys. */
  readonly columns: readonly string[];
  /** The rows of the partitions that are written. */
  readonly rows: Rows;
  /** Rows among which copies on other days are looked for; undefined: there are none. */
  readonly everywhere: Rows | undefined;
}

/**
 * Writes the rows, each event once: of its copies the one that was received first. Nearly all rows have none, so the ids
 * that occur twice are found by themselves, in whatever day or application, and only rows with these are numbered; the others pass in a stream.
 * Athena does not promise that files keep the order (https://docs.aws.amazon.com/athena/latest/ug/ctas-considerations-limitations.html);
 * the bucketing puts a player's rows of a day into one file there, too. Its engine passes over an ORDER BY of a table that
 * is made from a query, unless a LIMIT or an OFFSET goes with it (https://trino.io/blog/2019/06/03/redundant-order-by.html).
 */
export function writeOnce(
  names: TableNames,
  { table, location, buckets, columns, rows, everywhere }: Rewriting,
): string {
  const all = [...columns, 'application_id', 'event_date'];
  const list = all.join(', ');
  const of = (alias: string) => all.map((column) => `${alias}.${column}`).join(', ');
  const sameRow = ['application_id', 'event_date', 'event_id']
    .map((column) => `c.${column} = l.${column}`)
    .join(' AND ');
  const lateCopies = everywhere && `, late_copies AS (\n    ${selectLateCopies(names, everywhere)}\n  )`;
  const copies = everywhere ? 'kept' : 'copies';
  const kept = `, kept AS (
    SELECT ${of('c')} FROM copies AS c LEFT JOIN late_copies AS l ON ${sameRow} WHERE l.event_id IS NULL
  )`;
  return `CREATE TABLE ${names.database}.${table} WITH (
  format = 'PARQUET', write_compression = 'SNAPPY', external_location = '${location}',
  partitioned_by = ARRAY['application_id', 'event_date'], bucketed_by = ARRAY['player_id'], bucket_count = ${buckets}
) AS
WITH copies AS (
    ${selectRows(names, all, rows)}
  )${everywhere ? `${lateCopies}${kept}` : ''}, repeated AS (
    SELECT event_id FROM ${copies} GROUP BY event_id HAVING count(*) > 1
  )
SELECT ${list}
FROM (
  SELECT ${of('c')} FROM ${copies} AS c LEFT JOIN repeated AS r ON c.event_id = r.event_id WHERE r.event_id IS NULL
  UNION ALL
  SELECT ${list}
  FROM (
    SELECT ${of('c')}, row_number() OVER (
      PARTITION BY c.application_id, c.event_date, c.event_id
      ORDER BY c.received_at, c.event_timestamp, c.event_data, c.metadata
    ) AS copy_number
    FROM ${copies} AS c JOIN repeated AS r ON c.event_id = r.event_id
  ) AS numbered
  WHERE copy_number = 1
) AS once
ORDER BY application_id, event_date, player_id, occurred_at
OFFSET 0`;
}

function selectRows(
  { compacted, uncompacted }: TableNames,
  columns: readonly string[],
  { compacted: partitions, groups, ofGroups }: Rows,
): string {
  const list = columns.join(', ');
  const selects = [
    partitions.length > 0 ? `SELECT ${list} FROM ${compacted} WHERE ${inPartitions(partitions)}` : undefined,
    groups.length > 0 ? `SELECT ${list} FROM ${uncompacted} WHERE ${inGroups(groups)} AND ${ofGroups}` : undefined,
  ].filter((select) => select !== undefined);
  return selects.join('\n    UNION ALL\n    ');
}
