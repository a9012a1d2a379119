import type { ContainerSettings } from '../ecs/container-image.ts';

/** Files that ClickHouse merges into its users. */
export interface UsersFiles {
  /** XML by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** Environment variables that the files read. */
  readonly environment: Readonly<Record<string, string>>;
}

const script =
  /^printf %s "\$(?<variable>\w+)" > \/etc\/clickhouse-server\/users\.d\/(?<file>[\w-]+\.xml) && exec \/entrypoint\.sh$/;

/**
 * The file that a container writes from a variable before it begins as its image does; none when it begins at once.
 * Throws for any other entry point or command. https://clickhouse.com/docs/operations/configuration-files
 */
export function usersFiles({
  environment,
  entryPoint = [],
  command = [],
}: Pick<ContainerSettings, 'environment' | 'entryPoint' | 'command'>): UsersFiles {
  if (entryPoint.length === 0 && command.length === 0) return { files: {}, environment: {} };
  const [line = '', ...more] = command;
  const { variable = '', file = '' } = script.exec(line)?.groups ?? {};
  const text = environment[variable];
  if (entryPoint.join(' ') !== 'sh -c' || more.length > 0 || text === undefined) {
    throw new Error('of EntryPoint and Command ClickHouse’s image takes here what SUPPORT.md says');
  }
  const names = [...text.matchAll(/from_env="(\w+)"/g)].map(([, name = '']) => name);
  const read = names.map((name) => {
    const value = environment[name];
    if (value === undefined) throw new Error(`${file} reads ${name}, which the container has not`);
    return [name, value] as const;
  });
  return { files: { [file]: text }, environment: Object.fromEntries(read) };
}
