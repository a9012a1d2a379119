import { connect, type Socket } from 'node:net';

const eventsPerRequest = 100;
const connections = 16;

/** Sends one and the same request over several sockets, the next when the last is answered. */
export class Client {
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
      const onClose = () => reject(new Error('the server closed the connection'));
      const onData = (chunk: Buffer) => {
        answer += chunk.toString('latin1');
        const end = answer.indexOf('\r\n\r\n');
        const length = /content-length: (\d+)/i.exec(answer)?.[1];
        const isChunked = length === undefined && answer.endsWith('0\r\n\r\n');
        if (end < 0 || (!isChunked && answer.length < end + 4 + Number(length ?? Number.POSITIVE_INFINITY))) return;
        socket.off('data', onData).off('close', onClose);
        const isDone = answer.startsWith('HTTP/1.1 200') && !answer.includes('"Error"');
        if (isDone) resolve();
        else reject(new Error(answer.slice(0, 600)));
      };
      socket.on('data', onData);
      socket.once('close', onClose);
      socket.write(this.#request);
    });
  }
}

/** JSON of 100 events of about 500 bytes. */
export function bodyOfEvents(): string {
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
