import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isTrinoInstalled, trinoSources, trinoVersion } from 'assembly-runtime/testing/trino/trino-judge.ts';
import { runTool } from './run-tool.ts';

const installed = fileURLToPath(new URL('../../.engines/trino', import.meta.url));
const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** Fetches Trino, which judges Athena's SQL in tests; nothing when that is done. It needs Java 17. */
export async function fetchTrino(report: (line: string) => void): Promise<void> {
  if (isTrinoInstalled(installed)) {
    report('trino: is there already');
    return;
  }
  const [lib, classes] = [join(installed, 'lib'), join(installed, 'classes')];
  for (const folder of [lib, classes]) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
  }
  report('trino: fetching about 134 MB of jars …');
  await copyFile(trinoSources.pom, join(installed, 'pom.xml'));
  await runTool('mvn', [
    ...['-q', '-B', '-f', join(installed, 'pom.xml'), copyDependencies],
    ...[`-DoutputDirectory=${lib}`, '-DincludeScope=runtime'],
  ]);
  await runTool('javac', ['-nowarn', '-cp', join(lib, '*'), '-d', classes, trinoSources.judge]);
  await writeFile(join(installed, 'version'), trinoVersion());
  report('trino: ready');
}
