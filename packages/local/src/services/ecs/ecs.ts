import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Runtime } from '../../runtime.ts';
import { RuntimeService } from '../../runtime-service.ts';
import type { Service } from '../../service.ts';
import { clickHouseImage } from '../clickhouse/clickhouse-image.ts';
import type { Iam } from '../iam/iam.ts';
import type { LoadBalancer } from '../load-balancer/load-balancer.ts';
import { type ContainerImage, isImage, type RunningContainer } from './container-image.ts';
import { resolveSecret } from './resolve-secret.ts';
import type { ContainerDefinition, TaskDefinition } from './task-definition.ts';

/** Images that run here. Any other one stops the run by name. */
const images: readonly ContainerImage[] = [clickHouseImage];

export interface ServiceSettings {
  readonly name: string;
  readonly taskDefinitionArn: string;
  readonly loadBalancers: readonly { containerName: string; containerPort: number; targetGroupArn: string }[];
}

const tasksService = 'ecs-tasks.amazonaws.com';
const mebibyte = 1024 * 1024;

/**
 * Amazon ECS: a service runs one task; each of its containers is the program that its image is known to hold, with the
 * environment, the secrets (read with the execution role) and the volumes of the task definition.
 */
export class Ecs extends RuntimeService {
  /** It has no API here: the template is what makes services. */
  readonly service: Service = { name: 'ecs', actions: {} };
  override readonly dependsOn = ['secretsmanager'];
  readonly #runtime: Runtime;
  readonly #iam: Iam;
  readonly #loadBalancer: LoadBalancer;
  readonly #definitions = new Map<string, TaskDefinition>();
  readonly #running: RunningContainer[] = [];

  constructor(runtime: Runtime, iam: Iam, loadBalancer: LoadBalancer) {
    super();
    this.#runtime = runtime;
    this.#iam = iam;
    this.#loadBalancer = loadBalancer;
  }

  /** What containers tell other programs on this machine, by the names of run.json. */
  get addresses(): Readonly<Record<string, string>> {
    return Object.assign({}, ...this.#running.map(({ addresses }) => addresses));
  }

  /** Throws when a role does not let ECS take it, or an image cannot be run. */
  registerTaskDefinition(definition: TaskDefinition): void {
    for (const { image } of definition.containers) imageOf(image);
    for (const roleArn of [definition.executionRoleArn, definition.taskRoleArn]) {
      if (roleArn === undefined) continue;
      const context = { 'aws:sourceaccount': this.#runtime.accountId };
      this.#iam.assume(roleArn, tasksService, { sessionName: definition.family.slice(0, 64), context });
    }
    this.#definitions.set(definition.arn, definition);
  }

  /** Answers when the containers do. */
  async createService({ name, taskDefinitionArn, loadBalancers }: ServiceSettings): Promise<void> {
    const definition = this.#definitions.get(taskDefinitionArn);
    if (!definition) throw new Error(`there is no task definition ${taskDefinitionArn}`);
    for (const container of definition.containers) {
      const running = await this.#start(name, definition, container);
      this.#running.push(running);
      for (const { containerName, containerPort, targetGroupArn } of loadBalancers) {
        if (containerName !== container.name) continue;
        const port = running.ports.get(containerPort);
        if (port === undefined) throw new Error(`${container.image} has no port ${containerPort} here`);
        this.#loadBalancer.registerTarget(targetGroupArn, port);
      }
    }
  }

  override async close(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((container) => container.close()));
  }

  async #start(
    serviceName: string,
    definition: TaskDefinition,
    container: ContainerDefinition,
  ): Promise<RunningContainer> {
    const environment = { ...container.environment, ...(await this.#secretsOf(definition, container)) };
    return await imageOf(container.image).start({
      environment,
      entryPoint: container.entryPoint,
      command: container.command,
      folderOf: (path) => this.#folder(definition, container, path),
      memoryBytes: container.memoryMebibytes === undefined ? undefined : container.memoryMebibytes * mebibyte,
      reservedBytes: container.reservedMebibytes * mebibyte,
      isOwnName: (host) => this.#loadBalancer.hasName(host),
      hostPort: (containerPort) => this.#runtime.publishedPorts?.get(containerPort) ?? 0,
      log: (line) => this.#runtime.log(`${serviceName}: ${line}`),
    });
  }

  async #secretsOf({ executionRoleArn }: TaskDefinition, { name, secrets }: ContainerDefinition) {
    const entries = Object.entries(secrets);
    if (entries.length === 0) return {};
    if (executionRoleArn === undefined) throw new Error(`the container ${name} has secrets and no execution role`);
    const get = async (input: Readonly<Record<string, string>>): Promise<string> => {
      const caller = { arn: executionRoleArn };
      const answer = await this.#runtime.services.call('secretsmanager', 'GetSecretValue', input, caller);
      const text = typeof answer === 'object' && answer !== null && 'SecretString' in answer ? answer.SecretString : '';
      return String(text);
    };
    const values = entries.map(
      async ([variable, valueFrom]) => [variable, await resolveSecret(valueFrom, get)] as const,
    );
    return Object.fromEntries(await Promise.all(values));
  }

  /** A volume is a folder that stays; without one the container begins empty each time, as in the cloud. */
  async #folder({ family }: TaskDefinition, { name, mounts }: ContainerDefinition, path: string): Promise<string> {
    const volume = mounts[path];
    const own = join(this.#runtime.stateDirectory, 'ecs', family);
    const folder = volume === undefined ? join(own, 'containers', name) : join(own, 'volumes', volume);
    if (volume === undefined) await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }
}

function imageOf(image: string): ContainerImage {
  const found = images.find(({ name }) => isImage(image, name));
  if (found) return found;
  const known = images.map(({ name }) => name).join(', ');
  throw new Error(`the container image ${image} cannot be run here (see SUPPORT.md); what can: ${known}`);
}
