import type { Dynalite } from '../engine/dynalite.ts';
import type { Store } from '../engine/dynalite-modules.ts';
import type { ItemLocks } from '../engine/item-locks.ts';
import type { ItemWriter } from '../engine/item-writer.ts';
import type { RequestTokens } from './request-tokens.ts';

export interface TransactionContext {
  readonly dynalite: Dynalite;
  readonly locks: ItemLocks;
  readonly writer: ItemWriter;
  readonly tokens: RequestTokens;
  readonly open: () => Promise<Store>;
  /** The name of a table that exists, given its name or ARN. */
  tableName(nameOrArn: unknown): string;
}
