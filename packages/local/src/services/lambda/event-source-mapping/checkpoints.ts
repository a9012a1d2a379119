import { join } from 'node:path';
import { makeDirectory, readJson, writeJson } from '../../s3/durable-files.ts';

export interface ShardPosition {
  /** Sequence number of the last record that is done, with all before it. */
  readonly after?: string;
  /** The shard was closed and all of it is done. */
  readonly ended?: true;
}

interface State {
  /** When the mapping was made, milliseconds since the epoch. */
  readonly since: number;
  readonly shards: Readonly<Record<string, ShardPosition>>;
}

/** How far a mapping has come, on disk. */
export class Checkpoints {
  /** When the mapping was made, milliseconds since the epoch. */
  readonly since: number;
  readonly #directory: string;
  readonly #onFailure: (error: unknown) => void;
  readonly #shards: Map<string, ShardPosition>;
  #isChanged = false;
  #writing: Promise<void> | undefined;

  private constructor(directory: string, { since, shards }: State, onFailure: (error: unknown) => void) {
    this.#directory = directory;
    this.since = since;
    this.#shards = new Map(Object.entries(shards));
    this.#onFailure = onFailure;
  }

  /** On disk before the first record is read: where LATEST begins must not move with a restart. */
  static async open(directory: string, now: number, onFailure: (error: unknown) => void): Promise<Checkpoints> {
    await makeDirectory(directory);
    const kept = (await readJson(join(directory, 'state.json'))) as State | undefined;
    const checkpoints = new Checkpoints(directory, kept ?? { since: now, shards: {} }, onFailure);
    if (!kept) await checkpoints.#write();
    return checkpoints;
  }

  of(shardId: string): ShardPosition {
    return this.#shards.get(shardId) ?? {};
  }

  /** Resolves when it is on disk; also when it cannot be written, as doing a batch again is better than standing still. */
  set(shardId: string, position: ShardPosition): Promise<void> {
    this.#shards.set(shardId, position);
    return this.#change();
  }

  /** Forgets shards that are not listed any more. */
  keep(listed: ReadonlySet<string>): void {
    const gone = [...this.#shards.keys()].filter((id) => !listed.has(id));
    for (const id of gone) this.#shards.delete(id);
    if (gone.length > 0) void this.#change();
  }

  /** Resolves when everything is on disk, or could not be written. */
  async saved(): Promise<void> {
    await (this.#isChanged ? this.#change() : this.#writing);
  }

  #change(): Promise<void> {
    this.#isChanged = true;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#isChanged) {
        this.#isChanged = false;
        await this.#write();
      }
    } catch (error) {
      this.#isChanged = true;
      this.#onFailure(error);
    }
  }

  async #write(): Promise<void> {
    const file = join(this.#directory, 'state.json');
    const state: State = { since: this.since, shards: Object.fromEntries(this.#shards) };
    await writeJson(file, `${file}.new`, state);
  }
}
