import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { errorMessage } from '../../error-message.ts';
import { nodeArguments, type OpenSearchInstallation } from './installation.ts';

/** How long a node may take until all its shards can be read and written. */
const maxRecoverySeconds = 120;

/** A node of a killed run gives its folder back when it sees the end of its standard input. */
const heldFolder = 'failed to obtain node locks';
const maxHandOverSeconds = 30;

export interface ProcessOptions {
  readonly installation: OpenSearchInstallation;
  /** Its data and logs; made readable by the owner only. */
  readonly home: string;
  readonly clusterName: string;
  log(line: string): void;
  /** Command and its words, in place of `java`. */
  readonly command?: readonly [string, ...string[]];
}

/**
 * One OpenSearch node as a child process: started again when it dies, ended with this process, however that ends. It
 * acknowledges nothing that is not in its translog on the disk, so killing it loses nothing.
 */
export class OpenSearchProcess {
  readonly #options: ProcessOptions;
  #child: ChildProcess | undefined;
  #url: string | undefined;
  #closing = false;
  #restarting: Promise<void> = Promise.resolve();

  private constructor(options: ProcessOptions) {
    this.#options = options;
  }

  /** Throws when the node does not come up, with the last of what it said. */
  static async start(options: ProcessOptions): Promise<OpenSearchProcess> {
    mkdirSync(options.home, { recursive: true, mode: 0o700 });
    mkdirSync(join(options.home, 'config'), { recursive: true });
    const node = new OpenSearchProcess(options);
    const until = Date.now() + maxHandOverSeconds * 1000;
    for (;;) {
      try {
        await node.#launch();
        return node;
      } catch (error) {
        const held = error instanceof Error && error.message.includes(heldFolder);
        if (!held || Date.now() > until) {
          await node.close();
          throw error;
        }
        await setTimeout(500);
      }
    }
  }

  /** Where it answers, without credentials; undefined while it is started again. */
  get url(): string | undefined {
    return this.#url;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all([this.#restarting, this.#end()]);
  }

  async #launch(): Promise<void> {
    const { installation, home, clusterName } = this.#options;
    const { command = ['java', ...nodeArguments(installation, home, clusterName)] } = this.#options;
    const logFile = join(home, 'node.log');
    const output = openSync(logFile, 'w', 0o600);
    const [program, ...words] = command;
    const child = spawn(program, words, {
      stdio: ['pipe', 'pipe', output],
      env: { PATH: process.env.PATH, JAVA_HOME: process.env.JAVA_HOME, LANG: 'C.UTF-8' },
      // Ctrl-C is for the run, which ends the node after everything that writes to it.
      detached: true,
    });
    closeSync(output);
    child.stdin?.on('error', () => undefined);
    this.#child = child;
    const ended = new Promise<never>((_, reject) => {
      child.once('error', (error) => reject(new Error(`OpenSearch cannot be started: ${error.message}`)));
      child.once('exit', (code, signal) =>
        // What was killed had nothing to say about it.
        reject(new Error(`OpenSearch ended with ${signal ?? `${code}: ${lastLines(logFile)}`}`)),
      );
    });
    const url = await Promise.race([ended, readAddress(child)]);
    const status = await Promise.race([ended, recovered(url)]);
    if (status === 'red') this.#options.log(`opensearch ${clusterName}: some shards cannot be recovered (${logFile})`);
    this.#url = url;
    ended.catch((error: unknown) => {
      this.#url = undefined;
      if (!this.#closing) this.#restarting = this.#restart(reasonOf(error));
    });
  }

  async #restart(reason: string): Promise<void> {
    const { log, clusterName } = this.#options;
    log(`opensearch ${clusterName}: ${reason}; starting it again`);
    for (let waitMs = 250; !this.#closing; waitMs = Math.min(waitMs * 2, 30_000)) {
      try {
        await this.#launch();
        log(`opensearch ${clusterName}: answers again`);
        return;
      } catch (error) {
        if (this.#closing) return;
        log(`opensearch ${clusterName}: ${reasonOf(error)}`);
        await setTimeout(waitMs, undefined, { ref: false });
      }
    }
  }

  /** Asks it to end, and ends it when it has not within ten seconds. */
  async #end(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.stdin?.end();
    const patience = globalThis.setTimeout(() => child.kill('SIGKILL'), 10_000);
    await gone;
    clearTimeout(patience);
  }
}

function reasonOf(error: unknown): string {
  return errorMessage(error);
}

function readAddress(child: ChildProcess): Promise<string> {
  const { stdout } = child;
  return new Promise((resolve) => {
    if (!stdout) return;
    createInterface({ input: stdout }).on('line', (line) => {
      const port = /^READY (\d+)$/.exec(line)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
  });
}

/** The cluster's status when every primary shard is there, or when waiting longer is of no use. */
async function recovered(url: string): Promise<string> {
  const response = await fetch(
    `${url}/_cluster/health?wait_for_status=yellow&wait_for_no_initializing_shards=true&timeout=${maxRecoverySeconds}s`,
  );
  const health: unknown = await response.json();
  const status = typeof health === 'object' && health !== null && 'status' in health ? health.status : undefined;
  return typeof status === 'string' ? status : 'red';
}

function lastLines(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n');
  const telling = lines.filter((line) => !/^\s*(at |\.\.\. \d+ more)/.test(line));
  return telling.slice(-4).join(' | ').slice(0, 1_000);
}
