export type { Dialect } from './dialect.ts';
export { newPrinter } from './print/dialect-printer.ts';
export { printType } from './print/print-names.ts';
export { type Position, SqlError } from './sql-error.ts';
export type { Name } from './syntax/name.ts';
export type * from './syntax/tree.ts';
export type { TypeElement, TypeName } from './syntax/type-name.ts';
export { type Node, walk } from './syntax/walk.ts';
