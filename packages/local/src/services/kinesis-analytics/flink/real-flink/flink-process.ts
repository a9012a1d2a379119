import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { RealFlinkOptions } from './real-flink-options.ts';

const logging = fileURLToPath(new URL('./log4j2.properties', import.meta.url));
const maxPauseMs = 30_000;

/** Flink reads classes of the JDK by reflection: https://nightlies.apache.org/flink/flink-docs-release-1.20/docs/deployment/java_compatibility/ */
const opened = ['java.lang', 'java.util', 'java.time', 'java.nio', 'java.util.concurrent', 'java.net', 'java.io'];

export interface FlinkProcessOptions extends RealFlinkOptions {
  readonly propertiesFile: string;
}

/**
 * One Flink with one job as a child process: started again when it ends, ended with this process, however that ends. What it
 * had not checkpointed it reads again.
 */
export class FlinkProcess {
  readonly #options: FlinkProcessOptions;
  #child: ChildProcess | undefined;
  #closing = false;
  #restarting: Promise<void> = Promise.resolve();

  private constructor(options: FlinkProcessOptions) {
    this.#options = options;
  }

  /** Throws when the job does not come to run, with the last of what was logged. */
  static async start(options: FlinkProcessOptions): Promise<FlinkProcess> {
    const flink = new FlinkProcess(options);
    try {
      await flink.#launch();
      return flink;
    } catch (error) {
      await flink.close();
      throw error;
    }
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async close(): Promise<void> {
    this.#closing = true;
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await exited;
    }
    await this.#restarting;
  }

  async #launch(): Promise<void> {
    const { environment, stateDirectory } = this.#options;
    const logFile = join(stateDirectory, 'flink.log');
    const output = openSync(logFile, 'w', 0o600);
    const child = spawn('java', javaArguments(this.#options), {
      stdio: ['pipe', 'pipe', output],
      env: { PATH: process.env.PATH, JAVA_HOME: process.env.JAVA_HOME, LANG: 'C.UTF-8', ...environment },
      // Ctrl-C is for the run, which ends its engines one after the other.
      detached: true,
    });
    closeSync(output);
    child.stdin?.on('error', () => undefined);
    this.#child = child;
    const ended = new Promise<never>((_, reject) => {
      child.once('error', () => reject(new Error('Apache Flink: java cannot be run: Java 11 or later is needed')));
      child.once('exit', (code, signal) =>
        reject(new Error(`Flink ended with ${signal ?? code}: ${whatFailed(logFile)} (${logFile})`)),
      );
    });
    await Promise.race([ended, saysRunning(child)]);
    ended.catch((error: unknown) => {
      if (!this.#closing) this.#restarting = this.#restart(String(error));
    });
  }

  async #restart(reason: string): Promise<void> {
    const { log, name } = this.#options;
    log(`flink ${name}: ${reason}; starting it again`);
    for (let pauseMs = 250; !this.#closing; pauseMs = Math.min(pauseMs * 2, maxPauseMs)) {
      try {
        await this.#launch();
        log(`flink ${name}: runs again`);
        return;
      } catch (error) {
        if (this.#closing) return;
        log(`flink ${name}: ${String(error)}`);
        await setTimeout(pauseMs, undefined, { ref: false });
      }
    }
  }
}

/** The serial collector and a small heap: it shares a machine with everything else. */
function javaArguments({
  installation,
  jobFolder,
  parallelism,
  propertiesFile,
  stateDirectory,
}: FlinkProcessOptions): string[] {
  return [
    ...['-Xms256m', '-Xmx768m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:+ExitOnOutOfMemoryError'],
    ...opened.flatMap((name) => ['--add-opens', `java.base/${name}=ALL-UNNAMED`]),
    `-Dlog4j2.configurationFile=${logging}`,
    ...['-cp', installation.classPath.join(delimiter), installation.mainClass],
    ...['--properties', propertiesFile, '--job', jobFolder, '--state', stateDirectory],
    ...['--parallelism', String(parallelism)],
  ];
}

function saysRunning(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'running') resolve();
    });
  });
}

/** The innermost cause that was logged, else the last line. */
function whatFailed(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n');
  return (lines.findLast((line) => line.startsWith('Caused by:')) ?? lines.at(-1) ?? '').trim();
}
