import { Command } from 'commander';
import { buildFlinkRunner } from './engines/flink.ts';
import { fetchOpenSearch } from './engines/opensearch.ts';
import { MissingTool } from './engines/run-tool.ts';

new Command('npm run engines')
  .description(
    'Fetches the engines that no npm package brings into .engines/: Apache Flink, with the pipeline’s job built for it, ' +
      'and OpenSearch. Needs Java 11 or later and Maven; exit code 2 without them. What is there already stays.',
  )
  .allowExcessArguments(false)
  .exitOverride((exit) => process.exit(exit.exitCode === 0 ? 0 : 2))
  .parse();
const report = (line: string) => console.error(line);
try {
  await buildFlinkRunner(report);
  await fetchOpenSearch(report);
} catch (error) {
  report(`engines: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof MissingTool ? 2 : 1;
}
