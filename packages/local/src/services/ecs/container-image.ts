/** What a container gets from its task definition. */
export interface ContainerSettings {
  readonly environment: Readonly<Record<string, string>>;
  /** In place of the image's own. An image refuses what it does not know. */
  readonly entryPoint: readonly string[] | undefined;
  readonly command: readonly string[] | undefined;
  /** Absolute folder for the volume that is mounted at this path of the container; a new empty one when none is. */
  folderOf(containerPath: string): Promise<string>;
  /** Hard limit; undefined: what the machine has. */
  readonly memoryBytes: number | undefined;
  /** What the host must have left for it. */
  readonly reservedBytes: number;
  /** Whether a load balancer that leads here has this name. */
  isOwnName(name: string): boolean;
  /** Port on 127.0.0.1 for this port of the container; 0: a free one. */
  hostPort(containerPort: number): number;
  log(line: string): void;
}

export interface RunningContainer {
  /** Ports on 127.0.0.1 by those that the container exposes. */
  readonly ports: ReadonlyMap<number, number>;
  /** For other programs on this machine, by the names of run.json. */
  readonly addresses: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** An image that runs here without a container, known by its name in any registry. */
export interface ContainerImage {
  /** `clickhouse/clickhouse-server` */
  readonly name: string;
  start(settings: ContainerSettings): Promise<RunningContainer>;
}

/** Whether `image` (`docker.io/library/name:tag@digest`) is the one of that name. */
export function isImage(image: string, name: string): boolean {
  const withoutTag = image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  return withoutTag === name || withoutTag.endsWith(`/${name}`);
}
