import type { IncomingMessage } from 'node:http';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const bodyLimitBytes = 10 * 1024 * 1024;

const firstBytes = 64 * 1024;

/** Memory that all request bodies together may take, however many clients send however slowly. */
export class BodyBudget {
  readonly #limitBytes: number;
  #usedBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get usedBytes(): number {
    return this.#usedBytes;
  }

  reserve(bytes: number): boolean {
    if (this.#usedBytes + bytes > this.#limitBytes) return false;
    this.#usedBytes += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#usedBytes -= bytes;
  }
}

export interface ReadBody {
  readonly body: Buffer;
  /** Why `body` is not what was sent. */
  readonly refused?: 'REQUEST_TOO_LARGE' | 'THROTTLED';
  /** Gives the memory back to the budget. */
  release(): void;
}

const nothing = Buffer.alloc(0);

/**
 * Reads a body into one buffer that grows with what has come, not with what was announced. Undefined when the client
 * went away. What is refused is not read to its end.
 */
export function readBody(request: IncomingMessage, budget: BodyBudget): Promise<ReadBody | undefined> {
  const announced = Number(request.headers['content-length'] ?? 0);
  const isChunked = request.headers['transfer-encoding'] !== undefined;
  if (!isChunked && announced === 0) return Promise.resolve({ body: nothing, release: () => {} });
  return new Promise((resolve) => {
    let buffer: Buffer = nothing;
    let length = 0;
    const release = () => {
      budget.release(buffer.length);
      buffer = nothing;
    };
    const settle = (result: ReadBody | undefined) => {
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      if (!result || result.refused) release();
      resolve(result);
    };
    const grow = (least: number): boolean => {
      const most = isChunked ? bodyLimitBytes : announced;
      const size = Math.min(Math.max(firstBytes, buffer.length * 2, least), most);
      if (!budget.reserve(size - buffer.length)) return false;
      const grown = Buffer.allocUnsafeSlow(size);
      buffer.copy(grown, 0, 0, length);
      buffer = grown;
      return true;
    };
    const refuse = (refused: ReadBody['refused']) => settle({ body: nothing, refused, release: () => {} });
    const onData = (chunk: Buffer) => {
      const total = length + chunk.length;
      if (total > bodyLimitBytes) return refuse('REQUEST_TOO_LARGE');
      if (chunk.length === announced && budget.reserve(announced)) {
        // All of it at once, as most bodies come: nothing to copy.
        buffer = chunk;
      } else {
        if (total > buffer.length && !grow(total)) return refuse('THROTTLED');
        chunk.copy(buffer, length);
      }
      length = total;
    };
    const onEnd = () => settle({ body: buffer.subarray(0, length), release });
    const onClose = () => settle(undefined);
    if (announced > bodyLimitBytes) return refuse('REQUEST_TOO_LARGE');
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  });
}
