import { copyFile, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  digestFile,
  digestOfSources,
  findFlink,
  flinkFolder,
  flinkLibraries,
  runnerJar,
  runnerProject,
} from './flink-installation.ts';
import { runTool } from './run-tool.ts';

/** Builds the Flink application's jar and fetches the Flink that it runs on; nothing when that is done. */
export async function buildFlinkRunner(report: (line: string) => void): Promise<void> {
  if (findFlink()) {
    report('flink: is there already');
    return;
  }
  const digest = digestOfSources();
  report('flink: building the runner (the first time about 250 MB are fetched) …');
  // Maven writes beside its project file: a copy, so that the sources stay as they are.
  const build = await mkdtemp(join(tmpdir(), 'flink-sql-runner-'));
  try {
    await cp(runnerProject, build, { recursive: true });
    await runTool('javac', ['-version']);
    await runTool('mvn', ['-q', '-B', '-f', join(build, 'pom.xml'), 'package']);
    await mkdir(flinkFolder, { recursive: true });
    await rm(digestFile, { force: true });
    await rm(flinkLibraries, { recursive: true, force: true });
    await cp(join(build, 'target', 'lib'), flinkLibraries, { recursive: true });
    // The jar may be in use: a new file takes its place.
    await copyFile(join(build, 'target', 'flink-sql-runner.jar'), `${runnerJar}.new`);
    await rename(`${runnerJar}.new`, runnerJar);
    await writeFile(digestFile, digest);
  } finally {
    await rm(build, { recursive: true, force: true });
  }
  report('flink: ready');
}
