import type { Action, Permission, Principal, Service, Services } from '../service.ts';
import { ServiceError } from '../service.ts';

/** Every service of the process by its name, and the one way to call it: permissions first, then the action. */
export class ServiceRegistry implements Services {
  readonly authorize: (caller: Principal, permission: Permission) => void;
  readonly #services = new Map<string, Service>();
  readonly #byTarget = new Map<string, Service>();

  /** `authorize` is `Iam.authorize`: given as a function, as engines are made after the registry. */
  constructor(authorize: (caller: Principal, permission: Permission) => void) {
    this.authorize = authorize;
  }

  /** A second service of the same name takes the place of the first. */
  register(service: Service): void {
    this.#services.set(service.name, service);
    if (service.targetPrefix !== undefined) this.#byTarget.set(service.targetPrefix, service);
  }

  /** The service that `X-Amz-Target` names by its prefix. */
  byTargetPrefix(prefix: string): Service | undefined {
    return this.#byTarget.get(prefix);
  }

  get(name: string): Service | undefined {
    return this.#services.get(name);
  }

  async call(service: string, action: string, input: unknown, caller: Principal): Promise<unknown> {
    const known = this.#actionOf(service, action);
    if (!known) throw unknownAction(service, action);
    for (const permission of known.permissions(input)) this.authorize(caller, permission);
    return known.run(input, caller);
  }

  blobOf(service: string, action: string): string | undefined {
    return this.#actionOf(service, action)?.blob;
  }

  #actionOf(service: string, action: string): Action | undefined {
    const actions = this.#services.get(service)?.actions;
    return actions && Object.hasOwn(actions, action) ? actions[action] : undefined;
  }
}

function unknownAction(service: string, action: string): ServiceError {
  return new ServiceError(
    'UnknownOperationException',
    `${service}.${action} is not supported by the local runtime (see SUPPORT.md)`,
  );
}
