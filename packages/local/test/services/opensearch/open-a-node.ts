/** Starts a node in the folder that is given, prints its address, and stays until it is killed. */
import { OpenSearchProcess } from '../../../src/services/opensearch/opensearch-process.ts';

const [home = ''] = process.argv.slice(2);
const node = await OpenSearchProcess.start({ home, clusterName: 'killed', log: () => undefined });
console.log(node.url);
