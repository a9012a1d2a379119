import type { Group } from './groups.ts';
import { nextHour } from './hours.ts';
import type { PartitionName } from './partition.ts';

/** SQL conditions on partition keys: Athena reads only the folders that meet them. */

/** Rows of these groups. Hours that follow each other without a gap are one range, so that the SQL stays short. */
export function inGroups(groups: readonly Group[]): string {
  const days = groupBy(groups, ({ eventDate }) => eventDate);
  const conditions = [...days].map(([date, ofDay]) => {
    const hours = ofDay.map(({ deliveredHour }) => deliveredHour).sort();
    return `(event_date = ${literal(date)} AND (${ranges(hours).map(inRange).join(' OR ')}))`;
  });
  return conditions.length === 0 ? 'false' : `(${conditions.join(' OR ')})`;
}

/** Rows of these days of these applications. Applications with the same days are named together. */
export function inPartitions(partitions: readonly PartitionName[]): string {
  const days = groupBy(partitions, ({ applicationId }) => applicationId);
  const applications = new Map<string, string[]>();
  for (const [id, ofApplication] of days) {
    const dates = ofApplication.map(({ eventDate }) => eventDate).sort();
    const condition = among('event_date', dates);
    applications.set(condition, [...(applications.get(condition) ?? []), id]);
  }
  const conditions = [...applications].map(([onDays, ids]) => `(${among('application_id', ids.sort())} AND ${onDays})`);
  return conditions.length === 0 ? 'false' : `(${conditions.join(' OR ')})`;
}

export function among(column: string, values: readonly string[]): string {
  const list = [...new Set(values)].map(literal);
  return list.length === 1 ? `${column} = ${list[0]}` : `${column} IN (${list.join(', ')})`;
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

interface Range {
  readonly first: string;
  readonly last: string;
}

function ranges(hours: readonly string[]): Range[] {
  const found: Range[] = [];
  for (const hour of hours) {
    const open = found.at(-1);
    if (open !== undefined && nextHour(open.last) === hour) found[found.length - 1] = { first: open.first, last: hour };
    else found.push({ first: hour, last: hour });
  }
  return found;
}

function inRange({ first, last }: Range): string {
  if (first === last) return `delivered_hour = ${literal(first)}`;
  return `delivered_hour BETWEEN ${literal(first)} AND ${literal(last)}`;
}

export function groupBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
