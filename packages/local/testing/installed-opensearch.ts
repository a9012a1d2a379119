import { join } from 'node:path';
import { isInstalled, type OpenSearchInstallation } from '../src/services/opensearch/installation.ts';

/** OpenSearch for tests: of the environment, else `.engines/opensearch` of the folder that the tests run in. */
export const openSearch: OpenSearchInstallation = {
  folder: process.env.OPENSEARCH_FOLDER ?? join(process.cwd(), '.engines/opensearch'),
};

export const hasOpenSearch = isInstalled(openSearch);
