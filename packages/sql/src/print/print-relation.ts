import type { Relation, TableArgument } from '../syntax/tree.ts';
import { printDottedName, printName, printNames } from './print-names.ts';
import type { Printer } from './printer.ts';

export function printRelation(relation: Relation, printer: Printer): string {
  const { alias, columnAliases } = relation;
  const columns = columnAliases.length === 0 ? '' : ` (${printNames(columnAliases, printer.dialect)})`;
  return (
    printSource(relation, printer) + (alias === undefined ? '' : ` AS ${printName(alias, printer.dialect)}${columns}`)
  );
}

function printSource(relation: Relation, printer: Printer): string {
  const { dialect } = printer;
  switch (relation.kind) {
    case 'table':
      return printDottedName(relation.parts, dialect);
    case 'derived':
      return `(${printer.query(relation.query)})`;
    case 'unnest': {
      const items = relation.items.map((item) => printer.expression(item));
      return `UNNEST(${items.join(', ')})${relation.ordinality ? ' WITH ORDINALITY' : ''}`;
    }
    case 'table-function': {
      const args = relation.args.map((arg) => printArgument(arg, printer));
      return `TABLE(${relation.name.text}(${args.join(', ')}))`;
    }
    case 'join':
      return printJoin(relation, printer);
  }
}

function printArgument(arg: TableArgument, printer: Printer): string {
  if (arg.kind === 'table') return `TABLE ${printDottedName(arg.parts, printer.dialect)}`;
  if (arg.kind === 'descriptor') return `DESCRIPTOR(${printNames(arg.columns, printer.dialect)})`;
  return printer.expression(arg.value);
}

function printJoin(join: Extract<Relation, { kind: 'join' }>, printer: Printer): string {
  const right = printRelation(join.right, printer);
  const words = join.type === 'inner' ? 'JOIN' : `${join.type.toUpperCase()} JOIN`;
  const condition =
    join.type === 'cross'
      ? ''
      : join.on === undefined
        ? ` USING (${printNames(join.using, printer.dialect)})`
        : ` ON ${printer.expression(join.on)}`;
  const isNested = join.right.kind === 'join';
  return `${printRelation(join.left, printer)} ${words} ${isNested ? `(${right})` : right}${condition}`;
}
