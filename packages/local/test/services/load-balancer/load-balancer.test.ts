import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Acm } from '../../../src/services/acm/acm.ts';
import { LoadBalancer } from '../../../src/services/load-balancer/load-balancer.ts';
import { Network } from '../../../src/services/network/network.ts';
import { temporaryDirectory } from '../../../testing/temporary-directory.ts';
import { testRuntime } from '../../../testing/test-runtime.ts';

/** A balancer with a listener on port 5000, and what a client gets that says `hello` there. */
async function startBalancer() {
  const runtime = testRuntime(temporaryDirectory());
  const network = new Network(runtime);
  const balancers = new LoadBalancer(runtime, new Acm(runtime), network);
  onTestFinished(() => balancers.close());
  const { arn, dnsName } = balancers.createBalancer('game');
  const group = balancers.createTargetGroup('echo');
  const settings = { loadBalancerArn: arn, targetGroupArn: group.arn, certificateArn: undefined };
  await balancers.createListener({ ...settings, port: 5000 });
  const say = async () => {
    const socket = connect({ host: '127.0.0.1', port: network.routes[`${dnsName}:5000`]?.port ?? 0 });
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => {});
    socket.write('hello');
    // Bytes that nobody took make it a reset, which is an error before the end.
    const answer = new Promise((resolve) => socket.once('data', resolve).once('close', () => resolve('closed')));
    return String(await answer);
  };
  return { balancers, group, dnsName, say };
}

test('a listener closes connections until its group has a target, and passes them on from then', async () => {
  const { balancers, group, dnsName, say } = await startBalancer();
  expect(dnsName).toMatch(/^game-[0-9a-f]{16}\.elb\.us-east-1\.amazonaws\.com$/);
  expect(await say()).toBe('closed');
  const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  balancers.registerTarget(group.arn, typeof address === 'object' && address ? address.port : 0);
  expect(await say()).toBe('hello');
});
