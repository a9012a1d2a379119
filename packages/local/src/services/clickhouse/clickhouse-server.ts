import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { findLibrary } from './find-library.ts';
import { mendDeduplicationLogs } from './mend-deduplication-logs.ts';
import { HttpProxy } from './proxy/http-proxy.ts';
import {
  quoteName,
  removeServerFiles,
  type ServerFiles,
  type ServerSettings,
  writeServerFiles,
} from './server-files.ts';

const launcher = fileURLToPath(new URL('launch.cjs', import.meta.url));

/** A server that was killed may still be about to leave its folder; a big table takes a while to load. */
const maxStartMilliseconds = 60_000;
const maxPauseMilliseconds = 5_000;

/** The port that was free is another program's by now. */
class PortTaken extends Error {}

/**
 * ClickHouse on this machine: ClickHouse 26.7 itself (chdb's library, with the HTTP interface of `clickhouse local`) in a
 * process of its own, which is started again whenever it ends. What an INSERT's 200 has acknowledged outlasts any crash.
 * Its address is that of a proxy, which asks for a user and a password. ClickHouse answers nobody else: it listens on a
 * port that changes with every start, for requests with a secret that changes as well.
 * https://clickhouse.com/docs/interfaces/http
 */
export class ClickHouseServer {
  /** `http://127.0.0.1:PORT`; the same over restarts of the process. */
  readonly url: string;
  readonly port: number;
  /** How many times the process ended unasked. */
  restarts = 0;
  readonly #settings: ServerSettings;
  readonly #proxy: HttpProxy;
  readonly #log: (line: string) => void;
  #files: ServerFiles | undefined;
  #child: ChildProcess | undefined;
  #closing = false;
  #keeping: Promise<void> = Promise.resolve();

  private constructor(settings: ServerSettings, proxy: HttpProxy, log: (line: string) => void) {
    this.#settings = settings;
    this.#proxy = proxy;
    this.port = proxy.port;
    this.url = `http://127.0.0.1:${proxy.port}`;
    this.#log = log;
  }

  /** Answers when queries are; throws in one line when ClickHouse is not installed or does not start. */
  static async start(settings: ServerSettings, log: (line: string) => void): Promise<ClickHouseServer> {
    const { port = 0, isOwnName = () => false, reachesFiles = false } = settings;
    const proxy = await HttpProxy.listen({
      port,
      isOwnName,
      refusesFiles: !reachesFiles,
      target: () => server.#target(),
    }).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
      throw new Error(`port ${port} for ClickHouse is taken by another program: choose another one, or 0 for any`);
    });
    const server: ClickHouseServer = new ClickHouseServer(settings, proxy, log);
    try {
      await server.#start(Date.now() + maxStartMilliseconds);
    } catch (error) {
      await server.close();
      throw error;
    }
    server.#keeping = server.#keep();
    return server;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async isHealthy(): Promise<boolean> {
    return await ping(this.url);
  }

  async close(): Promise<void> {
    this.#closing = true;
    this.#child?.stdin?.end();
    await this.#ended();
    await this.#keeping;
    await this.#proxy.close();
  }

  #target(): { port: number; secret: string } {
    // Port 0 refuses connections, which is what a server that has not started does.
    return this.#files ?? { port: 0, secret: '' };
  }

  /** Starts the process again for as long as the server is not closed. */
  async #keep(): Promise<void> {
    let pause = 0;
    for (;;) {
      const how = await this.#ended();
      if (this.#closing) return;
      this.restarts += 1;
      this.#log(`ClickHouse ended (${how}) and is started again`);
      try {
        await this.#start(Date.now() + maxStartMilliseconds);
        pause = 0;
      } catch (error) {
        if (this.#closing) return;
        this.#log(String(error));
        pause = Math.min(maxPauseMilliseconds, pause * 2 + 100);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  /** Until it answers. A process that ends before is tried again: the one before it may still hold the folder. */
  async #start(deadline: number): Promise<void> {
    for (;;) {
      const files = writeServerFiles(this.#settings, await freePort());
      this.#files = files;
      try {
        if (await this.#tryStart(files, deadline)) return;
      } catch (error) {
        if (!(error instanceof PortTaken)) throw error;
      } finally {
        // It has read them, and a query could.
        removeServerFiles(files);
      }
    }
  }

  /** Whether it answers; throws when there is no time for another attempt. */
  async #tryStart({ configuration, data, directory, staging, environment }: ServerFiles, deadline: number) {
    const { file, foreignFunctions } = findLibrary();
    mendDeduplicationLogs(data, staging);
    const { database } = this.#settings;
    // The image makes its database by the session of the process as well.
    const first = database === undefined ? [] : [`CREATE DATABASE IF NOT EXISTS ${quoteName(database)}`];
    const child = spawn(process.execPath, [launcher, foreignFunctions, file, configuration, directory, ...first], {
      stdio: ['pipe', 'ignore', 'pipe'],
      // ClickHouse reads nothing from the environment that a template could mean, but passwords of its users.
      env: { ...environment, PATH: process.env.PATH ?? '', TZ: 'UTC' },
      // Ctrl-C is for the run, which closes it after what loads into it.
      detached: true,
    });
    this.#child = child;
    // It ends with a broken pipe when it is killed.
    child.stdin.on('error', () => {});
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output = `${output}${text}`.slice(0, 4_000);
    });
    while (child.exitCode === null && child.signalCode === null && Date.now() < deadline && !this.#closing) {
      if (await ping(this.url)) {
        this.#tellUnrestricted(output);
        return true;
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    child.kill('SIGKILL');
    await this.#ended();
    if (this.#closing || Date.now() > deadline) throw new Error(`ClickHouse does not start: ${reasonIn(output)}`);
    if (output.includes('Address already in use')) throw new PortTaken();
    return false;
  }

  #tellUnrestricted(output: string): void {
    const what = /^unrestricted: (.+)$/m.exec(output)?.[1];
    if (what === undefined || this.restarts > 0) return;
    this.#log(`this system cannot keep a program from ${what}: ClickHouse is held by its grants and the proxy alone`);
  }

  async #ended(): Promise<string> {
    const child = this.#child;
    if (!child) return 'never started';
    if (child.exitCode === null && child.signalCode === null) {
      await new Promise((resolve) => child.once('exit', resolve));
    }
    return child.signalCode ?? `code ${child.exitCode}`;
  }
}

async function ping(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/ping`, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** What ClickHouse itself says, rather than what follows from it. */
function reasonIn(output: string): string {
  const lines = output.split('\n').filter((line) => line !== '' && !line.startsWith('unrestricted: '));
  return lines.find((line) => line.includes('Exception')) ?? lines[0] ?? 'it says nothing';
}

/** A port of the loopback interface that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('there is no free port');
  return address.port;
}
