import { printType, type TypeName } from 'sql-dialects';
import { flink } from 'sql-dialects/flink';
import { type FlinkType, readType } from './flink-type.ts';

/** The type that a job names; undefined for one that the window runner does not know. NOT NULL makes no difference. */
export function resolveType(type: TypeName): FlinkType | undefined {
  return type.timeZone === undefined && type.elements.length === 0 ? readType(typeNameText(type)) : undefined;
}

/** As Flink writes it, without the spaces between numbers. */
export function typeNameText(type: TypeName): string {
  return printType(type, flink).replaceAll(', ', ',');
}
