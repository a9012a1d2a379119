import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceError } from '../../service.ts';
import { makeDirectory, writeJson } from '../s3/durable-files.ts';
import type { Database, Table } from './entities.ts';
import { PartitionLog } from './partition-log.ts';
import { archivedTables, archiveTable } from './table-archive.ts';

interface Stored {
  readonly database: Database;
  readonly tables: Readonly<Record<string, Table>>;
  /** What a template last said of a table, by the table's name. */
  readonly templates?: Readonly<Record<string, string>>;
}

/**
 * The Data Catalog: a file per database and a log of partitions per table, all of it in memory once it was read. Names
 * are folded to lower case, as Glue does.
 */
export class Catalog {
  readonly #directory: string;
  readonly #databases = new Map<string, Database>();
  readonly #tables = new Map<string, Map<string, Table>>();
  readonly #templates = new Map<string, Map<string, string>>();
  readonly #partitions = new Map<string, PartitionLog>();
  readonly #saving = new Map<string, Promise<void>>();

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
    for (const file of readdirSync(directory).filter((name) => name.endsWith('.json'))) {
      // Written by #save alone.
      const { database, tables, templates = {} } = JSON.parse(readFileSync(join(directory, file), 'utf8')) as Stored;
      this.#databases.set(database.Name, database);
      this.#tables.set(database.Name, new Map(Object.entries(tables)));
      this.#templates.set(database.Name, new Map(Object.entries(templates)));
    }
  }

  databases(): Database[] {
    return [...this.#databases.values()].sort((a, b) => (a.Name < b.Name ? -1 : 1));
  }

  /** Throws `EntityNotFoundException`. */
  database(name: string): Database {
    const database = this.#databases.get(name.toLowerCase());
    if (database === undefined) throw notFound(`Database ${name} not found.`);
    return database;
  }

  async putDatabase(database: Database): Promise<void> {
    const name = database.Name.toLowerCase();
    this.#databases.set(name, { ...database, Name: name });
    if (!this.#tables.has(name)) this.#tables.set(name, new Map());
    await this.#save(name);
  }

  async removeDatabase(name: string): Promise<void> {
    const { Name } = this.database(name);
    for (const table of this.tables(Name)) await this.#dropBelow(table);
    this.#databases.delete(Name);
    this.#tables.delete(Name);
    this.#templates.delete(Name);
    await this.#saving.get(Name)?.catch(() => undefined);
    await unlink(this.#file(Name));
  }

  tables(database: string): Table[] {
    return [...this.#tablesOf(database).values()].sort((a, b) => (a.Name < b.Name ? -1 : 1));
  }

  findTable(database: string, name: string): Table | undefined {
    return this.#tablesOf(database).get(name.toLowerCase());
  }

  /** Throws `EntityNotFoundException`. */
  table(database: string, name: string): Table {
    const table = this.findTable(database, name);
    if (table === undefined) throw notFound(`Table ${name} not found.`);
    return table;
  }

  /** What `putTable` was last told that a template says of the table. */
  templateOf({ DatabaseName, Name }: Table): string | undefined {
    return this.#templates.get(DatabaseName)?.get(Name);
  }

  async putTable(table: Table, template?: string): Promise<void> {
    const database = this.database(table.DatabaseName).Name;
    const name = table.Name.toLowerCase();
    this.#tablesOf(database).set(name, { ...table, Name: name, DatabaseName: database });
    if (template !== undefined) this.#templatesOf(database).set(name, template);
    await this.#save(database);
  }

  /** The table goes with its partitions, which go first: a table of the same name must never find them again. */
  async removeTable(database: string, name: string): Promise<void> {
    const table = this.table(database, name);
    await this.#dropBelow(table);
    this.#tablesOf(database).delete(table.Name);
    this.#templatesOf(table.DatabaseName).delete(table.Name);
    await this.#save(table.DatabaseName);
  }

  /** The registered partitions of a table. Throws `EntityNotFoundException` without the table. */
  partitions(database: string, name: string): PartitionLog {
    const { DatabaseName, Name } = this.table(database, name);
    const key = `${DatabaseName}\n${Name}`;
    const known = this.#partitions.get(key);
    if (known !== undefined) return known;
    const folder = join(this.#directory, 'partitions', encodeURIComponent(DatabaseName));
    const log = new PartitionLog(join(folder, `${encodeURIComponent(Name)}.ndjson`));
    this.#partitions.set(key, log);
    return log;
  }

  /** The versions of a table, the current one first. Throws `EntityNotFoundException` without the table. */
  async versions(database: string, name: string): Promise<Table[]> {
    const current = this.table(database, name);
    return [current, ...(await archivedTables(this.#archiveOf(current)))];
  }

  /** Keeps a version that another one is about to take the place of. */
  async archive(table: Table): Promise<void> {
    await archiveTable(this.#archiveOf(table), table);
  }

  async #dropBelow(table: Table): Promise<void> {
    await this.partitions(table.DatabaseName, table.Name).drop();
    this.#partitions.delete(`${table.DatabaseName}\n${table.Name}`);
    await rm(this.#archiveOf(table), { force: true });
  }

  #archiveOf({ DatabaseName, Name }: Table): string {
    return join(this.#directory, 'versions', encodeURIComponent(DatabaseName), `${encodeURIComponent(Name)}.ndjson`);
  }

  #tablesOf(database: string): Map<string, Table> {
    return this.#tables.get(this.database(database).Name) ?? new Map();
  }

  #templatesOf(database: string): Map<string, string> {
    const known = this.#templates.get(database) ?? new Map<string, string>();
    this.#templates.set(database, known);
    return known;
  }

  /** One file is written after the other, each with all that is known by then, so that none can bring back an older state. */
  #save(name: string): Promise<void> {
    const before = this.#saving.get(name) ?? Promise.resolve();
    const saved = before.catch(() => undefined).then(() => this.#write(name));
    this.#saving.set(name, saved);
    return saved;
  }

  async #write(name: string): Promise<void> {
    // Removed in the meantime.
    if (!this.#databases.has(name)) return;
    await makeDirectory(this.#directory);
    const tables = Object.fromEntries(this.#tablesOf(name));
    const stored: Stored = {
      database: this.database(name),
      tables,
      templates: Object.fromEntries(this.#templatesOf(name)),
    };
    await writeJson(this.#file(name), join(this.#directory, `.${randomUUID()}`), stored);
  }

  #file(name: string): string {
    return join(this.#directory, `${encodeURIComponent(name)}.json`);
  }
}

function notFound(message: string): ServiceError {
  return new ServiceError('EntityNotFoundException', message);
}
