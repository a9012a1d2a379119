/** Starts a node in the folder that is given, prints its address, and stays until it is killed. */
import { OpenSearchProcess } from '../../../src/services/opensearch/opensearch-process.ts';
import { openSearch } from '../../../testing/installed-opensearch.ts';

const [home = ''] = process.argv.slice(2);
const node = await OpenSearchProcess.start({
  installation: openSearch,
  home,
  clusterName: 'killed',
  log: () => undefined,
});
console.log(node.url);
