import { spawn } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningStack, run } from 'assembly-runtime';
import { assemblyDigest } from './assembly-digest.ts';
import { installedEngines } from './engines/installed-engines.ts';
import { refuseTakenPorts } from './refuse-taken-ports.ts';
import type { StartOptions } from './start-options.ts';

/**
 * Synthesizes the configured template into the state directory, unless neither config nor code changed since the last
 * start, and runs it. The synthesis is a process of its own: CDK
 * needs more memory than everything that runs afterwards. Throws SynthesisFailed, its reasons already printed; when
 * `stopping` is aborted before everything runs, with that.
 */
export async function startPipeline(
  { config, realEngines, ...options }: StartOptions,
  stopping: AbortSignal,
): Promise<RunningStack> {
  await refuseTakenPorts(options.port);
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const assembly = async () => {
    const directory = join(options.state, 'cdk.out');
    const digestFile = join(directory, 'digest');
    const digest = assemblyDigest(config);
    const earlier = await readFile(digestFile, 'utf8').catch(() => undefined);
    if (digest === undefined || digest !== earlier) {
      log(`synthesizing ${config} …`);
      // The assets of earlier versions of the functions would stay there for ever.
      await rm(directory, { recursive: true, force: true });
      const exitCode = await synthesize(config, directory, stopping);
      stopping.throwIfAborted();
      if (exitCode !== 0) throw new SynthesisFailed(exitCode);
      if (digest !== undefined) await writeFile(digestFile, digest);
    }
    log('starting …');
    return directory;
  };
  return run({ ...options, engines: installedEngines(realEngines), assembly, log });
}

/** `exitCode` is the synthesis's own: 2 for a wrong config. */
export class SynthesisFailed extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super('the template could not be synthesized');
    this.exitCode = exitCode;
  }
}

function synthesize(config: string, output: string, stopping: AbortSignal): Promise<number> {
  const launcher = fileURLToPath(new URL('./run.mjs', import.meta.url));
  const child = spawn(process.execPath, [launcher, 'scripts/synth.ts', '--config', config, '--output', output], {
    stdio: ['ignore', 'ignore', 2],
    signal: stopping,
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', (code) => resolve(code ?? 1));
  });
}
