import { createHash } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import type { Service } from '../../service.ts';
import type { Acm } from '../acm/acm.ts';
import type { Network } from '../network/network.ts';

interface Balancer {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
}

interface TargetGroup {
  readonly arn: string;
  readonly name: string;
  /** Port on 127.0.0.1 of what serves it; undefined until something does. */
  target?: number;
}

export interface ListenerSettings {
  readonly loadBalancerArn: string;
  readonly targetGroupArn: string;
  /** On the load balancer's name; here it gets a free one. */
  readonly port: number;
  /** Ends TLS with this one; undefined: passes bytes through. */
  readonly certificateArn: string | undefined;
}

/**
 * Elastic Load Balancing, network load balancers: what connects to the name and port of a listener gets to the target of
 * its group. A group without a target resets connections, as AWS does.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/introduction.html
 */
export class LoadBalancer extends RuntimeService {
  /** It has no API here: the template is what makes balancers. */
  readonly service: Service = { name: 'elasticloadbalancing', actions: {} };
  // Its targets are containers.
  override readonly dependsOn = ['ecs', 'acm'];
  readonly #runtime: Runtime;
  readonly #acm: Acm;
  readonly #network: Network;
  readonly #balancers = new Map<string, Balancer>();
  readonly #groups = new Map<string, TargetGroup>();
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();

  constructor(runtime: Runtime, acm: Acm, network: Network) {
    super();
    this.#runtime = runtime;
    this.#acm = acm;
    this.#network = network;
  }

  createBalancer(name: string): Balancer {
    const id = idOf(name);
    const balancer: Balancer = {
      arn: this.#arn(`loadbalancer/net/${name}/${id}`),
      name,
      dnsName: `${name}-${id}.elb.${this.#runtime.region}.amazonaws.com`,
    };
    this.#balancers.set(balancer.arn, balancer);
    return balancer;
  }

  /** Whether a load balancer has this DNS name. */
  hasName(dnsName: string): boolean {
    return [...this.#balancers.values()].some((balancer) => balancer.dnsName === dnsName);
  }

  createTargetGroup(name: string): TargetGroup {
    const group: TargetGroup = { arn: this.#arn(`targetgroup/${name}/${idOf(name)}`), name };
    this.#groups.set(group.arn, group);
    return group;
  }

  /** Listens on a free port and leads the balancer's name there. Returns the listener's ARN. */
  async createListener({ loadBalancerArn, targetGroupArn, port, certificateArn }: ListenerSettings): Promise<string> {
    const balancer = this.#balancers.get(loadBalancerArn);
    if (!balancer) throw new Error(`there is no load balancer ${loadBalancerArn}`);
    const group = this.#group(targetGroupArn);
    const arn = `${loadBalancerArn.replace(':loadbalancer/', ':listener/')}/${idOf(String(port))}`;
    const server = this.#serve(group, certificateArn, arn);
    server.on('connection', (socket) => this.#hold(socket));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    this.#servers.push(server);
    this.#network.route(balancer.dnsName, port, { port: (server.address() as AddressInfo).port });
    return arn;
  }

  /** From now on connections to the group get to this port of 127.0.0.1. */
  registerTarget(targetGroupArn: string, port: number): void {
    this.#group(targetGroupArn).target = port;
  }

  override async close(): Promise<void> {
    const closed = this.#servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)));
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  #serve(group: TargetGroup, certificateArn: string | undefined, listenerArn: string): Server {
    const forward = (socket: Socket) => this.#forward(socket, group);
    if (certificateArn === undefined) return createServer(forward);
    const { certificate, chain = '', privateKey } = this.#acm.useCertificate(certificateArn, listenerArn);
    return createTlsServer({ cert: `${certificate}\n${chain}`, key: privateKey }, forward);
  }

  #forward(client: Socket, { target }: TargetGroup): void {
    if (target === undefined) {
      client.destroy();
      return;
    }
    const server = connect({ host: '127.0.0.1', port: target, noDelay: true });
    this.#hold(server);
    client.setNoDelay(true);
    client.pipe(server).pipe(client);
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  }

  #hold(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
  }

  #group(arn: string): TargetGroup {
    const group = this.#groups.get(arn);
    if (!group) throw new Error(`there is no target group ${arn}`);
    return group;
  }

  #arn(resource: string): string {
    const { region, accountId } = this.#runtime;
    return `arn:aws:elasticloadbalancing:${region}:${accountId}:${resource}`;
  }
}

/** 16 letters, the same for the same name. */
function idOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}
