export interface CacheKey {
  /** Folder that the inputs' paths start from; its package-lock.json stands for all packages. */
  readonly root: string;
  /** What the bundle depends on besides its inputs: options of the bundler, version of Node.js. */
  readonly settings: string;
}

/** The output recorded in `recordFile`; undefined when there is none, or an input or setting has changed since. */
export function readCached(recordFile: string, key: CacheKey): string | undefined;

/**
 * Records what `output` (a path, or any other text) was made from. `inputs` are paths below `root`, as esbuild's
 * metafile lists them.
 */
export function writeCached(
  recordFile: string,
  record: CacheKey & { readonly inputs: readonly string[]; readonly output: string },
): void;
