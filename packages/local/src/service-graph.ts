import type { RuntimeService } from './runtime-service.ts';

type Visit = (service: RuntimeService) => Promise<void>;

/** The services of a run, started and stopped in the order of what they say they depend on. */
export class ServiceGraph {
  readonly #dependencies: ReadonlyMap<RuntimeService, readonly RuntimeService[]>;
  readonly #dependents: ReadonlyMap<RuntimeService, readonly RuntimeService[]>;

  /** Throws for a dependency that does not exist, and for services that depend on each other in a circle. */
  constructor(services: readonly RuntimeService[]) {
    const byName = new Map(services.map((service) => [service.name, service]));
    const find = (name: string, user: RuntimeService) => {
      const found = byName.get(name);
      if (!found) throw new Error(`the service ${user.name} depends on ${name}, which does not exist`);
      return found;
    };
    this.#dependencies = new Map(services.map((one) => [one, one.dependsOn.map((name) => find(name, one))]));
    this.#dependents = new Map(
      services.map((one) => [one, services.filter((other) => other.dependsOn.includes(one.name))]),
    );
    for (const service of services) refuseCircle(service, this.#dependencies, []);
  }

  /** Each service after those that it depends on. */
  start(): Promise<void> {
    return visitAll(this.#dependencies, (service) => service.start());
  }

  /** With the flow: each service after those that depend on it. Rejects when one does, after all others are through. */
  flush(): Promise<void> {
    return visitAll(this.#dependents, (service) => service.flush());
  }

  /** With the flow: what takes requests first, what they are written to last. */
  close(): Promise<void> {
    return visitAll(this.#dependents, (service) => service.close());
  }

  async status(): Promise<Readonly<Record<string, unknown>>> {
    const statuses = [...this.#dependencies.keys()].map(async (service) => service.status());
    return Object.assign({}, ...(await Promise.all(statuses)));
  }
}

/** Visits each service once those before it are through, also when they failed; then rejects with the first failure. */
async function visitAll(before: ReadonlyMap<RuntimeService, readonly RuntimeService[]>, visit: Visit): Promise<void> {
  const visits = new Map<RuntimeService, Promise<void>>();
  const visitOnce = (service: RuntimeService): Promise<void> => {
    const known = visits.get(service);
    if (known) return known;
    const earlier = Promise.allSettled((before.get(service) ?? []).map(visitOnce));
    const visited = earlier.then(() => visit(service));
    visits.set(service, visited);
    return visited;
  };
  const outcomes = await Promise.allSettled([...before.keys()].map(visitOnce));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

function refuseCircle(
  service: RuntimeService,
  dependencies: ReadonlyMap<RuntimeService, readonly RuntimeService[]>,
  path: readonly RuntimeService[],
): void {
  if (path.includes(service)) {
    const circle = [...path.slice(path.indexOf(service)), service].map(({ name }) => name);
    throw new Error(`services depend on each other in a circle: ${circle.join(' -> ')}`);
  }
  for (const dependency of dependencies.get(service) ?? []) refuseCircle(dependency, dependencies, [...path, service]);
}
