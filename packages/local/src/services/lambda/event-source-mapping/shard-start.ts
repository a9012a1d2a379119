import type { ShardStart } from '../../kinesis/stream-reader.ts';
import type { ShardPosition } from './checkpoints.ts';
import type { MappingSettings } from './mapping-settings.ts';

/** Where the reading of a shard begins. LATEST is when the mapping was created, so that a restart skips nothing. */
export function shardStart(
  { startingPosition }: Pick<MappingSettings, 'startingPosition'>,
  { after }: ShardPosition,
  mappingCreatedAt: number,
): ShardStart {
  if (after !== undefined) return { after };
  if (startingPosition.type === 'TRIM_HORIZON') return 'TRIM_HORIZON';
  return { since: startingPosition.type === 'LATEST' ? mappingCreatedAt : startingPosition.time };
}
