import type { Grouping, Query, QueryBody, Select, SelectItem } from '../syntax/tree.ts';
import { printSortItems, printWindowDefinition } from './print-call.ts';
import { printDottedName, printName, printNames } from './print-names.ts';
import { printRelation } from './print-relation.ts';
import type { Printer } from './printer.ts';

export function printQuery(query: Query, printer: Printer): string {
  const { dialect } = printer;
  const ctes = query.with.map(({ name, columns, query: inner }) => {
    const names = columns.length === 0 ? '' : ` (${printNames(columns, dialect)})`;
    return `${printName(name, dialect)}${names} AS (${printer.query(inner)})`;
  });
  return joined([
    ctes.length === 0 ? '' : `WITH ${ctes.join(', ')}`,
    printBody(query.body, printer),
    query.orderBy.length === 0 ? '' : `ORDER BY ${printSortItems(query.orderBy, printer)}`,
    query.offset === undefined ? '' : `OFFSET ${printer.expression(query.offset)}`,
    query.limit === undefined ? '' : `LIMIT ${printer.expression(query.limit)}`,
  ]);
}

function printBody(body: QueryBody, printer: Printer): string {
  switch (body.kind) {
    case 'select':
      return printSelect(body, printer);
    case 'values': {
      const rows = body.rows.map((row) => `(${row.map((value) => printer.expression(value)).join(', ')})`);
      return `VALUES ${rows.join(', ')}`;
    }
    case 'query':
      return `(${printer.query(body)})`;
    case 'set-operation': {
      const left = printOperand(body.left, body.op === 'intersect', printer);
      const right = printOperand(body.right, true, printer);
      return `${left} ${body.op.toUpperCase()}${body.all ? ' ALL' : ''} ${right}`;
    }
  }
}

/** `binds`: only an INTERSECT may stand there without parentheses. */
function printOperand(body: QueryBody, binds: boolean, printer: Printer): string {
  const text = printBody(body, printer);
  return binds && body.kind === 'set-operation' && body.op !== 'intersect' ? `(${text})` : text;
}

function printSelect(select: Select, printer: Printer): string {
  const windows = select.windows.map(({ name, window }) => {
    return `${printName(name, printer.dialect)} AS ${printWindowDefinition(window, printer)}`;
  });
  return joined([
    `SELECT ${select.distinct ? 'DISTINCT ' : ''}${select.items.map((item) => printItem(item, printer)).join(', ')}`,
    select.from === undefined ? '' : `FROM ${printRelation(select.from, printer)}`,
    select.where === undefined ? '' : `WHERE ${printer.expression(select.where)}`,
    select.groupBy.length === 0
      ? ''
      : `GROUP BY ${select.groupBy.map((item) => printGrouping(item, printer)).join(', ')}`,
    select.having === undefined ? '' : `HAVING ${printer.expression(select.having)}`,
    windows.length === 0 ? '' : `WINDOW ${windows.join(', ')}`,
  ]);
}

function printItem(item: SelectItem, { dialect, expression }: Printer): string {
  if (item.kind === 'star') return item.qualifier.length === 0 ? '*' : `${printDottedName(item.qualifier, dialect)}.*`;
  return expression(item.expression) + (item.alias === undefined ? '' : ` AS ${printName(item.alias, dialect)}`);
}

const groupingWords = { rollup: 'ROLLUP', cube: 'CUBE', sets: 'GROUPING SETS' } as const;

function printGrouping(grouping: Grouping, { expression }: Printer): string {
  if (grouping.kind === 'by') return expression(grouping.expression);
  const sets = grouping.sets.map((set) => `(${set.map((item) => expression(item)).join(', ')})`);
  return `${groupingWords[grouping.kind]} (${sets.join(', ')})`;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}
