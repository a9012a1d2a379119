import { buildFlinkRunner } from './engines/flink.ts';
import { fetchOpenSearch } from './engines/opensearch.ts';
import { MissingTool } from './engines/run-tool.ts';

/** `npm run engines`: fetches the engines that no npm package brings, into `.engines/`. Exit code 2: Java or Maven is missing. */
const report = (line: string) => console.error(line);
try {
  await buildFlinkRunner(report);
  await fetchOpenSearch(report);
} catch (error) {
  report(`engines: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = error instanceof MissingTool ? 2 : 1;
}
