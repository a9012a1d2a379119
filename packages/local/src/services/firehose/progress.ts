import { mkdir, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, readJson, syncDirectory, writeJson } from '../s3/durable-files.ts';
import type { Position } from './source.ts';

/** How far a delivery stream has come. */
export interface State {
  readonly position: Position;
  readonly delivered: number;
  readonly dropped: number;
  readonly failed: number;
  /** Milliseconds since the epoch. */
  readonly lastDelivery?: number;
}

/** A file that is to become an object. */
export interface StagedObject {
  readonly file: string;
  readonly bucket: string;
  readonly key: string;
  readonly roleArn: string;
  readonly keyArn?: string;
  readonly contentType: string;
}

/**
 * What is decided and not yet done: these files become these objects, then `state` holds. Once it is on disk the batch
 * is delivered exactly once, however often the process dies on the way.
 */
export interface Manifest {
  readonly objects: readonly StagedObject[];
  readonly state: State;
}

/** A delivery stream's files: its state, at most one manifest, and the staging folder of the batch that is open. */
export class Progress {
  readonly stagingDirectory: string;
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
    this.stagingDirectory = join(directory, 'staging');
  }

  async readState(): Promise<State | undefined> {
    return (await readJson(this.#path('state.json'))) as State | undefined;
  }

  async writeState(state: State): Promise<void> {
    await writeJson(this.#path('state.json'), this.#path('state.json.new'), state);
  }

  async readManifest(): Promise<Manifest | undefined> {
    return (await readJson(this.#path('manifest.json'))) as Manifest | undefined;
  }

  /** The staged files and their folder must be synced. */
  async writeManifest(manifest: Manifest): Promise<void> {
    await writeJson(this.#path('manifest.json'), this.#path('manifest.json.new'), manifest);
  }

  async removeManifest(): Promise<void> {
    await unlink(this.#path('manifest.json')).catch((error) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
    await syncDirectory(this.#directory);
  }

  /** Only while there is no manifest: what is staged belongs to nothing then. */
  async clearStaging(): Promise<void> {
    await rm(this.stagingDirectory, { recursive: true, force: true });
    await mkdir(this.stagingDirectory, { recursive: true });
  }

  #path(name: string): string {
    return join(this.#directory, name);
  }
}
