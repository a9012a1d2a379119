import type { Runtime } from '../../../runtime.ts';
import { type Account, database, type Level, type Store } from './dynalite-modules.ts';

/** Dynalite's store in a LevelDB folder. Every write is synced before it is answered. */
export class LevelStore {
  readonly #path: string;
  readonly #account: Account;
  readonly #onOpen: (store: Store) => Promise<void>;
  #store: Store | undefined;
  #opening: Promise<Store> | undefined;

  /** `onOpen` reads what is kept in memory; it is called again when the store had to be reopened. */
  constructor(
    path: string,
    { accountId, region }: Pick<Runtime, 'accountId' | 'region'>,
    onOpen: (store: Store) => Promise<void>,
  ) {
    this.#path = path;
    this.#account = { awsAccountId: accountId, awsRegion: region };
    this.#onOpen = onOpen;
  }

  open(): Promise<Store> {
    this.#opening ??= this.#create().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async close(): Promise<void> {
    const store = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    this.#store = undefined;
    await store?.db.close();
  }

  /** LevelDB refuses every write after a failed one (a full disk) until it is opened again. */
  recoverFrom(error: unknown): void {
    if (/IO error|No space/i.test(String(error))) void this.#reopen(this.#store);
  }

  async #create(): Promise<Store> {
    const store = database.create({ path: this.#path, createTableMs: 0 });
    Object.assign(store.tableDb, this.#account);
    syncEveryWrite(store.db);
    await store.db.open();
    await this.#onOpen(store);
    this.#store = store;
    return store;
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

/** LevelDB's `sync` option on each write, which dynalite leaves out. */
function syncEveryWrite(db: Level): void {
  const { _put, _del, _batch } = db;
  db._put = (key, value, options) => _put.call(db, key, value, synced(options));
  db._del = (key, options) => _del.call(db, key, synced(options));
  db._batch = (operations, options) => _batch.call(db, operations, synced(options));
}

function synced(options: unknown): object {
  return { ...(typeof options === 'object' ? options : undefined), sync: true };
}
