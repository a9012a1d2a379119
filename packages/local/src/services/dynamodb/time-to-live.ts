import type { Commit, Follower } from './engine/committer.ts';
import type { Item, Level, Operation, Store } from './engine/dynalite-modules.ts';
import { itemKey } from './engine/staged-item.ts';

/** Items that expired longer ago are not deleted: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html */
const maxExpiredSeconds = 5 * 365 * 86_400;
const maxPerSweep = 10_000;

export interface ExpiredItem {
  readonly tableName: string;
  readonly item: Item;
}

/**
 * Which items expire when: each has an entry by its time, written in the same batch as the item.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
export class TimeToLive implements Follower {
  /** The attribute with the time, by table. */
  readonly #attributes = new Map<string, string>();

  async load({ db }: Store): Promise<void> {
    this.#attributes.clear();
    const range = { gte: 'time-to-live~', lt: 'time-to-live~\xff' };
    for await (const [key, attribute] of db.iterator(range)) {
      this.#attributes.set(key.slice(range.gte.length), String(attribute));
    }
  }

  attributeOf(tableName: string): string | undefined {
    return this.#attributes.get(tableName);
  }

  /** Another attribute, or none: the entries of the items that are there are written anew. */
  async configure(db: Level, tableName: string, attribute: string | undefined): Promise<Operation[]> {
    if (this.#attributes.get(tableName) === attribute) return [];
    const operations: Operation[] = [];
    const entries = { gte: entryKey(tableName, ''), lt: entryKey(tableName, '\xff') };
    for await (const key of db.keys(entries)) operations.push({ type: 'del', key });
    const settingKey = `time-to-live~${tableName}`;
    if (attribute === undefined) {
      this.#attributes.delete(tableName);
      return [...operations, { type: 'del', key: settingKey }];
    }
    this.#attributes.set(tableName, attribute);
    operations.push({ type: 'put', key: settingKey, value: attribute });
    const prefix = itemKey(tableName, '');
    for await (const [key, item] of db.iterator({ gte: prefix, lt: `${prefix}\xff` })) {
      const entry = this.#entry(tableName, key.slice(prefix.length), item as Item);
      if (entry) operations.push({ type: 'put', key: entry, value: item });
    }
    return operations;
  }

  operationsFor({ changes }: Commit): Operation[] {
    return changes.flatMap(({ table, key, before, after }) => {
      const old = this.#entry(table.TableName, key, before);
      const entry = this.#entry(table.TableName, key, after);
      const operations: Operation[] = [];
      if (old !== undefined && old !== entry) operations.push({ type: 'del', key: old });
      if (entry !== undefined && old !== entry) operations.push({ type: 'put', key: entry, value: after });
      return operations;
    });
  }

  committed(): void {}

  async expired(db: Level, nowMs: number): Promise<ExpiredItem[]> {
    const now = Math.floor(nowMs / 1000);
    const found: ExpiredItem[] = [];
    for (const tableName of this.#attributes.keys()) {
      const range = { gte: entryKey(tableName, digits(now - maxExpiredSeconds)), lt: entryKey(tableName, digits(now)) };
      for await (const [, item] of db.iterator({ ...range, limit: maxPerSweep })) {
        found.push({ tableName, item: item as Item });
      }
    }
    return found;
  }

  isExpired(tableName: string, item: Item | undefined, nowMs: number): boolean {
    const now = Math.floor(nowMs / 1000);
    const time = this.#timeOf(tableName, item);
    return time !== undefined && time < now && time >= now - maxExpiredSeconds;
  }

  #entry(tableName: string, key: string, item: Item | undefined): string | undefined {
    const time = this.#timeOf(tableName, item);
    return time === undefined ? undefined : entryKey(tableName, `${digits(time)}~${key}`);
  }

  /** Seconds since the epoch; undefined where the attribute is missing or no number. */
  #timeOf(tableName: string, item: Item | undefined): number | undefined {
    const attribute = this.#attributes.get(tableName);
    const value = attribute === undefined ? undefined : item?.[attribute]?.N;
    const time = Math.floor(Number(value ?? Number.NaN));
    return time >= 0 && time < 1e15 ? time : undefined;
  }
}

function entryKey(tableName: string, rest: string): string {
  return `expiry~${tableName}~${rest}`;
}

function digits(seconds: number): string {
  return String(seconds).padStart(15, '0');
}
