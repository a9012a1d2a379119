import { once } from 'node:events';
import { createServer } from 'node:net';

/** The API, and behind it the AWS endpoint and the console. */
const portCount = 3;

/** Throws when another program has one of the ports: before anything is synthesized or started. 0 means free ones. */
export async function refuseTakenPorts(first: number): Promise<void> {
  if (first === 0) return;
  for (let port = first; port < first + portCount; port++) {
    if (await isFree(port)) continue;
    throw new Error(
      `port ${port} is taken by another program; the pipeline needs ${first} to ${first + portCount - 1}: ` +
        'stop that program, or choose another --port (0: free ones)',
    );
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
