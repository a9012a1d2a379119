import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Packages of chdb that hold ClickHouse itself, by `process.platform` and `process.arch`. */
const packages: Readonly<Record<string, string>> = {
  'darwin-arm64': '@chdb/lib-darwin-arm64',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
  'linux-x64': '@chdb/lib-linux-x64-gnu',
};

export interface ClickHouseLibrary {
  /** Absolute path of ClickHouse as a shared library. */
  readonly file: string;
  /** Absolute path of the module that calls into it. */
  readonly foreignFunctions: string;
}

/** Throws, in one line that says what to do, when ClickHouse is not installed or does not exist for this machine. */
export function findLibrary(
  platform: string = process.platform,
  architecture: string = process.arch,
): ClickHouseLibrary {
  const name = packages[`${platform}-${architecture}`];
  if (!name) {
    const hint =
      platform === 'win32' ? 'run the pipeline in WSL 2' : `it exists for ${Object.keys(packages).join(', ')}`;
    throw new Error(
      `ClickHouse cannot run on ${platform}-${architecture}: ${hint}, or take CLICKHOUSE out of REAL_TIME_STORES`,
    );
  }
  const { resolve } = createRequire(import.meta.url);
  try {
    const directory = dirname(createRequire(resolve('chdb/package.json')).resolve(`${name}/package.json`));
    const file = readdirSync(directory).find((entry) => entry.startsWith('libchdb.'));
    if (file === undefined) throw new Error(`${directory} has no libchdb`);
    return { file: join(directory, file), foreignFunctions: resolve('ffi-rs') };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new Error(`ClickHouse is not installed here (${reason}): run \`npm ci\` without --omit=optional`, {
      cause: error,
    });
  }
}
