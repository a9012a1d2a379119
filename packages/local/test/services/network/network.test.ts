import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { Network } from '../../../src/services/network/network.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';

const hook = new URL('../../../src/services/network/reroute.mjs', import.meta.url).href;

/** Runs `code`, an async function's body, in a worker thread with the hook and these routes. */
function inWorker(network: Network, code: string): Promise<unknown> {
  const module = `import { setRoutes } from ${JSON.stringify(hook)};
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
const require = createRequire(${JSON.stringify(hook)});
setRoutes(workerData);
const run = async () => { ${code} };
parentPort.postMessage(await run().catch((error) => error.cause?.code ?? error.code ?? String(error)));`;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(module)}`), {
    workerData: network.routes,
  });
  onTestFinished(async () => void (await worker.terminate()));
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
}

async function startNetwork() {
  const stateDirectory = temporaryDirectory();
  const network = new Network(testRuntime(stateDirectory));
  onTestFinished(() => network.close());
  await network.serveTls('VPC-events.us-east-1.es.amazonaws.com', 443, (request, response) => {
    response.end(`${request.headers.host} ${request.url}`);
  });
  return { network, stateDirectory };
}

const host = 'vpc-events.us-east-1.es.amazonaws.com';

test.each([
  ['fetch', `return await (await fetch('https://${host}/a')).text();`],
  [
    'https.request',
    `return await new Promise((resolve, reject) => require('node:https').request('https://${host}/a', (response) =>
      response.setEncoding('utf8').on('data', resolve)).on('error', reject).end());`,
  ],
  [
    'tls.connect with port and host',
    `return await new Promise((resolve, reject) => {
      const socket = require('node:tls').connect(443, '${host}', { servername: '${host}' }, () => {
        socket.end('GET /a HTTP/1.1\\r\\nHost: ${host}\\r\\nConnection: close\\r\\n\\r\\n');
      });
      let text = '';
      socket.setEncoding('utf8').on('data', (more) => { text += more; }).on('error', reject);
      socket.on('end', () => resolve(text.slice(text.indexOf('${host}')).split('\\r')[0]));
    });`,
  ],
])('a function reaches a host name of the template by %s, and trusts it', async (_, code) => {
  const { network } = await startNetwork();
  expect(await inWorker(network, code)).toBe(`${host} /a`);
});

test.each([
  ['another port of it', `fetch('https://${host}:9200/')`, 'ENOTFOUND'],
  ['another name', `fetch('https://other.invalid/')`, 'ENOTFOUND'],
])('%s stays where it is', async (_, call, code) => {
  const { network } = await startNetwork();
  expect(await inWorker(network, `return await (await ${call}).text();`)).toMatch(new RegExp(`${code}|EAI_AGAIN`));
});

test('who names authorities of its own trusts only these', async () => {
  const { network } = await startNetwork();
  const code = `return await new Promise((resolve, reject) => {
    const { get } = require('node:https');
    get({ host: '${host}', ca: require('node:tls').rootCertificates[0] }, () => resolve('trusted')).on('error', reject);
  });`;
  expect(await inWorker(network, code)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});

test('the authority is made once for a state directory, in a file of the owner alone', async () => {
  const { network, stateDirectory } = await startNetwork();
  const file = join(stateDirectory, 'network', 'authority.json');
  const before = readFileSync(file, 'utf8');
  expect(statSync(file).mode & 0o077).toBe(0);
  const again = new Network(testRuntime(stateDirectory));
  onTestFinished(() => again.close());
  await again.serveTls(host, 443, (_, response) => response.end());
  expect(readFileSync(file, 'utf8')).toBe(before);
  const authority = (of: Network) => of.routes[`${host}:443`]?.authority;
  expect(authority(again)).toBe(authority(network));
});
