import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ratio, report } from './compare.ts';

const eventsPerRequest = 100;
const connections = 64;
const requestsPerTurn = { gateway: 320, floor: 960 };
const pairs = 11;

/**
 * POST of 100 events of about 500 bytes over 64 connections that stay open: through authorizer, model, mapping template
 * and permissions to a stream on disk, against a server that only parses and validates the same body. Each server has
 * a process of its own; the client does as little as it can.
 */
export async function run(): Promise<Ratio[]> {
  const state = await mkdtemp(join(tmpdir(), 'bench-api-gateway-'));
  const children: ChildProcess[] = [];
  try {
    const [gateway, floor] = await Promise.all([start(children, 'gateway', state), start(children, 'floor', state)]);
    const body = bodyOfEvents();
    const rates = { gateway: 0, floor: 0 };
    const clients = { gateway: await Client.open(gateway, body), floor: await Client.open(floor, body) };
    const ratios: number[] = [];
    for (let pair = -2; pair < pairs; pair++) {
      const order = pair % 2 === 0 ? (['gateway', 'floor'] as const) : (['floor', 'gateway'] as const);
      for (const name of order) rates[name] = await clients[name].rate(requestsPerTurn[name]);
      if (pair >= 0) ratios.push(rates.gateway / rates.floor);
    }
    console.log(`     ${Math.round(rates.gateway)} and ${Math.round(rates.floor)} requests/s`);
    for (const client of Object.values(clients)) client.close();
    return [report(`POST of ${eventsPerRequest} events to durable 200`, 'parse and validate', 0.3, ratios)];
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await rm(state, { recursive: true, force: true });
  }
}

function start(children: ChildProcess[], kind: string, state: string): Promise<string> {
  const program = new URL('api-gateway.server.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', program, kind, state], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(line.toString().trim()));
    child.once('exit', (code) => reject(new Error(`${program} ${kind} ended with ${code}`)));
  });
}

/** Sends one and the same request over several sockets, the next when the last is answered. */
class Client {
  readonly #sockets: readonly Socket[];
  readonly #request: Buffer;

  private constructor(sockets: readonly Socket[], request: Buffer) {
    this.#sockets = sockets;
    this.#request = request;
  }

  static async open(url: string, body: string): Promise<Client> {
    const { host, port, pathname } = new URL(url);
    const length = Buffer.byteLength(body);
    const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\nauthorization: key\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;
    const sockets = Array.from({ length: connections }, () => connect(Number(port), '127.0.0.1').setNoDelay());
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    return new Client(sockets, Buffer.from(head + body));
  }

  /** Requests a second. */
  async rate(requests: number): Promise<number> {
    let left = requests;
    const begin = process.hrtime.bigint();
    await Promise.all(
      this.#sockets.map(async (socket) => {
        while (left-- > 0) await this.#send(socket);
      }),
    );
    return requests / (Number(process.hrtime.bigint() - begin) / 1e9);
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #send(socket: Socket): Promise<void> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const onData = (chunk: Buffer) => {
        answer += chunk.toString('latin1');
        const end = answer.indexOf('\r\n\r\n');
        const length = /content-length: (\d+)/i.exec(answer)?.[1];
        const isChunked = length === undefined && answer.endsWith('0\r\n\r\n');
        if (end < 0 || (!isChunked && answer.length < end + 4 + Number(length ?? Number.POSITIVE_INFINITY))) return;
        socket.off('data', onData);
        const isDone = answer.startsWith('HTTP/1.1 200') && !answer.includes('"Error"');
        if (isDone) resolve();
        else reject(new Error(answer.slice(0, 600)));
      };
      socket.on('data', onData);
      socket.write(this.#request);
    });
  }
}

function bodyOfEvents(): string {
  const events = Array.from({ length: eventsPerRequest }, (_, index) => ({
    event_id: `0198c0de-1a2b-4c3d-8e4f-${String(index).padStart(12, '0')}`,
    event_type: 'match_end',
    event_name: 'match_end',
    event_version: '1.0.0',
    event_timestamp: 1_767_225_600 + index / 1000,
    app_version: '2.14.3',
    player_id: `player-${index}`,
    session_id: `session-${index % 7}`,
    platform: 'linux',
    country: 'DE',
    event_data: {
      match_id: `m-${index}`,
      map_id: 'dust',
      match_result_type: 'WIN',
      exp_gained: index * 17,
      most_used_spell: 'fireball',
      note: 'a line of text that a player wrote after the match, of a length that such lines usually have',
      spells: [3, 1, 4, 1, 5, 9, 2, 6],
    },
  }));
  return JSON.stringify({ events });
}
