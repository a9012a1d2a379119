import { ServiceError } from '../../service.ts';

export interface WorkGroupSettings {
  readonly name: string;
  readonly description?: string;
  readonly enabled: boolean;
  /** `s3://bucket/prefix/`; undefined: each query names its own. */
  readonly outputLocation?: string;
  /** Whether the workgroup's settings take the place of those of the client. */
  readonly enforced: boolean;
  /** Queries that read more bytes are cancelled. */
  readonly bytesScannedCutoff?: number;
  readonly encryption?: Readonly<Record<string, unknown>>;
  readonly engineVersion: string;
  readonly createdMs: number;
}

/** `primary` is always there; the others are those of the template. */
export class WorkGroups {
  readonly #groups = new Map<string, WorkGroupSettings>();

  constructor(createdMs: number) {
    this.add({ name: 'primary', enabled: true, enforced: false, engineVersion: 'Athena engine version 3', createdMs });
  }

  add(settings: WorkGroupSettings): void {
    this.#groups.set(settings.name, settings);
  }

  all(): WorkGroupSettings[] {
    return [...this.#groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Throws `InvalidRequestException`. */
  get(name: string): WorkGroupSettings {
    const group = this.#groups.get(name);
    if (group === undefined) throw new ServiceError('InvalidRequestException', `WorkGroup ${name} is not found.`);
    return group;
  }
}
