import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceError } from '../../service.ts';
import { makeDirectory, writeJson } from '../s3/durable-files.ts';

export interface Column {
  readonly Name: string;
  /** Hive type, lower case: `string`, `bigint`, `array<struct<a:int>>`. */
  readonly Type?: string;
  readonly Comment?: string;
}

export interface SerDeInfo {
  readonly Name?: string;
  readonly SerializationLibrary?: string;
  readonly Parameters?: Readonly<Record<string, string>>;
}

export interface StorageDescriptor {
  readonly Columns?: readonly Column[];
  /** `s3://bucket/prefix/`. */
  readonly Location?: string;
  readonly InputFormat?: string;
  readonly OutputFormat?: string;
  readonly SerdeInfo?: SerDeInfo;
  readonly Compressed?: boolean;
  readonly Parameters?: Readonly<Record<string, string>>;
}

/** https://docs.aws.amazon.com/glue/latest/webapi/API_TableInput.html */
export interface TableInput {
  readonly Name: string;
  readonly Description?: string;
  readonly StorageDescriptor?: StorageDescriptor;
  readonly PartitionKeys?: readonly Column[];
  readonly Parameters?: Readonly<Record<string, string>>;
  readonly TableType?: string;
  readonly ViewOriginalText?: string;
  readonly ViewExpandedText?: string;
}

export interface Table extends TableInput {
  readonly DatabaseName: string;
  readonly CatalogId: string;
  /** Seconds since the epoch, as the JSON protocol carries times. */
  readonly CreateTime: number;
  readonly UpdateTime: number;
  readonly VersionId: string;
}

export interface DatabaseInput {
  readonly Name: string;
  readonly Description?: string;
  readonly LocationUri?: string;
  readonly Parameters?: Readonly<Record<string, string>>;
}

export interface Database extends DatabaseInput {
  readonly CatalogId: string;
  readonly CreateTime: number;
}

interface Stored {
  readonly database: Database;
  readonly tables: Readonly<Record<string, Table>>;
}

/** The Data Catalog: a file per database, all of it in memory. Names are folded to lower case, as Glue does. */
export class Catalog {
  readonly #directory: string;
  readonly #databases = new Map<string, Database>();
  readonly #tables = new Map<string, Map<string, Table>>();

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true });
    for (const file of readdirSync(directory).filter((name) => name.endsWith('.json'))) {
      // Written by #save alone.
      const { database, tables } = JSON.parse(readFileSync(join(directory, file), 'utf8')) as Stored;
      this.#databases.set(database.Name, database);
      this.#tables.set(database.Name, new Map(Object.entries(tables)));
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
    this.#databases.delete(Name);
    this.#tables.delete(Name);
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

  async putTable(table: Table): Promise<void> {
    const database = this.database(table.DatabaseName).Name;
    const name = table.Name.toLowerCase();
    this.#tablesOf(database).set(name, { ...table, Name: name, DatabaseName: database });
    await this.#save(database);
  }

  async removeTable(database: string, name: string): Promise<void> {
    const table = this.table(database, name);
    this.#tablesOf(database).delete(table.Name);
    await this.#save(table.DatabaseName);
  }

  #tablesOf(database: string): Map<string, Table> {
    return this.#tables.get(this.database(database).Name) ?? new Map();
  }

  async #save(name: string): Promise<void> {
    await makeDirectory(this.#directory);
    const stored: Stored = { database: this.database(name), tables: Object.fromEntries(this.#tablesOf(name)) };
    await writeJson(this.#file(name), join(this.#directory, `.${randomUUID()}`), stored);
  }

  #file(name: string): string {
    return join(this.#directory, `${encodeURIComponent(name)}.json`);
  }
}

function notFound(message: string): ServiceError {
  return new ServiceError('EntityNotFoundException', message);
}
