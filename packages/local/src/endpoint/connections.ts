import type { Socket } from 'node:net';

/** No HTTP/1.1 method begins like the HTTP/2 connection preface, `PRI * HTTP/2.0` (RFC 9113, 3.4). */
const preface = 'PRI';
const firstBytesTimeoutMs = 60_000;

/** Hands a new connection to `http1` or `http2` when its first bytes have come, with these bytes still to be read. */
export function sniffProtocol(socket: Socket, http1: (socket: Socket) => void, http2: (socket: Socket) => void): void {
  let held: Buffer = Buffer.alloc(0);
  const giveUp = () => socket.destroy();
  const onData = (bytes: Buffer) => {
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    const start = held.toString('latin1', 0, preface.length);
    if (start.length < preface.length && preface.startsWith(start)) return;
    socket.off('data', onData);
    socket.off('timeout', giveUp);
    socket.off('error', giveUp);
    socket.setTimeout(0);
    socket.pause();
    socket.unshift(held);
    if (start === preface) {
      // The session takes what lies in the socket's buffer itself.
      http2(socket);
    } else {
      http1(socket);
      socket.resume();
    }
  };
  socket.setTimeout(firstBytesTimeoutMs);
  socket.on('timeout', giveUp);
  socket.on('error', giveUp);
  socket.on('data', onData);
}
