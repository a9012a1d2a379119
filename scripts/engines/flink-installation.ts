import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FlinkInstallation } from 'assembly-runtime';

/** Where `npm run engines` puts the runner that is deployed, and the Flink that Managed Flink has for it. */
export const flinkFolder = fileURLToPath(new URL('../../.engines/flink', import.meta.url));
/** The Maven project that it is built from. */
export const runnerProject = fileURLToPath(new URL('../../functions/realtime/flink-sql-runner', import.meta.url));

export const runnerJar = join(flinkFolder, 'flink-sql-runner.jar');
export const flinkLibraries = join(flinkFolder, 'lib');
/** Holds the digest of the sources once all is there. */
export const digestFile = join(flinkFolder, 'version');

export function digestOfSources(): string {
  const hash = createHash('sha256');
  const sources = readdirSync(join(runnerProject, 'src'), { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [join(runnerProject, 'pom.xml'), ...sources.sort()]) {
    const content = readFileSync(file);
    hash.update(`\n${file.slice(runnerProject.length)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** Undefined unless the runner is built from the sources as they are now. */
export function findFlink(): FlinkInstallation | undefined {
  const digest = digestOfSources();
  if (!existsSync(digestFile) || readFileSync(digestFile, 'utf8') !== digest) return undefined;
  return {
    version: digest.slice(0, 8),
    classPath: [runnerJar, join(flinkLibraries, '*')],
    mainClass: 'analytics.realtime.Main',
  };
}
