import { spawn } from 'node:child_process';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digestFile, digestOfSources, isInstalled, openSearchSources } from 'assembly-runtime/opensearch';
import { openSearch } from './installed-engines.ts';

const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** Fetches OpenSearch's jars and compiles the node's starter; nothing when that is done. Throws with the tool's words. */
export async function fetchOpenSearch(report: (line: string) => void): Promise<void> {
  if (isInstalled(openSearch)) {
    report('opensearch: is there already');
    return;
  }
  const { folder } = openSearch;
  await rm(digestFile(openSearch), { force: true });
  const [lib, classes] = [join(folder, 'lib'), join(folder, 'classes')];
  for (const made of [lib, classes]) {
    await rm(made, { recursive: true, force: true });
    await mkdir(made, { recursive: true });
  }
  report('opensearch: fetching about 50 MB of jars …');
  await copyFile(openSearchSources.pom, join(folder, 'pom.xml'));
  await runTool('mvn', [
    ...['-q', '-B', '-f', join(folder, 'pom.xml'), copyDependencies],
    ...[`-DoutputDirectory=${lib}`, '-DincludeScope=runtime'],
  ]);
  report('opensearch: compiling its starter …');
  await runTool('javac', ['-nowarn', '-cp', join(lib, '*'), '-d', classes, openSearchSources.node]);
  await writeFile(digestFile(openSearch), digestOfSources());
  report('opensearch: ready');
}

function runTool(command: string, words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => output.push(bytes));
    child.once('error', () => reject(new Error(`opensearch: ${command} cannot be run: Java 17 and Maven are needed`)));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`opensearch: ${command} ended with ${code}:\n${Buffer.concat(output).toString().trim()}`));
    });
  });
}
