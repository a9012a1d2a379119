import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ShardSettings } from './shard.ts';

export type StreamMode = 'ON_DEMAND' | 'PROVISIONED';

export interface Consumer {
  readonly name: string;
  readonly arn: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** Encryption at rest by KMS. `arn` is that of a customer-managed key; the AWS-managed key needs no permission. */
export interface StreamKey {
  readonly id: string;
  readonly arn?: string;
}

/** Everything about a stream that is not a record; one JSON file beside its logs. */
export interface StreamSettings {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly mode: StreamMode;
  readonly retentionHours: number;
  readonly maxRecordKiB: number;
  readonly key?: StreamKey;
  readonly tags: Readonly<Record<string, string>>;
  readonly consumers: readonly Consumer[];
  readonly shards: readonly ShardSettings[];
}

const fileName = 'stream.json';
const prefix = 'stream-';
const removed = 'removed-';

/** The folder of a stream; the prefix keeps the legal names `.` and `..` harmless. */
export function folderOf(directory: string, name: string): string {
  return join(directory, prefix + name);
}

/**
 * The settings of all streams below `directory`; what a crash left half removed is removed. At once and not in the
 * background, because which permissions a call needs depends on a stream's key.
 */
export function loadSettings(directory: string): StreamSettings[] {
  mkdirSync(directory, { recursive: true });
  const found: StreamSettings[] = [];
  for (const entry of readdirSync(directory)) {
    if (entry.startsWith(removed)) rmSync(join(directory, entry), { recursive: true, force: true });
    if (!entry.startsWith(prefix)) continue;
    // A folder without settings is a creation that was never answered.
    if (!readdirSync(join(directory, entry)).includes(fileName)) continue;
    found.push(JSON.parse(readFileSync(join(directory, entry, fileName), 'utf8')) as StreamSettings);
  }
  return found;
}

/** Durable when it resolves; a reader of the file finds the old settings or the new ones, never half of them. */
export async function saveSettings(folder: string, settings: StreamSettings): Promise<void> {
  await mkdir(folder, { recursive: true });
  const target = join(folder, fileName);
  const staging = `${target}.new`;
  const file = await open(staging, 'w');
  try {
    await file.writeFile(`${JSON.stringify(settings, null, 2)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(staging, target);
  await syncFolder(folder);
  await syncFolder(dirname(folder));
}

export async function removeFolder(folder: string, now: number): Promise<void> {
  const away = join(dirname(folder), `${removed}${now}`);
  await rename(folder, away);
  await syncFolder(dirname(folder));
  await rm(away, { recursive: true, force: true });
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
