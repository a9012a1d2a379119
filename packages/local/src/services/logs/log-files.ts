import type { Dirent } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ServiceError } from '../../service.ts';

/** The stream of the lines that the runtime itself writes, those of functions: the group's own file. */
const mainStream = 'local';

/**
 * Log groups as files: `/aws/lambda/NAME` is `logs/aws/lambda/NAME.log`, and streams that clients create lie beside it
 * in `NAME.streams/`. Each event is a line `TIME MESSAGE`; lines without a time belong to the event before them.
 */
export class LogFiles {
  readonly #directory: string;

  constructor(stateDirectory: string) {
    this.#directory = join(stateDirectory, 'logs');
  }

  /** Throws `InvalidParameterException` for what is no name of a group. */
  group(name: string): string {
    const wellFormed = /^[.\-_/#A-Za-z0-9]{1,512}$/.test(name);
    if (!wellFormed || name.split('/').some((part) => part === '.' || part === '..')) {
      throw new ServiceError('InvalidParameterException', `${JSON.stringify(name)} is not a log group's name`);
    }
    return join(this.#directory, `${name.replace(/^\//, '')}.log`);
  }

  stream(group: string, stream: string): string {
    const file = this.group(group);
    if (stream === mainStream) return file;
    if (!/^[^:*]{1,512}$/.test(stream)) {
      throw new ServiceError('InvalidParameterException', `${JSON.stringify(stream)} is not a log stream's name`);
    }
    return join(streamsDirectory(file), `${encodeURIComponent(stream)}.log`);
  }

  async groups(): Promise<string[]> {
    const names: string[] = [];
    for (const entry of await entriesOf(this.#directory, true)) {
      const path = join(entry.parentPath, entry.name).slice(this.#directory.length + 1);
      if (!entry.isFile() || !path.endsWith('.log') || dirname(path).endsWith('.streams')) continue;
      const name = path.slice(0, -'.log'.length);
      // A file cannot say whether its group's name began with a slash; those with folders do by custom.
      names.push(name.includes('/') ? `/${name}` : name);
    }
    return names.sort();
  }

  async streams(group: string): Promise<string[]> {
    const entries = await entriesOf(streamsDirectory(this.group(group)), false);
    return [mainStream, ...entries.map(({ name }) => decodeURIComponent(basename(name, '.log'))).sort()];
  }
}

/** Makes the folder of `file`. */
export async function reserveSpaceFor(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
}

function streamsDirectory(groupFile: string): string {
  return groupFile.replace(/\.log$/, '.streams');
}

async function entriesOf(directory: string, recursive: boolean): Promise<Dirent[]> {
  try {
    return await readdir(directory, { withFileTypes: true, recursive });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
