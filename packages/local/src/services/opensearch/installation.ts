import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** What the installation is made from: a change of any of them makes it stale. */
export const openSearchSources = { pom: source('./pom.xml'), node: source('./OpenSearchNode.java') };

const logging = source('./log4j2.properties');

/** A folder with OpenSearch: `lib/` (jars), `classes/` (the node's starter) and `digest` (of the sources). */
export interface OpenSearchInstallation {
  readonly folder: string;
}

/** The digest of the sources as they are now. */
export function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const file of Object.values(openSearchSources)) hash.update(readFileSync(file));
  return hash.digest('hex');
}

/** Holds the digest of the sources that the installation was made from. */
export function digestFile({ folder }: OpenSearchInstallation): string {
  return join(folder, 'digest');
}

/** Whether OpenSearch is there, made from the sources as they are now. */
export function isInstalled(installation: OpenSearchInstallation): boolean {
  const file = digestFile(installation);
  return existsSync(file) && readFileSync(file, 'utf8') === digestOfSources();
}

/**
 * The node's command line. It shares a machine with everything else: the serial collector, a heap of at most 512 MB, and
 * the first compiler alone, with which it is up in half the time (5 s of processor instead of 10).
 */
export function nodeArguments({ folder }: OpenSearchInstallation, home: string, clusterName: string): string[] {
  const classPath = [join(folder, 'classes'), join(folder, 'lib', '*')].join(delimiter);
  return [
    ...['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
    ...['-XX:+ExitOnOutOfMemoryError', '-Djava.awt.headless=true'],
    ...[`-Dlog4j2.configurationFile=${logging}`, '-Dlog4j2.formatMsgNoLookups=true'],
    ...['-cp', classPath, 'OpenSearchNode', home, clusterName],
  ];
}
