import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ratio, report } from 'assembly-runtime/bench/compare.ts';
import { bodyOfEvents, Client } from './api-gateway.client.ts';

const kinds = ['firehose', 'kinesis', 'floor'] as const;
const requestsPerTurn = { firehose: 500, kinesis: 500, floor: 1500 };
const turns = 11;
/** Requests before the first counted turn: until then V8 is compiling, on the cores that are measured. */
const warmUpRequests = 5000;

/**
 * POST of 100 events of about 500 bytes over 16 connections that stay open: through authorizer, model, mapping template
 * and permissions to a stream on disk, against a server that only parses and validates the same body. Each server has
 * a process of its own; the client does as little as it can.
 */
export async function run(): Promise<Ratio[]> {
  const state = await mkdtemp(join(tmpdir(), 'bench-api-gateway-'));
  const servers: Server[] = [];
  try {
    for (const kind of kinds) {
      const server = await Server.start(kind, join(state, kind), bodyOfEvents());
      servers.push(server);
      // At once: a connection without a first request is closed after ten seconds.
      await server.warmUp();
    }
    for (let turn = 0; turn < turns; turn++) {
      for (const server of turn % 2 === 0 ? servers : servers.toReversed()) await server.turn();
    }
    const floor = servers.at(-1);
    for (const server of servers) console.log(`     ${server.summary()}`);
    return servers
      .filter((server) => server !== floor)
      .map(({ kind, rates }) => {
        const ratios = rates.map((rate, turn) => rate / (floor?.rates[turn] ?? Number.NaN));
        return report(`POST of 100 events to durable 200, ${kind}`, 'parse and validate', 0.3, ratios);
      });
  } finally {
    for (const server of servers) server.stop();
    await rm(state, { recursive: true, force: true });
  }
}

/** One server in its process, and the client that measures it. */
class Server {
  readonly kind: (typeof kinds)[number];
  readonly rates: number[] = [];
  readonly #child: ChildProcess;
  readonly #client: Client;
  #cpuMs = 0;

  private constructor(kind: (typeof kinds)[number], child: ChildProcess, client: Client) {
    this.kind = kind;
    this.#child = child;
    this.#client = client;
  }

  static async start(kind: (typeof kinds)[number], state: string, body: string): Promise<Server> {
    const program = new URL('api-gateway.server.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, ['--import', 'tsx', program, kind, state], {
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout?.once('data', (line: Buffer) => resolve(line.toString().trim()));
      child.once('exit', (code) => reject(new Error(`${program} ${kind} ended with ${code}`)));
    });
    return new Server(kind, child, await Client.open(url, body));
  }

  async warmUp(): Promise<void> {
    await this.#client.rate(warmUpRequests);
  }

  async turn(): Promise<void> {
    const before = await this.#cpu();
    this.rates.push(await this.#client.rate(requestsPerTurn[this.kind]));
    this.#cpuMs += (await this.#cpu()) - before;
  }

  summary(): string {
    const rate = this.rates.toSorted((a, b) => a - b)[this.rates.length >> 1] ?? Number.NaN;
    const cpu = this.#cpuMs / (this.rates.length * requestsPerTurn[this.kind]);
    return `${this.kind}: ${Math.round(rate)} requests/s, ${cpu.toFixed(2)} ms of CPU each`;
  }

  stop(): void {
    this.#client.close();
    this.#child.kill('SIGKILL');
  }

  #cpu(): Promise<number> {
    return new Promise((resolve) => {
      this.#child.once('message', (milliseconds) => resolve(Number(milliseconds)));
      this.#child.send('cpu');
    });
  }
}
