import type { ContainerSettings } from '../ecs/container-image.ts';

/** Files that ClickHouse merges into its configuration (`config.d/…`) and its users (`users.d/…`). */
export interface AddedFiles {
  /** XML by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Environment variables that the files read. */
  readonly environment: Readonly<Record<string, string>>;
}

const writing =
  /^printf %s "\$(?<variable>\w+)" > \/etc\/clickhouse-server\/(?<file>(?:users|config)\.d\/[\w-]+\.xml)$/;
const starting = 'exec /entrypoint.sh';

/**
 * The files that a container writes from variables before it begins as its image does; none when it begins at once.
 * Throws for any other entry point or command. https://clickhouse.com/docs/operations/configuration-files
 */
export function addedFiles({
  environment,
  entryPoint = [],
  command = [],
}: Pick<ContainerSettings, 'environment' | 'entryPoint' | 'command'>): AddedFiles {
  if (entryPoint.length === 0 && command.length === 0) return { files: {}, environment: {} };
  const [line = '', ...more] = command;
  const steps = line.split(' && ');
  if (entryPoint.join(' ') !== 'sh -c' || more.length > 0 || steps.pop() !== starting) throw new Error(unsupported);
  const files = steps.map((step) => {
    const { variable = '', file = '' } = writing.exec(step)?.groups ?? {};
    const text = environment[variable];
    if (text === undefined) throw new Error(unsupported);
    return { file, text };
  });
  const read = files.flatMap(({ file, text }) =>
    [...text.matchAll(/from_env="(\w+)"/g)].map(([, name = '']) => {
      const value = environment[name];
      if (value === undefined) throw new Error(`${file} reads ${name}, which the container does not have`);
      return [name, value] as const;
    }),
  );
  return {
    files: Object.fromEntries(files.map(({ file, text }) => [file, text])),
    environment: Object.fromEntries(read),
  };
}

const unsupported = 'ClickHouse supports the EntryPoint and Command described in SUPPORT.md, and no other';
