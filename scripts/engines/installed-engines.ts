import { fileURLToPath } from 'node:url';
import type { InstalledEngines } from 'assembly-runtime';
import { isInstalled, type OpenSearchInstallation } from 'assembly-runtime/opensearch';
import { findFlink } from './flink-installation.ts';

/** Where `npm run engines` puts OpenSearch. */
export const openSearch: OpenSearchInstallation = {
  folder: fileURLToPath(new URL('../../.engines/opensearch', import.meta.url)),
};

/** What `--engine` names. Throws, saying what to do, for one that `npm run engines` has not made from these sources. */
export function installedEngines(names: ReadonlySet<string>): InstalledEngines {
  const flink = names.has('flink') ? findFlink() : undefined;
  if (names.has('flink') && !flink) {
    throw new Error('--engine flink: the runner is not built from these sources: npm run engines');
  }
  const hasOpenSearch = names.has('opensearch') && isInstalled(openSearch);
  return { flink, opensearch: hasOpenSearch ? openSearch : undefined, howToGet: howToGetOpenSearch };
}

function howToGetOpenSearch(): string {
  const run = '`npm start -- --engine opensearch` runs it';
  return isInstalled(openSearch) ? run : `\`npm run engines\` fetches it, then ${run}`;
}
