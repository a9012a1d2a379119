import type { FlinkType } from './flink-type.ts';

/** What the window runner understands of Flink SQL. `line` is that of the job's text. */

export type Expression =
  | { readonly kind: 'column'; readonly path: readonly string[]; readonly line: number }
  | { readonly kind: 'string'; readonly value: string; readonly line: number }
  | { readonly kind: 'number'; readonly text: string; readonly line: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly line: number }
  | { readonly kind: 'null'; readonly line: number }
  | { readonly kind: 'interval'; readonly milliseconds: number; readonly line: number }
  | Call
  | { readonly kind: 'field'; readonly of: Expression; readonly name: string; readonly line: number }
  | {
      readonly kind: 'cast';
      readonly operand: Expression;
      readonly type: FlinkType;
      /** TRY_CAST: what cannot be cast is null. */
      readonly tries: boolean;
      readonly line: number;
    }
  | {
      readonly kind: 'case';
      readonly operand: Expression | undefined;
      readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
      readonly otherwise: Expression | undefined;
      readonly line: number;
    }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly line: number;
    }
  | { readonly kind: 'not' | 'negative'; readonly operand: Expression; readonly line: number }
  | {
      readonly kind: 'is';
      readonly operand: Expression;
      readonly what: 'NULL' | 'TRUE' | 'FALSE';
      readonly negated: boolean;
      readonly line: number;
    }
  | {
      readonly kind: 'in';
      readonly operand: Expression;
      readonly among: readonly Expression[];
      readonly negated: boolean;
      readonly line: number;
    }
  | {
      readonly kind: 'between';
      readonly operand: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly negated: boolean;
      readonly line: number;
    }
  | {
      readonly kind: 'like';
      readonly operand: Expression;
      readonly pattern: Expression;
      readonly negated: boolean;
      readonly line: number;
    }
  | {
      readonly kind: 'json_object';
      readonly entries: readonly { readonly key: string; readonly value: Expression }[];
      /** Members that are null are left out. */
      readonly absentOnNull: boolean;
      readonly line: number;
    }
  | {
      readonly kind: 'row_number';
      readonly partitionBy: readonly Expression[];
      readonly orderBy: readonly { readonly expression: Expression; readonly descending: boolean }[];
      readonly line: number;
    };

export interface Call {
  readonly kind: 'call';
  /** As written. */
  readonly name: string;
  readonly args: readonly Expression[];
  /** The one argument is `*`. */
  readonly star: boolean;
  readonly distinct: boolean;
  readonly line: number;
}

export type SelectItem =
  | { readonly kind: 'all'; readonly line: number }
  | {
      readonly kind: 'expression';
      readonly expression: Expression;
      readonly alias: string | undefined;
      readonly line: number;
    };

export type From =
  | { readonly kind: 'table'; readonly name: string; readonly alias: string | undefined; readonly line: number }
  | { readonly kind: 'query'; readonly query: Query; readonly alias: string | undefined; readonly line: number }
  | WindowFunction;

export interface WindowFunction {
  readonly kind: 'window';
  readonly function: 'TUMBLE' | 'HOP' | 'CUMULATE';
  readonly table: string;
  readonly timeColumn: string;
  /** In the order of the text, in milliseconds: TUMBLE size; HOP slide, size; CUMULATE step, size. */
  readonly intervals: readonly number[];
  readonly alias: string | undefined;
  readonly line: number;
}

export interface Select {
  readonly kind: 'select';
  readonly items: readonly SelectItem[];
  readonly from: From;
  readonly where: Expression | undefined;
  readonly groupBy: readonly Expression[];
  readonly having: Expression | undefined;
  readonly line: number;
}

export type Query = Select | { readonly kind: 'union'; readonly inputs: readonly Query[]; readonly line: number };

export type ColumnDefinition =
  | { readonly kind: 'physical'; readonly name: string; readonly type: FlinkType; readonly line: number }
  | {
      readonly kind: 'metadata';
      readonly name: string;
      readonly type: FlinkType;
      readonly key: string;
      readonly line: number;
    }
  | { readonly kind: 'computed'; readonly name: string; readonly expression: Expression; readonly line: number };

export interface CreateTable {
  readonly kind: 'create_table';
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  readonly watermark: { readonly column: string; readonly expression: Expression } | undefined;
  readonly primaryKey: readonly string[];
  readonly partitionedBy: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  readonly line: number;
}

export type Statement =
  | { readonly kind: 'set'; readonly key: string; readonly value: string; readonly line: number }
  | CreateTable
  | { readonly kind: 'create_view'; readonly name: string; readonly query: Query; readonly line: number }
  | { readonly kind: 'insert'; readonly table: string; readonly query: Query; readonly line: number };

/** The expressions that one is made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'call':
      return expression.args;
    case 'field':
      return [expression.of];
    case 'cast':
    case 'not':
    case 'negative':
    case 'is':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'in':
      return [expression.operand, ...expression.among];
    case 'between':
      return [expression.operand, expression.low, expression.high];
    case 'like':
      return [expression.operand, expression.pattern];
    case 'json_object':
      return expression.entries.map(({ value }) => value);
    case 'case': {
      const { operand, branches, otherwise } = expression;
      const ends = [operand, otherwise].filter((part) => part !== undefined);
      return [...ends, ...branches.flatMap(({ when, result }) => [when, result])];
    }
    default:
      return [];
  }
}
