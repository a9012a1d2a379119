import type { Call, FrameBound, SortItem, Window } from '../syntax/tree.ts';
import { printName, printType } from './print-names.ts';
import type { Printer } from './printer.ts';

export function printCall(call: Call, printer: Printer): string {
  const args = call.star ? ['*'] : call.args.map((arg) => printer.expression(arg));
  const order = call.orderBy.length === 0 ? '' : `ORDER BY ${printSortItems(call.orderBy, printer)}`;
  const isWithin = call.name === 'listagg';
  const inside = [
    `${call.distinct ? 'DISTINCT ' : ''}${args.join(', ')}`,
    isWithin ? '' : order,
    call.returning === undefined ? '' : `RETURNING ${printType(call.returning, printer.dialect)}`,
  ];
  const parts = [
    `${call.text}(${inside.filter((part) => part !== '').join(' ')})`,
    isWithin && order !== '' ? `WITHIN GROUP (${order})` : '',
    call.filter === undefined ? '' : `FILTER (WHERE ${printer.expression(call.filter)})`,
    call.ignoreNulls ? 'IGNORE NULLS' : '',
    call.over === undefined ? '' : `OVER ${printWindow(call.over, printer)}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

export function printSortItems(items: readonly SortItem[], printer: Printer): string {
  return items
    .map(({ expression, descending, nulls }) => {
      const order = descending ? ' DESC' : '';
      return printer.expression(expression) + order + (nulls === undefined ? '' : ` NULLS ${nulls.toUpperCase()}`);
    })
    .join(', ');
}

/** What follows OVER: the name of a window or its definition. */
function printWindow(window: Window, printer: Printer): string {
  const isName = window.partitionBy.length + window.orderBy.length === 0 && window.frame === undefined;
  if (isName && window.base !== undefined) return printName(window.base, printer.dialect);
  return printWindowDefinition(window, printer);
}

export function printWindowDefinition({ base, partitionBy, orderBy, frame }: Window, printer: Printer): string {
  const bound = ({ kind, offset }: FrameBound) =>
    (offset === undefined ? '' : `${printer.expression(offset)} `) + kind.toUpperCase();
  const parts = [
    base === undefined ? '' : printName(base, printer.dialect),
    partitionBy.length === 0 ? '' : `PARTITION BY ${partitionBy.map((key) => printer.expression(key)).join(', ')}`,
    orderBy.length === 0 ? '' : `ORDER BY ${printSortItems(orderBy, printer)}`,
    frame === undefined ? '' : frame.unit.toUpperCase(),
    frame === undefined
      ? ''
      : frame.end === undefined
        ? bound(frame.start)
        : `BETWEEN ${bound(frame.start)} AND ${bound(frame.end)}`,
  ];
  return `(${parts.filter((part) => part !== '').join(' ')})`;
}
