import { createHash } from 'node:crypto';
import { FlinkSqlError } from '../job/flink-sql-error.ts';
import { bigint, timestamp } from '../job/flink-type.ts';
import { type Call, type Expression, partsOf, type SelectItem } from '../job/job.ts';
import { type Aggregate, aggregates, unsupported } from './functions.ts';
import { groupStep } from './group-step.ts';
import type { Grouping } from './grouping.ts';
import { sliceColumn } from './names.ts';
import { type Column, type Relation, RelationScope, selectFromStep } from './relation.ts';
import type { GroupStep, WindowStep } from './steps.ts';
import { translate } from './translate-expression.ts';
import type { Typed } from './typed.ts';
import { windowStep } from './window-step.ts';

/** The rows of a GROUP BY: its keys and aggregates, by names of their own. */
export class Aggregation implements Relation {
  readonly columns: readonly Column[];
  readonly step: string;
  readonly window = undefined;
  readonly isAggregated = true;
  readonly numbering = undefined;
  readonly #input: Relation;
  readonly #alias: string | undefined;
  readonly #keys: readonly { readonly column: Column; readonly expression: Expression }[];
  readonly #windowKeys: readonly { readonly column: Column; readonly expression: Expression }[];
  readonly #calls: readonly { readonly column: Column; readonly call: Call }[];

  constructor(
    input: Relation,
    alias: string | undefined,
    {
      groupBy,
      expressions,
      line,
    }: { groupBy: readonly Expression[]; expressions: readonly Expression[]; line: number },
    step: string,
  ) {
    this.#input = input;
    this.#alias = alias;
    this.step = step;
    const scope = new RelationScope(input, alias);
    const isWindowKey = (expression: Expression, role: string) =>
      expression.kind === 'column' && scope.find(expression.path, line).column.role === role;
    const roles = ['window_start', 'window_end', 'window_time'] as const;
    this.#windowKeys = input.window
      ? groupBy.flatMap((expression) => {
          const role = roles.find((candidate) => isWindowKey(expression, candidate));
          return role ? [{ column: { name: `$${role}`, type: timestamp, role }, expression }] : [];
        })
      : [];
    if (input.window && !['$window_start', '$window_end'].every((name) => this.#hasWindowKey(name))) {
      throw new FlinkSqlError('GROUP BY over a window function must have its window_start and window_end', line);
    }
    if (groupBy.length === 0) throw new FlinkSqlError('an aggregate without GROUP BY is not supported here', line);
    const number = groupBy.find(({ kind }) => kind === 'number');
    if (number) throw new FlinkSqlError('a number in GROUP BY names no column in Flink', number.line);
    const others = groupBy.filter((expression) => !this.#windowKeys.some((key) => key.expression === expression));
    this.#keys = others.map((expression, index) => ({
      column: { name: `$key${index}`, type: translate(expression, scope).type },
      expression,
    }));
    const calls: Call[] = [];
    for (const expression of expressions) collectAggregates(expression, calls);
    this.#calls = calls.map((call, index) => ({
      call,
      column: { name: `$aggregate${index}`, type: this.#aggregate(call).type },
    }));
    this.columns = [...this.#windowKeys, ...this.#keys, ...this.#calls].map(({ column }) => column);
  }

  /** The column that stands for a key or an aggregate. */
  known(expression: Expression): Column | undefined {
    const keys = [...this.#windowKeys, ...this.#keys];
    const key = keys.find((candidate) => isSame(candidate.expression, expression));
    return key?.column ?? this.#calls.find(({ call }) => isSame(call, expression))?.column;
  }

  print(needed: ReadonlySet<string>): string {
    return selectFromStep(this, needed);
  }

  /** `taken`: fingerprints of steps that are finished; this one's is added. */
  finish(taken: Set<string>): WindowStep | GroupStep {
    const scope = new RelationScope(this.#input, this.#alias);
    const keyValues = this.#keys.map(({ expression }) => translate(expression, scope).sql);
    const plain = this.#calls.filter(({ call }) => !call.distinct);
    const distinct = this.#calls.filter(({ call }) => call.distinct);
    const results = plain.map(({ call, column }) => ({ ...this.#aggregate(call, scope), name: column.name }));
    const distincts = distinct.map(({ call, column }) => ({ value: argument(call, scope), name: column.name }));
    const { window } = this.#input;
    const from = this.#input.print(new Set([...scope.used, ...(window ? [sliceColumn] : [])]));
    const parts = [from, window?.slices ?? null, keyValues, results, distincts];
    const grouping: Grouping = {
      step: this.step,
      inputStep: this.#input.step,
      keys: this.#keys.map(({ column }) => column),
      keyValues,
      aggregates: results,
      distincts,
      from,
      fingerprint: newFingerprint(createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16), taken),
    };
    return window ? windowStep(grouping, window.slices) : groupStep(grouping);
  }

  #hasWindowKey(name: string): boolean {
    return this.#windowKeys.some(({ column }) => column.name === name);
  }

  #aggregate(call: Call, scope = new RelationScope(this.#input, this.#alias)): Aggregate {
    if (call.distinct) {
      if (!this.#input.window) {
        throw new FlinkSqlError('COUNT(DISTINCT …) is supported here over a window function only', call.line);
      }
      argument(call, scope);
      return { type: bigint, part: '', merge: 'sum' };
    }
    const of = aggregates[call.name.toUpperCase()];
    const arg = call.star ? undefined : argument(call, scope);
    if (!of || (call.star && call.name.toUpperCase() !== 'COUNT')) throw unsupported(call.name, [arg], call.line);
    return of(arg, call.line);
  }
}

/** Two metrics may compute the same: each has state of its own. */
function newFingerprint(digest: string, taken: Set<string>): string {
  let fingerprint = digest;
  for (let number = 2; taken.has(fingerprint); number++) fingerprint = `${digest}_${number}`;
  taken.add(fingerprint);
  return fingerprint;
}

/** Whether an aggregate is computed anywhere in the items. */
export function hasAggregate(items: readonly SelectItem[]): boolean {
  const calls: Call[] = [];
  for (const item of items) if (item.kind === 'expression') collectAggregates(item.expression, calls);
  return calls.length > 0;
}

function argument(call: Call, scope: RelationScope): Typed {
  const [arg, ...others] = call.args;
  const isDistinctCount = call.distinct && call.name.toUpperCase() !== 'COUNT';
  if (!arg || others.length > 0 || isDistinctCount) {
    throw new FlinkSqlError(
      `${call.name}${call.distinct ? '(DISTINCT …)' : ''} as it is here is not supported`,
      call.line,
    );
  }
  return translate(arg, scope);
}

/** Adds the aggregate calls below an expression, each once. */
function collectAggregates(expression: Expression, calls: Call[]): void {
  if (expression.kind === 'call' && Object.hasOwn(aggregates, expression.name.toUpperCase())) {
    if (!calls.some((call) => isSame(call, expression))) calls.push(expression);
    return;
  }
  for (const part of partsOf(expression)) collectAggregates(part, calls);
}

function isSame(a: Expression, b: Expression): boolean {
  const text = (expression: Expression) =>
    JSON.stringify(expression, (key, value: unknown) => (key === 'line' ? undefined : value));
  return text(a) === text(b);
}
