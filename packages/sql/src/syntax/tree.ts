import type { Position } from '../sql-error.ts';
import type { Name } from './name.ts';
import type { TypeName } from './type-name.ts';

/** The syntax tree of expressions and queries, one for all dialects. Each dialect has statements of its own. */

export type LiteralKind = 'integer' | 'decimal' | 'double' | 'string' | 'binary' | 'boolean' | 'null';

export type IntervalUnit = 'millisecond' | 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

export type Expression = Position &
  (
    | { readonly kind: 'literal'; readonly type: LiteralKind; readonly text: string }
    /** `DATE '…'`, `TIMESTAMP '…'`, `JSON '…'` and so on. */
    | { readonly kind: 'typed-literal'; readonly type: string; readonly text: string }
    | { readonly kind: 'interval'; readonly negative: boolean; readonly text: string; readonly unit: IntervalUnit }
    | { readonly kind: 'column'; readonly parts: readonly Name[] }
    | Call
    | { readonly kind: 'unary'; readonly op: '-' | '+'; readonly operand: Expression }
    | { readonly kind: 'binary'; readonly op: BinaryOperator; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'not'; readonly operand: Expression }
    | { readonly kind: 'is-null'; readonly operand: Expression; readonly negated: boolean }
    | {
        readonly kind: 'is-truth';
        readonly operand: Expression;
        readonly value: 'true' | 'false' | 'unknown';
        readonly negated: boolean;
      }
    | { readonly kind: 'is-distinct'; readonly left: Expression; readonly right: Expression; readonly negated: boolean }
    | {
        readonly kind: 'between';
        readonly operand: Expression;
        readonly low: Expression;
        readonly high: Expression;
        readonly negated: boolean;
      }
    | {
        readonly kind: 'in';
        readonly operand: Expression;
        readonly among: readonly Expression[] | Query;
        readonly negated: boolean;
      }
    | {
        readonly kind: 'like';
        readonly operand: Expression;
        readonly pattern: Expression;
        readonly escape?: Expression;
        readonly negated: boolean;
      }
    | {
        readonly kind: 'quantified';
        readonly op: BinaryOperator;
        readonly operand: Expression;
        readonly quantifier: 'all' | 'any';
        readonly query: Query;
      }
    | { readonly kind: 'exists'; readonly query: Query }
    | { readonly kind: 'subquery'; readonly query: Query }
    | {
        readonly kind: 'case';
        readonly operand?: Expression;
        readonly whens: readonly { readonly when: Expression; readonly result: Expression }[];
        readonly otherwise?: Expression;
      }
    | { readonly kind: 'cast'; readonly operand: Expression; readonly type: TypeName; readonly isTry: boolean }
    | {
        readonly kind: 'json-object';
        readonly members: readonly { readonly key: Expression; readonly value: Expression }[];
        /** Members that are NULL are left out. */
        readonly absentOnNull: boolean;
      }
    /** `FLOOR(x TO MINUTE)`. */
    | {
        readonly kind: 'round-time';
        readonly function: 'floor' | 'ceil';
        readonly operand: Expression;
        readonly unit: string;
      }
    | { readonly kind: 'extract'; readonly field: string; readonly operand: Expression }
    | { readonly kind: 'at-time-zone'; readonly operand: Expression; readonly zone: Expression }
    | { readonly kind: 'subscript'; readonly base: Expression; readonly index: Expression }
    | { readonly kind: 'field'; readonly base: Expression; readonly name: Name }
    | { readonly kind: 'array'; readonly items: readonly Expression[] }
    | { readonly kind: 'row'; readonly items: readonly Expression[] }
    | { readonly kind: 'lambda'; readonly params: readonly Name[]; readonly body: Expression }
    | { readonly kind: 'now'; readonly what: 'date' | 'timestamp' | 'localtimestamp' }
    | { readonly kind: 'parameter'; readonly index: number }
  );

/** The expression of one kind. */
export type ExpressionOf<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

export type BinaryOperator =
  | ('+' | '-' | '*' | '/' | '%' | '||')
  | ('=' | '<>' | '<' | '>' | '<=' | '>=')
  | ('and' | 'or');

export interface Call extends Position {
  readonly kind: 'call';
  /** Lower case. */
  readonly name: string;
  /** The name as written. */
  readonly text: string;
  readonly args: readonly Expression[];
  /** `count(*)`. */
  readonly star: boolean;
  readonly distinct: boolean;
  readonly orderBy: readonly SortItem[];
  readonly filter?: Expression;
  readonly ignoreNulls: boolean;
  /** `json_value(… RETURNING type)`. */
  readonly returning?: TypeName;
  readonly over?: Window;
}

export interface SortItem {
  readonly expression: Expression;
  readonly descending: boolean;
  /** Undefined: as the dialect sorts them by default. */
  readonly nulls?: 'first' | 'last';
}

export interface Window {
  readonly base?: Name;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortItem[];
  readonly frame?: { readonly unit: string; readonly start: FrameBound; readonly end?: FrameBound };
}

export interface FrameBound {
  readonly kind: 'unbounded preceding' | 'preceding' | 'current row' | 'following' | 'unbounded following';
  readonly offset?: Expression;
}

export interface Query extends Position {
  readonly kind: 'query';
  readonly with: readonly { readonly name: Name; readonly columns: readonly Name[]; readonly query: Query }[];
  readonly body: QueryBody;
  readonly orderBy: readonly SortItem[];
  readonly offset?: Expression;
  /** Undefined: all rows. */
  readonly limit?: Expression;
}

export type QueryBody =
  | Select
  | { readonly kind: 'values'; readonly rows: readonly (readonly Expression[])[] }
  | {
      readonly kind: 'set-operation';
      readonly op: 'union' | 'except' | 'intersect';
      readonly all: boolean;
      readonly left: QueryBody;
      readonly right: QueryBody;
    }
  | Query;

export interface Select extends Position {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from?: Relation;
  readonly where?: Expression;
  readonly groupBy: readonly Grouping[];
  readonly having?: Expression;
  readonly windows: readonly { readonly name: Name; readonly window: Window }[];
}

export type SelectItem = Position &
  (
    | { readonly kind: 'star'; readonly qualifier: readonly Name[] }
    | { readonly kind: 'item'; readonly expression: Expression; readonly alias?: Name }
  );

export type Grouping =
  | { readonly kind: 'by'; readonly expression: Expression }
  | { readonly kind: 'rollup' | 'cube' | 'sets'; readonly sets: readonly (readonly Expression[])[] };

export type Relation = Position & {
  readonly alias?: Name;
  readonly columnAliases: readonly Name[];
} & (
    | { readonly kind: 'table'; readonly parts: readonly Name[] }
    | { readonly kind: 'derived'; readonly query: Query }
    /** `TABLE(TUMBLE(TABLE t, DESCRIPTOR(c), INTERVAL '1' MINUTE))`. */
    | { readonly kind: 'table-function'; readonly name: Name; readonly args: readonly TableArgument[] }
    | { readonly kind: 'unnest'; readonly items: readonly Expression[]; readonly ordinality: boolean }
    | {
        readonly kind: 'join';
        readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross';
        readonly left: Relation;
        readonly right: Relation;
        readonly on?: Expression;
        readonly using: readonly Name[];
      }
  );

export type TableArgument = Position &
  (
    | { readonly kind: 'table'; readonly parts: readonly Name[] }
    | { readonly kind: 'descriptor'; readonly columns: readonly Name[] }
    | { readonly kind: 'value'; readonly value: Expression }
  );
