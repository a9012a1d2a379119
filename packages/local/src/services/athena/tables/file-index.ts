import type { Value } from '../process/protocol.ts';
import type { QueryConnection } from '../process/query-connection.ts';
import { text } from '../sql/sql-type.ts';
import type { DataFile } from './list-files.ts';

const remembered = 50_000;
const filesAtOnce = 500;

/** Reads a fact about each file once: files never change in place, they are replaced. */
export class FileIndex<Fact> {
  readonly #known = new Map<string, { readonly size: number; readonly modifiedMs: number; readonly fact: Fact }>();
  readonly #read: (connection: QueryConnection, files: string) => Promise<Map<string, Fact>>;
  readonly #missing: Fact;

  /** `read` gets a list of paths in DuckDB's SQL; `missing` is the fact of files that it gives none for. */
  constructor(read: (connection: QueryConnection, files: string) => Promise<Map<string, Fact>>, missing: Fact) {
    this.#read = read;
    this.#missing = missing;
  }

  async of(connection: QueryConnection, files: readonly DataFile[]): Promise<Map<DataFile, Fact>> {
    const unknown = files.filter((file) => this.#find(file) === undefined);
    for (let start = 0; start < unknown.length; start += filesAtOnce) {
      const batch = unknown.slice(start, start + filesAtOnce);
      const facts = await this.#read(connection, pathList(batch));
      for (const { path, size, modifiedMs } of batch) {
        this.#known.set(path, { size, modifiedMs, fact: facts.get(path) ?? this.#missing });
      }
    }
    const facts = new Map(files.map((file) => [file, this.#find(file) ?? this.#missing]));
    for (const path of this.#known.keys()) {
      if (this.#known.size <= remembered) break;
      this.#known.delete(path);
    }
    return facts;
  }

  #find({ path, size, modifiedMs }: DataFile): Fact | undefined {
    const known = this.#known.get(path);
    return known?.size === size && known.modifiedMs === modifiedMs ? known.fact : undefined;
  }
}

/** The paths as a list of DuckDB's SQL. */
export function pathList(files: readonly DataFile[]): string {
  return `[${files.map(({ path }) => text(escapeGlob(path))).join(', ')}]`;
}

/** DuckDB takes every path for a pattern. Keys hold none of these characters, but the state directory's path may. */
function escapeGlob(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}

export function asText(value: Value | undefined): string {
  return String(value);
}
