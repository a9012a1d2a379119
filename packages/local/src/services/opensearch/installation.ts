import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** What the installation is made from: a change of any of them makes it stale. */
export const sources = { pom: source('./pom.xml'), node: source('./OpenSearchNode.java') };

const logging = source('./log4j2.properties');

/** Where `npm run engines` puts OpenSearch: `lib/` (jars), `classes/` (the node's starter), `digest`. */
export const installed = fileURLToPath(new URL('../../../../../.engines/opensearch', import.meta.url));

/** Says which sources an installation was made from. */
export function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const file of Object.values(sources)) hash.update(readFileSync(file));
  return hash.digest('hex');
}

export const digestFile = join(installed, 'digest');

export function isInstalled(): boolean {
  return existsSync(digestFile) && readFileSync(digestFile, 'utf8') === digestOfSources();
}

/**
 * The node's command line. It shares a machine with everything else: the serial collector, a heap of at most 512 MB, and
 * the first compiler alone, with which it is up in half the time (5 s of processor instead of 10).
 */
export function nodeArguments(home: string, clusterName: string): string[] {
  const classPath = [join(installed, 'classes'), join(installed, 'lib', '*')].join(delimiter);
  return [
    ...['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
    ...['-XX:+ExitOnOutOfMemoryError', '-Djava.awt.headless=true'],
    ...[`-Dlog4j2.configurationFile=${logging}`, '-Dlog4j2.formatMsgNoLookups=true'],
    ...['-cp', classPath, 'OpenSearchNode', home, clusterName],
  ];
}
