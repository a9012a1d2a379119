import type { Dependencies, OldFolder } from './dependencies.ts';

/** So long after a swap a query that began before it may still read the old files. */
const keptMilliseconds = 24 * 3_600_000;

/** What a run that did not come to its end left behind: its tables go now, its files when nothing shows them. */
export async function clearAttempts({ catalog, memory, now }: Dependencies): Promise<void> {
  for (const attempt of await memory.attempts()) {
    await catalog.dropTable(attempt.table);
    await memory.addOldFolder({ folder: attempt.folder, since: now() });
    await memory.endAttempt(attempt);
  }
}

/** Removes files of folders that are older than a day, unless a partition shows them. */
export async function removeOldFiles(dependencies: Dependencies): Promise<void> {
  const oldest = dependencies.now() - keptMilliseconds;
  for (const folder of await dependencies.memory.oldFolders()) {
    if (folder.since <= oldest) await removeFolder(dependencies, folder);
  }
}

async function removeFolder(
  { files, catalog, memory, settings, checkLease }: Dependencies,
  old: OldFolder,
): Promise<void> {
  const unused: string[] = [];
  const shown = new Map<string, boolean>();
  for await (const { key } of files.list(old.folder)) {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    const name = /\/application_id=([^/]*)\/event_date=([^/]*)\/$/.exec(folder);
    if (!shown.has(folder)) {
      const [, applicationId, eventDate] = name ?? [];
      const isNamed = applicationId !== undefined && eventDate !== undefined;
      const partition = isNamed ? await catalog.partition({ applicationId, eventDate }) : undefined;
      shown.set(folder, partition?.location === `s3://${settings.bucket}/${folder}`);
    }
    if (!shown.get(folder)) unused.push(key);
  }
  checkLease();
  await files.remove(unused);
  // Files that are shown come here again when their partition is swapped.
  await memory.removeOldFolder(old);
}
