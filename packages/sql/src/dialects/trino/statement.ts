import type { Position } from '../../sql-error.ts';
import type { Name } from '../../syntax/name.ts';
import type { Expression, Query } from '../../syntax/tree.ts';

/** The statements of Athena that are parsed. */
export type Statement =
  | { readonly kind: 'select'; readonly query: Query }
  | { readonly kind: 'explain'; readonly query: Query }
  | { readonly kind: 'show-databases'; readonly pattern?: string }
  | { readonly kind: 'show-tables'; readonly database?: string; readonly pattern?: string; readonly viewsOnly: boolean }
  | CreateTableAs
  | CreateView
  | { readonly kind: 'drop-table' | 'drop-view'; readonly parts: readonly Name[]; readonly ifExists: boolean }
  | { readonly kind: 'describe'; readonly parts: readonly Name[]; readonly columnsOnly: boolean }
  | { readonly kind: 'execute'; readonly name: string; readonly using: readonly Expression[] };

/** `CREATE TABLE … WITH (…) AS query`. */
export interface CreateTableAs {
  readonly kind: 'create-table-as';
  readonly parts: readonly Name[];
  readonly ifNotExists: boolean;
  readonly properties: readonly TableProperty[];
  readonly query: Query;
  /** False: the table is made without rows. */
  readonly withData: boolean;
}

export interface TableProperty extends Position {
  readonly name: string;
  readonly value: Expression;
}

/** `CREATE [OR REPLACE] VIEW name AS query`. */
export interface CreateView {
  readonly kind: 'create-view';
  readonly parts: readonly Name[];
  readonly orReplace: boolean;
  readonly query: Query;
  /** The query as it is written. */
  readonly text: string;
}
