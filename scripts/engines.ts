import { buildFlinkRunner } from './engines/flink.ts';
import { fetchOpenSearch } from './engines/opensearch.ts';
import { MissingTool } from './engines/run-tool.ts';
import { npmCommand } from './npm-command.ts';

npmCommand(
  'npm run engines',
  'Fetches the engines that no npm package brings into .engines/: Apache Flink, with the pipeline’s job built for it, ' +
    'and OpenSearch. Needs Java 11 or later and Maven; exit code 2 without them. What is there already stays.',
).parse();
const report = (line: string) => console.error(line);
try {
  await buildFlinkRunner(report);
  await fetchOpenSearch(report);
} catch (error) {
  report(`engines: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof MissingTool ? 2 : 1;
}
