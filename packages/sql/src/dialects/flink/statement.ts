import type { Position } from '../../sql-error.ts';
import type { Name } from '../../syntax/name.ts';
import type { Expression, Query } from '../../syntax/tree.ts';
import type { TypeName } from '../../syntax/type-name.ts';

/** The statements of a Flink SQL job that are parsed. */
export type Statement =
  | (Position & { readonly kind: 'set'; readonly key: string; readonly value: string })
  | CreateTable
  | (Position & { readonly kind: 'create-view'; readonly name: Name; readonly query: Query })
  | (Position & { readonly kind: 'insert'; readonly table: Name; readonly query: Query });

export interface CreateTable extends Position {
  readonly kind: 'create-table';
  readonly name: Name;
  readonly columns: readonly ColumnDefinition[];
  readonly watermark?: { readonly column: Name; readonly expression: Expression };
  readonly primaryKey: readonly Name[];
  readonly partitionedBy: readonly Name[];
  readonly options: readonly TableOption[];
}

export interface TableOption extends Position {
  readonly key: string;
  readonly value: string;
}

export type ColumnDefinition = Position & { readonly name: Name } & (
    | { readonly kind: 'physical'; readonly type: TypeName }
    /** `key`: the name of the metadata where it is not the column's. */
    | { readonly kind: 'metadata'; readonly type: TypeName; readonly key?: string }
    | { readonly kind: 'computed'; readonly expression: Expression }
  );
