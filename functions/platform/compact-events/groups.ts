/** An object of the lake. */
export interface StoredFile {
  readonly key: string;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
}

/** What was delivered in one hour of one day's events: the files of one folder. */
export interface Group {
  /** `YYYY-MM-DD`: when the events happened. */
  readonly eventDate: string;
  /** `YYYY-MM-DD-HH`: when they were delivered. */
  readonly deliveredHour: string;
  readonly files: number;
  readonly bytes: number;
  /** When the newest of the files was written, in milliseconds since the epoch. */
  readonly newestAt: number;
}

const folder = /(?:^|\/)event_date=(\d{4}-\d{2}-\d{2})\/delivered_hour=(\d{4}-\d{2}-\d{2}-\d{2})\/[^/]+$/;

/** A group that has files which were not there when it was compacted. */
export interface ChangedGroup extends Group {
  /** What has come since. */
  readonly newBytes: number;
}

export function groupKey({ eventDate, deliveredHour }: Pick<Group, 'eventDate' | 'deliveredHour'>): string {
  return `${eventDate}/${deliveredHour}`;
}

/** Adds a file to its group. Files that are in no folder of a day and an hour, and empty ones, hold no rows to compact. */
export function addFile(groups: Map<string, Group>, { key, bytes, modifiedAt }: StoredFile): void {
  const [, eventDate, deliveredHour] = folder.exec(key) ?? [];
  if (eventDate === undefined || deliveredHour === undefined || bytes === 0) return;
  const name = groupKey({ eventDate, deliveredHour });
  const known = groups.get(name);
  groups.set(name, {
    eventDate,
    deliveredHour,
    files: (known?.files ?? 0) + 1,
    bytes: (known?.bytes ?? 0) + bytes,
    newestAt: Math.max(known?.newestAt ?? 0, modifiedAt),
  });
}

/**
 * The groups that have files which were not there when they were compacted. Files that have expired since are no change:
 * their rows stay where they are.
 */
export function changedGroups(groups: Iterable<Group>, remembered: ReadonlyMap<string, Group>): ChangedGroup[] {
  return [...groups].flatMap((group) => {
    const before = remembered.get(groupKey(group)) ?? { files: 0, bytes: 0, newestAt: 0 };
    const isChanged = group.files > before.files || group.bytes > before.bytes || group.newestAt > before.newestAt;
    return isChanged ? [{ ...group, newBytes: Math.max(0, group.bytes - before.bytes) }] : [];
  });
}
