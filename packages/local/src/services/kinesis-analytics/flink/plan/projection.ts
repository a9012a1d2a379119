import { FlinkSqlError } from '../job/flink-sql-error.ts';
import type { Expression, SelectItem } from '../job/job.ts';
import { type Column, hiddenOf, type Numbering, type OpenWindow, type Relation, RelationScope } from './relation.ts';
import { condition, type Scope, translate } from './translate-expression.ts';
import { quotedName, type Typed } from './typed.ts';

interface Item {
  readonly column: Column;
  readonly expression: Expression;
}

/** The input's column that stands for an expression as a whole. */
export type Known = (expression: Expression) => Column | undefined;

export interface Select {
  readonly items: readonly SelectItem[];
  readonly where: readonly Expression[];
}

/** SELECT … FROM input WHERE …: row by row. */
export class Projection implements Relation {
  readonly columns: readonly Column[];
  readonly step: string;
  readonly window: OpenWindow | undefined;
  readonly isAggregated: boolean;
  readonly numbering: Numbering | undefined;
  readonly #input: Relation;
  readonly #alias: string | undefined;
  readonly #where: readonly Expression[];
  readonly #known: Known | undefined;
  readonly #items: readonly Item[];

  constructor(input: Relation, alias: string | undefined, { items, where }: Select, known?: Known) {
    this.#input = input;
    this.#alias = alias;
    this.#where = where;
    this.#known = known;
    this.step = input.step;
    this.window = input.window;
    this.isAggregated = input.isAggregated;
    this.#items = items.flatMap((item, index) => this.#expand(item, index));
    this.columns = this.#items.map(({ column }) => column);
    this.numbering = this.#numbering();
    const { scope } = this.#scope();
    for (const filter of where) condition(translate(filter, scope), filter.line);
  }

  print(needed: ReadonlySet<string>): string {
    const { scope, used } = this.#scope();
    const values = [...needed]
      .filter((name) => !hiddenOf(needed).includes(name))
      .map((name) => `${this.#print(name, scope).sql} AS ${quotedName(name)}`);
    const hidden = hiddenOf(needed);
    const filters = this.#where.map((filter) => condition(translate(filter, scope), filter.line));
    const from = this.#input.print(new Set([...used, ...hidden]));
    const where = filters.length > 0 ? ` WHERE ${filters.join(' AND ')}` : '';
    return `SELECT ${[...values, ...hidden.map(quotedName)].join(', ') || '1'} FROM (${from})${where}`;
  }

  #expand(item: SelectItem, index: number): Item[] {
    if (item.kind === 'all') {
      return this.#input.columns.map((column) => ({
        column,
        expression: { kind: 'column', path: [column.name], line: item.line },
      }));
    }
    const { expression, alias, line } = item;
    const name = alias ?? (expression.kind === 'column' ? expression.path.at(-1) : undefined) ?? `EXPR$${index}`;
    if (expression.kind === 'row_number') return [{ column: { name, type: { kind: 'BIGINT' } }, expression }];
    const { scope, relation } = this.#scope();
    const { type } = translate(expression, scope);
    if (type.kind === 'INTERVAL') throw new FlinkSqlError(`${name}: an interval is no column here`, line);
    if (type.kind === 'NULL') throw new FlinkSqlError(`${name}: NULL has no type in Flink: CAST(NULL AS …)`, line);
    const isKnown = this.#known?.(expression) !== undefined;
    const found = expression.kind === 'column' && !isKnown ? relation.find(expression.path, line) : undefined;
    const role = found?.member === undefined ? found?.column.role : undefined;
    return [{ column: { name, type, ...(role && { role }) }, expression }];
  }

  #numbering(): Numbering | undefined {
    const item = this.#items.find(({ expression }) => expression.kind === 'row_number');
    if (item?.expression.kind !== 'row_number') return undefined;
    const { partitionBy, orderBy, line } = item.expression;
    const { relation } = this.#scope();
    const [order, ...others] = orderBy.map(({ expression, descending }) =>
      expression.kind === 'column' && !descending ? relation.find(expression.path, line).column : undefined,
    );
    if (order?.role !== 'processing_time' || others.length > 0 || this.#where.length > 0) {
      throw new FlinkSqlError(
        'ROW_NUMBER is supported here in the order of a processing time, ascending, without a filter beside it',
        line,
      );
    }
    const keys = partitionBy.map((expression) => {
      const found = expression.kind === 'column' ? relation.find(expression.path, line) : undefined;
      if (!found || found.member !== undefined || found.column.type.kind === 'ROW') {
        throw new FlinkSqlError('PARTITION BY takes columns here', line);
      }
      const { name } = found.column;
      const selected = this.#items.find(({ expression: other }) => isColumn(other, relation, name));
      if (!selected) throw new FlinkSqlError(`PARTITION BY ${name}: select it as well`, line);
      return selected.column.name;
    });
    if (keys.length === 0) throw new FlinkSqlError('ROW_NUMBER without PARTITION BY is not supported here', line);
    return { name: item.column.name, partitionBy: keys, line };
  }

  #print(name: string, scope: Scope): Typed {
    const item = this.#items.find(({ column }) => column.name === name);
    if (item) return translate(item.expression, scope);
    const [head = '', member = ''] = name.split('.');
    const row = this.#items.find(({ column }) => column.name === head);
    if (row?.expression.kind !== 'column') throw new Error(`${name} is no column of the rows that are wanted`);
    return scope.column([...row.expression.path, member], row.expression.line);
  }

  #scope(): { scope: Scope; relation: RelationScope; used: ReadonlySet<string> } {
    const relation = new RelationScope(this.#input, this.#alias);
    const known = this.#known;
    const scope: Scope = {
      column(path, line) {
        if (!known) return relation.column(path, line);
        throw new FlinkSqlError(`${path.join('.')} is neither a key of GROUP BY nor in an aggregate`, line);
      },
      known(expression) {
        const column = known?.(expression);
        return column && relation.column([column.name], expression.line);
      },
    };
    return { scope, relation, used: relation.used };
  }
}

function isColumn(expression: Expression, relation: RelationScope, name: string): boolean {
  if (expression.kind !== 'column') return false;
  const { column, member } = relation.find(expression.path, expression.line);
  return column.name === name && member === undefined;
}
