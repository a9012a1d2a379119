import { createRequire } from 'node:module';
import { ServiceError } from '../../service.ts';

/** What is used of dynalite's modules, which have no types. Its HTTP server is not: signatures are checked elsewhere. */
interface Store {
  readonly db: SyncableLevel;
  readonly tableDb: { put(key: string, value: unknown, done: (error?: Error | null) => void): void } & Account;
  getTable(name: string, checkStatus: boolean, done: (error: unknown, table?: TableDescription) => void): void;
}
interface Account {
  awsAccountId: string;
  awsRegion: string;
}
type Write = (...args: unknown[]) => Promise<void>;
interface SyncableLevel {
  _put: Write;
  _del: Write;
  _batch: Write;
  open(): Promise<void>;
  close(): Promise<void>;
}
interface Validation {
  readonly types: Readonly<Record<string, unknown>>;
  readonly custom: unknown;
}
interface Modules {
  readonly db: { create(options: object): Store };
  readonly validations: {
    checkTypes(data: object, types: Validation['types']): object;
    checkValidations(data: object, types: Validation['types'], custom: unknown, store: Store): void;
  };
}
type RunAction = (store: Store, data: object, done: (error: unknown, output?: unknown) => void) => void;

export interface TableDescription {
  TableStatus: string;
  readonly TableArn: string;
  readonly TableId: string;
  readonly KeySchema: unknown;
  readonly AttributeDefinitions: unknown;
  readonly GlobalSecondaryIndexes?: Record<string, unknown>[];
  readonly LocalSecondaryIndexes?: Record<string, unknown>[];
}

const require = createRequire(import.meta.url);
const modules: Modules = { db: require('dynalite/db'), validations: require('dynalite/validations') };

/** Dynalite's tables in a LevelDB folder, called in this process. Every write is synced before it is answered. */
export class Dynalite {
  readonly #path: string;
  readonly #account: Account;
  #store: Store | undefined;
  #opening: Promise<Store> | undefined;

  constructor(path: string, account: { accountId: string; region: string }) {
    this.#path = path;
    this.#account = { awsAccountId: account.accountId, awsRegion: account.region };
  }

  /** Throws ServiceError with the code and message that DynamoDB gives. */
  async run(action: string, input: object): Promise<unknown> {
    const name = action.charAt(0).toLowerCase() + action.slice(1);
    const validation: Validation = require(`dynalite/validations/${name}`);
    const execute: RunAction = require(`dynalite/actions/${name}`);
    refuseUnknownMembers(action, input, validation);
    const store = await this.#open();
    try {
      // Dynalite changes its input: callers inside the process keep theirs.
      const data = modules.validations.checkTypes(structuredClone(input), validation.types);
      modules.validations.checkValidations(data, validation.types, validation.custom, store);
      return await new Promise((resolve, reject) => {
        execute(store, data, (error, output) => (error ? reject(error) : resolve(output)));
      });
    } catch (error) {
      throw this.#failure(error);
    }
  }

  async table(name: string): Promise<TableDescription | undefined> {
    const store = await this.#open();
    return new Promise((resolve, reject) => {
      store.getTable(name, false, (error, table) => {
        if (isRefusal(error)) resolve(undefined);
        else if (error) reject(error);
        else resolve(table);
      });
    });
  }

  async putTable(name: string, table: TableDescription): Promise<void> {
    const store = await this.#open();
    return new Promise((resolve, reject) => {
      store.tableDb.put(name, table, (error) => (error ? reject(error) : resolve()));
    });
  }

  async close(): Promise<void> {
    const store = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    this.#store = undefined;
    await store?.db.close();
  }

  #open(): Promise<Store> {
    this.#opening ??= this.#create().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #create(): Promise<Store> {
    const store = modules.db.create({ path: this.#path, createTableMs: 0 });
    Object.assign(store.tableDb, this.#account);
    syncEveryWrite(store.db);
    await store.db.open();
    this.#store = store;
    return store;
  }

  #failure(error: unknown): unknown {
    if (isRefusal(error)) {
      const { __type = 'InternalServerError', message, Message } = error.body;
      return new ServiceError(__type.replace(/^.*#/, ''), message ?? Message ?? '', error.statusCode);
    }
    // LevelDB refuses every write after a failed one (a full disk) until it is opened again.
    if (/IO error|No space/i.test(String(error))) void this.#reopen(this.#store);
    return error;
  }

  async #reopen(failed: Store | undefined): Promise<void> {
    if (!failed || failed !== this.#store) return;
    this.#store = undefined;
    const closed = failed.db.close().catch(() => undefined);
    this.#opening = closed.then(() => this.#create());
    this.#opening.catch(() => {
      this.#opening = undefined;
    });
  }
}

/** LevelDB's `sync` option on each write, which dynalite leaves out; writes that wait together share one fdatasync. */
function syncEveryWrite(db: SyncableLevel): void {
  const { _put, _del, _batch } = db;
  db._put = (key, value, options) => _put.call(db, key, value, synced(options));
  db._del = (key, options) => _del.call(db, key, synced(options));
  db._batch = (operations, options) => _batch.call(db, operations, synced(options));
}

function synced(options: unknown): object {
  return { ...(typeof options === 'object' ? options : undefined), sync: true };
}

/** Members that change nothing here: reads always see the last write. */
const harmless: Readonly<Record<string, (value: unknown) => boolean>> = {
  ConsistentRead: () => true,
  ReturnValuesOnConditionCheckFailure: (value) => value === 'NONE',
};

function refuseUnknownMembers(action: string, input: object, { types }: Validation): void {
  for (const [name, value] of Object.entries(input)) {
    if (Object.hasOwn(types, name) || value === undefined || value === null || harmless[name]?.(value)) continue;
    throw new ServiceError(
      'ValidationException',
      `${name} of dynamodb.${action} is not supported by the local runtime (see SUPPORT.md)`,
    );
  }
}

interface Refusal {
  readonly statusCode: number;
  readonly body: { readonly __type?: string; readonly message?: string; readonly Message?: string };
}

function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && 'statusCode' in error && 'body' in error;
}
