import type { Shard } from './shard.ts';
import type { StreamSettings } from './stream-settings.ts';

const hourMs = 3_600_000;

/** The shards of one stream. */
interface Shards {
  all(): Promise<readonly Shard[]>;
  remove(shards: readonly Shard[]): Promise<void>;
}

/** Milliseconds since the epoch: older records have outlived the stream's retention period. */
export function retentionHorizon({ retentionHours }: StreamSettings, now: number): number {
  return now - retentionHours * hourMs;
}

/** Removes records from before `horizon`, and the shards that were closed before it. */
export async function trimShards(shards: Shards, horizon: number): Promise<void> {
  const all = await shards.all();
  for (const shard of all) await shard.trim(horizon);
  const expired = all.filter(({ settings }) => settings.closedAt !== undefined && settings.closedAt < horizon);
  if (expired.length > 0) await shards.remove(expired);
}
