import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { writeSecretFile } from '../iam/secret-file.ts';

/** `<partition>_<first block>_<last block>_<level>[_<mutation>]` */
const partName = /^(.+)_(\d+)_(\d+)_\d+(?:_\d+)?$/;

/**
 * Takes the tokens of blocks that were never stored out of the deduplication logs; call it while no server runs.
 * ClickHouse logs a block's token before it gives the block's part its name. Killed in between, it would take the
 * client's retry for a duplicate and acknowledge rows that it does not have (seen once in 80 kills during inserts).
 * https://github.com/ClickHouse/ClickHouse/blob/master/src/Storages/MergeTree/MergeTreeDeduplicationLog.h
 */
export function mendDeduplicationLogs(dataDirectory: string, stagingDirectory: string): void {
  for (const table of tablesIn(join(dataDirectory, 'store'))) {
    const logs = join(table, 'deduplication_logs');
    if (!existsSync(logs)) continue;
    const parts = readdirSync(table);
    for (const name of readdirSync(logs)) mend(join(logs, name), parts, join(stagingDirectory, name));
  }
}

function tablesIn(store: string): string[] {
  return foldersIn(store).flatMap((prefix) => foldersIn(prefix));
}

function foldersIn(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(directory, name));
}

/** Lines are `1`, part, token for a block that came, and `2`, part, token for one that was dropped. */
function mend(log: string, parts: readonly string[], staging: string): void {
  const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
  const kept = lines.filter((line) => {
    const [operation, part = ''] = line.split('\t');
    return operation !== '1' || isStored(part, parts);
  });
  if (kept.length === lines.length) return;
  writeSecretFile(staging, kept.map((line) => `${line}\n`).join(''));
  renameSync(staging, log);
}

/** As itself, or within a part that it was merged into. */
function isStored(part: string, parts: readonly string[]): boolean {
  if (parts.includes(part)) return true;
  const [, partition, block] = partName.exec(part) ?? [];
  return parts.some((name) => {
    const [, holder, first, last] = partName.exec(name) ?? [];
    return holder === partition && Number(first) <= Number(block) && Number(block) <= Number(last);
  });
}
