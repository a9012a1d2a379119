import { ServiceError } from '../../../service.ts';
import type { Commit, Committer, StreamIdentity } from './committer.ts';
import type { Dynalite } from './dynalite.ts';
import { database, type Item, type ParsedInput, type Store, type TableDescription } from './dynalite-modules.ts';
import type { ItemLocks } from './item-locks.ts';
import { requestedKey, StagedItem } from './staged-item.ts';

export interface ItemWriterParts {
  readonly dynalite: Dynalite;
  readonly locks: ItemLocks;
  readonly committer: Committer;
  readonly open: () => Promise<Store>;
}

/** An item that a request writes: its table, its key in the database, and what to lock. */
export interface Target {
  readonly table: TableDescription;
  readonly key: string;
  readonly lock: string;
}

/** Writes one item with its index entries and its stream record: all of them, or nothing. */
export class ItemWriter {
  readonly #parts: ItemWriterParts;

  constructor(parts: ItemWriterParts) {
    this.#parts = parts;
  }

  /** PutItem, UpdateItem or DeleteItem. */
  async write(action: string, input: object): Promise<unknown> {
    const { onConditionFailure, rest } = splitConditionFailure(input);
    const parsed = await this.#parts.dynalite.parse(action, rest);
    const target = await this.target(parsed);
    const output = await this.#parts.locks.write(target.lock, async () => {
      const staged = await this.stage(target);
      return this.#run(action, parsed, staged, onConditionFailure);
    });
    if (output !== 'conflict') return output;
    throw new ServiceError('TransactionConflictException', 'Transaction is ongoing for the item');
  }

  /** A put or delete of a batch, or an expiry: it waits for transactions. `condition` may call it off. */
  async writeUnconditionally(
    action: string,
    parsed: ParsedInput,
    { isDue, identity }: { isDue?: (item: Item | undefined) => boolean; identity?: StreamIdentity } = {},
  ): Promise<unknown> {
    const target = await this.target(parsed);
    return this.#parts.locks.writeAfterTransactions(target.lock, async () => {
      const staged = await this.stage(target);
      if (isDue && !isDue(await staged.read())) return undefined;
      return this.#run(action, parsed, staged, undefined, identity);
    });
  }

  /** Throws when the table does not exist, or the key is not one of it. */
  async target(parsed: ParsedInput): Promise<Target> {
    const { dynalite } = this.#parts;
    const { TableName, Item, Key } = parsed;
    const table = await dynalite.table(TableName);
    if (!table) throw new ServiceError('ResourceNotFoundException', 'Requested resource not found');
    return dynalite.translated(async () => {
      const refusal = Item ? database.validateItem(Item, table) : database.validateKey(Key ?? {}, table);
      if (refusal) throw refusal;
      const key = database.createKey(requestedKey(parsed), table);
      return { table, key, lock: `${TableName}~${key}` };
    });
  }

  async stage({ table, key }: Target): Promise<StagedItem> {
    return new StagedItem(await this.#parts.open(), table, key);
  }

  async #run(
    action: string,
    parsed: ParsedInput,
    staged: StagedItem,
    onConditionFailure: unknown,
    identity?: StreamIdentity,
  ): Promise<unknown> {
    try {
      const output = await this.#parts.dynalite.execute(action, staged.view, parsed);
      await this.commit({ operations: staged.operations, changes: [staged.change], identity });
      return output;
    } catch (error) {
      const item = staged.change.before;
      if (!isConditionFailure(error) || onConditionFailure !== 'ALL_OLD' || !item) throw error;
      throw new ServiceError(error.code, error.message, error.status, { Item: item });
    }
  }

  async commit(commit: Commit): Promise<void> {
    await this.#parts.dynalite.translated(() => this.#parts.committer.commit(commit));
  }
}

export function isConditionFailure(error: unknown): error is ServiceError {
  return error instanceof ServiceError && error.code === 'ConditionalCheckFailedException';
}

const onConditionFailureValues: ReadonlySet<unknown> = new Set([undefined, null, 'NONE', 'ALL_OLD']);

/**
 * Dynalite does not know `ReturnValuesOnConditionCheckFailure`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
 */
export function splitConditionFailure(input: object): { readonly onConditionFailure: unknown; readonly rest: object } {
  const { ReturnValuesOnConditionCheckFailure: onConditionFailure, ...rest } = {
    ReturnValuesOnConditionCheckFailure: undefined,
    ...input,
  };
  if (onConditionFailureValues.has(onConditionFailure)) return { onConditionFailure, rest };
  throw new ServiceError(
    'ValidationException',
    `1 validation error detected: Value '${onConditionFailure}' at 'returnValuesOnConditionCheckFailure' failed to ` +
      'satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]',
  );
}
