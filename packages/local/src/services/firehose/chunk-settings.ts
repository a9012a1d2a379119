import type { Runtime } from '../../runtime.ts';
import type { ChunkSettings } from './chunks.ts';
import type { Destination } from './configuration.ts';

/** The chunk size of records that are not transformed. */
const bytesWithoutFunction = 1 << 20;

/** A chunk follows the buffering hints of the Lambda processor, a batch those of the destination. */
export function chunkSettings({ buffer, processors }: Destination, runtime: Runtime): ChunkSettings {
  return {
    bytes: processors.lambda?.bufferBytes ?? bytesWithoutFunction,
    milliseconds: (processors.lambda?.bufferSeconds ?? Number.POSITIVE_INFINITY) * 1000,
    batchMilliseconds: Math.min(buffer.seconds, runtime.bufferSeconds ?? Number.POSITIVE_INFINITY) * 1000,
  };
}
