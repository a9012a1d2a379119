import type { Expression, Grouping, Name, Select, SelectItem, SortItem, Window } from 'sql-dialects';
import { SqlError } from 'sql-dialects';
import { refuseAggregates } from './aggregates.ts';
import { checkGrouping } from './check-grouping.ts';
import type { Column } from './column.ts';
import type { Context } from './context.ts';
import { equalPairs, withEquals } from './equal-columns.ts';
import { printExpression } from './print-expression.ts';
import { booleanOf } from './print-operators.ts';
import type { PrintedQuery } from './print-query.ts';
import { printRelation } from './print-relation.ts';
import { printSortItem, sortKey } from './print-window.ts';
import { conjuncts, pushFilter } from './push-filter.ts';
import { Scope } from './scope.ts';
import { quoted } from './sql-type.ts';
import { passesFilters } from './transparency.ts';
import { checkOrderable } from './types/check-operands.ts';

interface Item {
  readonly name: string | undefined;
  readonly expression: Expression | undefined;
  readonly sql: string;
  readonly column: Column;
}

/** One SELECT, with the ORDER BY of its query, which may name columns that do not come out. */
export function printSelect(
  select: Select,
  at: Context,
  orderBy: readonly SortItem[],
): PrintedQuery & { orderBy: string[] } {
  const from = select.from === undefined ? undefined : printRelation(select.from, at);
  const named = new Scope(from?.relations ?? [], from?.merged ?? [], at.scope);
  const filters = select.where === undefined ? [] : conjuncts(select.where);
  const relations = withEquals(named.relations, equalPairs(filters, named));
  const scope = new Scope(relations, named.merged, at.scope);
  const windows = new Map<string, Window>(select.windows.map(({ name, window }) => [name.key, window]));
  const inside: Context = { ...at, scope, windows };
  for (const filter of filters) pushFilter(filter, inside);
  if (select.where !== undefined) refuseAggregates(select.where, 'WHERE clause');
  const items = select.items.flatMap((item) => printItem(item, inside, select));
  const where = select.where === undefined ? '' : ` WHERE ${booleanOf(select.where, 'WHERE clause', inside)}`;
  const group = printGroups(select.groupBy, inside, items);
  checkGrouping(select, inside, new Set(groupKeys(select.groupBy, inside, items)));
  const having = select.having === undefined ? '' : ` HAVING ${booleanOf(select.having, 'HAVING clause', inside)}`;
  const list = items.map(({ sql }, index) => `${sql} AS ${quoted(`c${index + 1}`)}`).join(', ');
  if (select.distinct) for (const { column } of items) column.use();
  const source = from === undefined ? '' : ` FROM ${from.sql}`;
  return {
    sql: `SELECT ${select.distinct ? 'DISTINCT ' : ''}${list}${source}${where}${group}${having}`,
    columns: items.map(({ column }, index) => ({ ...column, sql: quoted(`c${index + 1}`) })),
    orderBy: printOrder(orderBy, inside, items, select.distinct),
  };
}

function printItem(item: SelectItem, at: Context, select: Select): Item[] {
  if (item.kind === 'star') {
    return at.scope.star(item.qualifier, item).map((column) => {
      const passes = passesFilters(column, select, at);
      return {
        name: column.name,
        expression: undefined,
        sql: column.sql,
        column: passes ? column : { ...column, partitions: [] },
      };
    });
  }
  const { expression, alias } = item;
  const { item: printed, columns: read } = at.analysis.noting(() => printExpression(expression, at));
  const name = alias?.text ?? (expression.kind === 'column' ? expression.parts.at(-1)?.text : undefined);
  const source = expression.kind === 'column' && read.length === 1 ? read[0] : undefined;
  const column: Column = {
    name,
    sql: printed.sql,
    type: printed.type,
    partitions:
      source !== undefined && source.sql === printed.sql && passesFilters(source, select, at) ? source.partitions : [],
    use: () => {
      for (const one of read) one.use();
    },
  };
  return [{ name, expression, sql: printed.sql, column }];
}

function printGroups(groupings: readonly Grouping[], at: Context, items: readonly Item[]): string {
  if (groupings.length === 0) return '';
  const printed = groupings.map((grouping) => {
    if (grouping.kind === 'by') return printPlaced(grouping.expression, at, items);
    const sets = grouping.sets.map(
      (set) => `(${set.map((expression) => printPlaced(expression, at, items)).join(', ')})`,
    );
    return `${grouping.kind === 'sets' ? 'GROUPING SETS' : grouping.kind.toUpperCase()} (${sets.join(', ')})`;
  });
  return ` GROUP BY ${printed.join(', ')}`;
}

/** The SQL of every expression that rows are grouped by. */
function groupKeys(groupings: readonly Grouping[], at: Context, items: readonly Item[]): string[] {
  const expressions = groupings.flatMap((grouping) =>
    grouping.kind === 'by' ? [grouping.expression] : grouping.sets.flat(),
  );
  return expressions.map((expression) => printPlaced(expression, at, items));
}

/** An expression of GROUP BY; a number is the place of an item. */
function printPlaced(expression: Expression, at: Context, items: readonly Item[]): string {
  if (expression.kind !== 'literal' || expression.type !== 'integer') return printExpression(expression, at).sql;
  const item = itemAt(expression, items, 'GROUP BY');
  item.column.use();
  return item.sql;
}

function itemAt(place: Extract<Expression, { kind: 'literal' }>, items: readonly Item[], clause: string): Item {
  const item = items[Number(place.text) - 1];
  if (item !== undefined) return item;
  throw new SqlError(`${clause} position ${place.text} is not in select list`, place, 'INVALID_COLUMN_REFERENCE');
}

/** Names of the select list come before those of the tables: https://trino.io/docs/435/sql/select.html#order-by-clause */
function printOrder(orderBy: readonly SortItem[], at: Context, items: readonly Item[], distinct: boolean): string[] {
  const columns = items.map(({ column }) => column);
  const named = new Scope([{ qualifiers: [], columns: firstOfEach(columns) }], [], undefined);
  const scope = new OutputFirst(named, at.scope);
  return orderBy.map((sort) => {
    const { expression } = sort;
    if (expression.kind === 'literal' && expression.type === 'integer') {
      itemAt(expression, items, 'ORDER BY').column.use();
      return printSortItem(sort, expression.text);
    }
    const output =
      expression.kind === 'column' && expression.parts.length === 1 ? placeOf(expression.parts[0], items) : undefined;
    if (output !== undefined) {
      checkOrderable(items[output]?.column.type, 'ORDER BY', expression);
      items[output]?.column.use();
      return printSortItem(sort, quoted(`c${output + 1}`));
    }
    const sql = sortKey(sort, { ...at, scope });
    const same = distinct ? items.findIndex((item) => item.sql === sql) : -1;
    return printSortItem(sort, same === -1 ? sql : quoted(`c${same + 1}`));
  });
}

function placeOf(name: Name | undefined, items: readonly Item[]): number | undefined {
  const place = items.findIndex((item) => item.name?.toLowerCase() === name?.key);
  return place === -1 ? undefined : place;
}

function firstOfEach(columns: readonly Column[]): Column[] {
  const seen = new Set<string | undefined>();
  return columns.filter(({ name }) => !seen.has(name?.toLowerCase()) && seen.add(name?.toLowerCase()));
}

class OutputFirst extends Scope {
  readonly #source: Scope;

  constructor(output: Scope, source: Scope) {
    super(output.relations, [], source);
    this.#source = source;
  }

  override star(...args: Parameters<Scope['star']>): Column[] {
    return this.#source.star(...args);
  }
}
