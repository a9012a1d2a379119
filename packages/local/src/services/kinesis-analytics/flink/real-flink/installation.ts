import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where `npm run engines` puts the runner that is deployed, and the Flink that Managed Flink has for it. */
export const installed = fileURLToPath(new URL('../../../../../../../.engines/flink', import.meta.url));
/** The Maven project that it is built from. */
export const project = fileURLToPath(
  new URL('../../../../../../../functions/realtime/flink-sql-runner', import.meta.url),
);

export const runnerJar = join(installed, 'flink-sql-runner.jar');
export const flinkLibraries = join(installed, 'lib');
/** Holds the digest of the sources once all is there. */
export const digestFile = join(installed, 'version');

export function digestOfSources(): string {
  const hash = createHash('sha256');
  const sources = readdirSync(join(project, 'src'), { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [join(project, 'pom.xml'), ...sources.sort()]) {
    const content = readFileSync(file);
    hash.update(`\n${file.slice(project.length)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** Whether the runner is built from the sources as they are now. */
export function isInstalled(): boolean {
  return existsSync(digestFile) && readFileSync(digestFile, 'utf8') === digestOfSources();
}
