import { type Position, SqlError } from 'sql-dialects';
import { type SqlType, types } from '../sql-type.ts';
import type { Argument } from '../typed.ts';

/** What a function's rule may know of the call beside its arguments. */
export interface CallSite extends Position {
  /** Inside TRY, where what fails is NULL and nothing may raise an error of its own. */
  readonly inTry: boolean;
  /** Whether DuckDB's TRY can hold the arguments. */
  readonly isTryable: boolean;
  /** The moment of the query in milliseconds since the epoch. */
  readonly nowMs: number;
  /** An aggregate or window function of DuckDB with the call's DISTINCT, ORDER BY, FILTER and OVER. */
  aggregate(name: string, ...args: readonly string[]): string;
}

/** How a function of Athena is written in DuckDB's SQL. */
export interface FunctionRule {
  /** The minimum and maximum number of arguments. */
  readonly arity: readonly [number, number];
  readonly print: (args: readonly Argument[], site: CallSite) => string;
  readonly type: (args: readonly Argument[]) => SqlType | undefined;
  /** Checks arguments that no signature describes. */
  readonly check?: (args: readonly Argument[], position: Position) => void;
  /** Absent: an ordinary function. */
  readonly kind?: 'aggregate' | 'window';
}

export type FunctionRules = Readonly<Record<string, FunctionRule>>;
type ResultType = SqlType | undefined | ((args: readonly Argument[]) => SqlType | undefined);

const resultOf = (type: ResultType) => (typeof type === 'function' ? type : () => type);

export const many = Number.POSITIVE_INFINITY;

export const firstType = ([first]: readonly Argument[]): SqlType | undefined => first?.type;

export const elementType = ([list]: readonly Argument[]): SqlType | undefined => {
  return list?.type?.name === 'array' ? list.type.element : undefined;
};

/** The same in DuckDB, under another name where one is given. */
export function native(name: string, arity: number | readonly [number, number], type: ResultType): FunctionRule {
  return {
    arity: typeof arity === 'number' ? [arity, arity] : arity,
    print: (args) => `${name}(${args.map(({ sql }) => sql).join(', ')})`,
    type: resultOf(type),
  };
}

/** Written by a template: `print` gets the arguments' SQL in order. */
export function template(
  arity: number | readonly [number, number],
  type: ResultType,
  print: (...sql: string[]) => string,
): FunctionRule {
  return {
    arity: typeof arity === 'number' ? [arity, arity] : arity,
    print: (args) => print(...args.map(({ sql }) => sql)),
    type: resultOf(type),
  };
}

export function custom(
  arity: number | readonly [number, number],
  type: ResultType,
  print: FunctionRule['print'],
): FunctionRule {
  return { arity: typeof arity === 'number' ? [arity, arity] : arity, print, type: resultOf(type) };
}

/** An aggregate of DuckDB with the same arguments. */
export function aggregate(name: string, arity: number | readonly [number, number], type: ResultType): FunctionRule {
  return {
    kind: 'aggregate',
    arity: typeof arity === 'number' ? [arity, arity] : arity,
    print: (args, site) => site.aggregate(name, ...args.map(({ sql }) => sql)),
    type: resultOf(type),
  };
}

/** The argument at that place; the number of arguments was checked before. */
export function argument(args: readonly Argument[], index: number): Argument {
  const found = args[index];
  if (found === undefined) throw new Error(`argument ${index} is missing`);
  return found;
}

/** The value of an argument that must be written in the query. */
export function constant(args: readonly Argument[], index: number, what: string): string {
  const { constant: value, line, column } = argument(args, index);
  if (value === undefined)
    throw new SqlError(`${what} must be a constant in the local Athena`, { line, column }, 'NOT_SUPPORTED');
  return value;
}

/** The lambda at that place. */
export function lambda(args: readonly Argument[], index: number) {
  const { lambda: found, line, column } = argument(args, index);
  if (found === undefined) throw new SqlError('Expected a lambda expression', { line, column });
  return found;
}

export { types };
