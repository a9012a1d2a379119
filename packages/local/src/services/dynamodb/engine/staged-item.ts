import type { Done, Item, Operation, ParsedInput, Store, SubDatabase, TableDescription } from './dynalite-modules.ts';
import { entryKey } from './index-entries.ts';

/** One item before and after a write; absent: there is none. */
export interface ItemChange {
  readonly table: TableDescription;
  /** The item's key in its table's range of the database. */
  readonly key: string;
  readonly before?: Item;
  readonly after?: Item;
}

/**
 * A view of the store in which one action of dynalite writes one item: the writes are kept back, so that the item and its
 * index entries can be committed together. The caller holds the item's lock.
 */
export class StagedItem {
  readonly view: Store;
  readonly operations: Operation[] = [];
  readonly #table: TableDescription;
  readonly #key: string;
  #before: Item | undefined;
  #after: Item | undefined;

  constructor(store: Store, table: TableDescription, key: string) {
    this.#table = table;
    this.#key = key;
    const { TableName } = table;
    this.view = {
      ...store,
      getTable: (_name, checkStatus, done) => {
        const answer = typeof checkStatus === 'function' ? checkStatus : done;
        answer?.(null, table);
      },
      getItemDb: () => this.#itemDatabase(store.getItemDb(TableName)),
      getIndexDb: (type, _table, index) =>
        this.#indexDatabase(store.getIndexDb(type, TableName, index), indexPrefix(type, TableName, index)),
    };
  }

  get change(): ItemChange {
    return { table: this.#table, key: this.#key, before: this.#before, after: this.#after };
  }

  /** Reads the item for an action that writes nothing. */
  read(): Promise<Item | undefined> {
    return new Promise((resolve, reject) => {
      this.view.getItemDb(this.#table.TableName).get(this.#key, (error, item) => {
        if (error && !isNotFound(error)) reject(error);
        else resolve(item);
      });
    });
  }

  #itemDatabase(items: SubDatabase): SubDatabase {
    return {
      ...items,
      lock: (_key, run) => run((done) => done),
      get: (key, done) =>
        items.get(key, (error, item) => {
          this.#before = item;
          this.#after = item;
          done(error, item);
        }),
      put: (key, value, done) => {
        this.#after = value as Item;
        this.#stage({ type: 'put', key: itemKey(this.#table.TableName, key), value }, done);
      },
      del: (key, done) => {
        this.#after = undefined;
        this.#stage({ type: 'del', key: itemKey(this.#table.TableName, key) }, done);
      },
    };
  }

  #indexDatabase(entries: SubDatabase, prefix: string): SubDatabase {
    return {
      ...entries,
      put: (key, value, done) => this.#stage({ type: 'put', key: prefix + entryKey(key, this.#key), value }, done),
      del: (key, done) => this.#stage({ type: 'del', key: prefix + entryKey(key, this.#key) }, done),
    };
  }

  #stage(operation: Operation, done: Done): void {
    this.operations.push(operation);
    setImmediate(done, null);
  }
}

/** Where dynalite keeps an item. */
export function itemKey(tableName: string, key: string): string {
  return `item-${tableName}~${key}`;
}

function indexPrefix(type: string, tableName: string, indexName: string): string {
  return `index-${type.toLowerCase()}~${tableName}~${indexName}~`;
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotFoundError';
}

/** The primary key that a request names, in its `Key` or its `Item`. */
export function requestedKey({ Item, Key }: ParsedInput): Item {
  return Item ?? Key ?? {};
}
