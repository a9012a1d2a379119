import { errorMessage } from '../schemas/error-message.ts';
import { buildFlinkRunner } from './engines/flink.ts';
import { fetchOpenSearch } from './engines/opensearch.ts';
import { MissingTool } from './engines/run-tool.ts';
import { fetchTrino } from './engines/trino.ts';
import { npmCommand } from './npm-command.ts';

npmCommand(
  'npm run engines',
  'Fetches the engines that no npm package brings into .engines/: Apache Flink, with the pipeline’s job built for it, ' +
    'OpenSearch, and Trino, which judges Athena’s SQL in tests. Needs Java 17 and Maven; exit code 2 without them. What is there already stays.',
).parse();
const report = (line: string) => console.error(line);
try {
  await buildFlinkRunner(report);
  await fetchOpenSearch(report);
  await fetchTrino(report);
} catch (error) {
  report(`engines: ${errorMessage(error)}`);
  process.exitCode = error instanceof MissingTool ? 2 : 1;
}
